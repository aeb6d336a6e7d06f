"""Texts and builders for the client, grader and supervisor prompts."""
