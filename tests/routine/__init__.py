"""Tests of daily work at sites."""
