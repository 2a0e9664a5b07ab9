"""The line from objective to decision, and the pages along it."""
