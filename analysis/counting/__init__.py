"""Counts: the matrix, the new-theme rate, and how they are drawn."""
