"""A number with its noun."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """`counted(2, "quote", "quotes")` is "2 quotes", 10000 of them are "10,000 quotes"."""
    return f"{number:,} {one if number == 1 else many}"
