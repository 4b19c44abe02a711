"""The PostgreSQL backend: Django's own, plus the asker's scope on every connection (row-level security)."""
