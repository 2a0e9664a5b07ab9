"""Quotes as a table for spreadsheets: commas, CRLF, UTF-8 with a byte order mark (without it Excel garbles letters).

A spreadsheet runs a cell that starts like a formula. Such a cell gets a leading apostrophe, which spreadsheets show
as text; `original` takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Prefetch

from analysis.models import Citation, Evidence, Quote
from studies.models import Study

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
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


def harmless(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula; blanks before the sign don't help it."""
    return GUARD + cell if _is_risky(cell) or _is_risky(cell.lstrip(GUARD)) else cell


def original(cell: str) -> str:
    """The cell as it was before `harmless`."""
    return cell[1:] if cell.startswith(GUARD) and _is_risky(cell.lstrip(GUARD)) else cell


def _is_risky(cell: str) -> bool:
    return cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS)


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The file, line by line."""
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


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
