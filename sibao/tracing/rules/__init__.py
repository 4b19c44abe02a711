"""What a place is, and how a result is frozen; plain Python."""
