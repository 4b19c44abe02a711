"""Sibao 四保: the operations dispatch platform for whitelisted enterprises and projects."""

__version__ = "0.1.0"
