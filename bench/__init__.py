"""How fast the pages are, beside their limits, in one run: `make bench`. See docs/performance.md."""
