"""Searching what was said and made of it, over all studies a person may see."""
