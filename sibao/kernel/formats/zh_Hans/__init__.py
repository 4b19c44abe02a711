"""How numbers are written: groups of three."""
