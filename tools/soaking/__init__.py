"""The parts of the soak: an operator who keeps the product running, a clerk who works on it, a look at what is left."""
