"""The demo zone 演示区: an invented world, the same for the same seed, and its loader."""
