"""Transcripts and reports as files, one module per format."""
