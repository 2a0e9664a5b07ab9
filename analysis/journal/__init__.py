"""What people did, in words, taken back and done again."""
