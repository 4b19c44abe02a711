"""Arithmetic of signals and states: plain Python that knows no table and no clock."""
