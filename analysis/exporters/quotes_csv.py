"""Quotes as a table for spreadsheets; accounts/csv_cells.py writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from accounts.models.people import initials
from analysis.models import Citation, Evidence, Quote, Side, Stance, Tag
from interviews.codes import code_of
from studies.models import Study

HEADER = (
    "quote",
    "participant",
    "persona",
    "interview_date",
    "time",
    "words",
    "grade",
    "themes",
    "insights_for",
    "insights_against",
    "assumptions_for",
    "assumptions_against",
    "assumptions_mixed",
    "cut_by",
)


FIELDS = (
    "pk",
    "participant__number",
    "participant__persona__name",
    Coalesce("interview__started_at", "interview__scheduled_at"),
    "first_note__offset_ms",
    "text",
    "grade",
    "author__name",
    "author__email",
)
Named = Mapping[int, list[str]]


def quote_rows(study: Study) -> Iterator[tuple[str, ...]]:
    """The header, then one row a quote, oldest first; only words of people who still allow to be quoted.

    Plain rows of four statements: ten thousand quotes as objects, with all that hangs on them, took five seconds.
    """
    yield HEADER
    quotes = study.quotes.allowed()
    themes = _named(Tag.objects.order_by("pk"), quotes, "theme__name")
    cited = Citation.objects.order_by("insight__number")
    weighed = Evidence.objects.order_by("assumption__number")
    beside = [
        *(_named(cited.filter(side=side), quotes, "insight__number", "I") for side in (Side.FOR, Side.AGAINST)),
        *(_named(weighed.filter(stance=stance), quotes, "assumption__number", "A") for stance in Stance),
    ]
    for row in quotes.order_by("pk").values_list(*FIELDS):
        yield _row(row, themes, beside)


def _named(rows: QuerySet[Any], quotes: QuerySet[Quote], name: str, letter: str = "") -> Named:
    """By quote: what its rows are called."""
    names: dict[int, list[str]] = defaultdict(list)
    for quote, said in rows.filter(quote__in=quotes.order_by()).values_list("quote", name):
        names[quote].append(f"{letter}{said}")
    return names


def _row(row: tuple[Any, ...], themes: Named, beside: Sequence[Named]) -> tuple[str, ...]:
    quote, number, persona, held, offset_ms, text, grade, name, email = row
    return (
        str(quote),
        code_of(number),
        persona or "",
        f"{held:%Y-%m-%d}" if held else "",
        clock(offset_ms),
        text,
        "" if grade is None else str(grade),
        "; ".join(themes.get(quote, ())),
        *(" ".join(names.get(quote, ())) for names in beside),
        initials(name, email) if email else "",
    )


def clock(offset_ms: int | None) -> str:
    """Milliseconds as 00:23:14; nothing where the time is not known."""
    if offset_ms is None:
        return ""
    seconds = offset_ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
