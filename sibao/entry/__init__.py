"""入口管控: who comes in is registered ahead, is given a code by the class of her origin, and is let in at a gate or not."""
