"""Quotes as a table for spreadsheets; accounts/csv_cells.py writes it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from analysis.models import Citation, Evidence, Quote
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


def quote_rows(study: Study) -> Iterator[tuple[str, ...]]:
    """The header, then one row a quote, oldest first; only words of people who still allow to be quoted."""
    yield HEADER
    quotes = study.quotes.allowed().for_cards().select_related("interview", "author").prefetch_related(
        Prefetch("citations", Citation.objects.select_related("insight").order_by("insight__number")),
        Prefetch("evidence", Evidence.objects.select_related("assumption").order_by("assumption__number")),
    )  # fmt: skip
    for quote in quotes.order_by("pk"):
        yield _row(quote)


def _row(quote: Quote) -> tuple[str, ...]:
    person, held = quote.participant, quote.interview.held_at
    cited = {"for": [], "against": []}  # type: dict[str, list[str]]
    for citation in quote.citations.all():
        cited[citation.side].append(citation.insight.code)
    weighed = {"for": [], "against": [], "mixed": []}  # type: dict[str, list[str]]
    for evidence in quote.evidence.all():
        weighed[evidence.stance].append(evidence.assumption.code)
    return (
        str(quote.pk),
        person.code,
        person.persona.name if person.persona else "",
        f"{held:%Y-%m-%d}" if held else "",
        clock(quote.first_note.offset_ms),
        quote.text,
        "" if quote.grade is None else str(quote.grade),
        "; ".join(tag.theme.name for tag in quote.tags.all()),
        *(" ".join(codes) for codes in (*cited.values(), *weighed.values())),
        quote.author.initials if quote.author else "",
    )


def clock(offset_ms: int | None) -> str:
    """Milliseconds as 00:23:14; nothing where the time is not known."""
    if offset_ms is None:
        return ""
    seconds = offset_ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
