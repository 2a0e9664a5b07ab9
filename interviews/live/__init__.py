"""A call under way, and what is written down of it."""
