"""Changing one field of many rows at once (批量修改): chosen on a list, seen before it is done, each row with its result."""
