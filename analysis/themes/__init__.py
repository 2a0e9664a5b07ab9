"""A theme by itself: its page, its neighbours, what speaks against it, what a change of it reaches."""
