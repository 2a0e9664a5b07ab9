"""File names that every system takes and nobody can smuggle anything into."""

from datetime import date

from django.utils.text import slugify

LONGEST = 48


def file_name(title: str, what: str, day: date, ending: str) -> str:
    """`why-do-people-stop-quotes-2026-11-24.csv`: small ASCII letters, digits and hyphens only."""
    words = slugify(title)[:LONGEST].strip("-") or "study"
    return f"{words}-{what}-{day:%Y-%m-%d}.{ending}"
