"""Queue jobs of the kernel, by noun."""
