"""The one filter of all analysis views, and the words that pass it."""
