"""SQL in, frozen domain values out; SQLite and PostgreSQL."""
