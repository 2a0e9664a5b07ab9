"""The participant's own page, and the door to it."""
