"""一屏掌控: tiles of every line, always with their data's time."""
