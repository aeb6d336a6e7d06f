"""Shipped clients and rubrics as YAML, their JSON Schema, and the loader."""
