"""Structured logs without message text."""
