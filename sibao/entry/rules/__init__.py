"""Which code somebody who comes in is given, and until when: plain arithmetic over tables of a pack."""
