"""Blind double coding: the desk, the results, and what is taken over."""
