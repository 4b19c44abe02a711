"""共用件: who asks, one way to change, events, clock, doors, files, runs, lists, documents, live events, embedded PostgreSQL."""
