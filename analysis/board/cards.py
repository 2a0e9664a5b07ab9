"""Quote cards of the board: read as plain rows, since a screen holds hundreds of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from analysis.models import Citation, Quote, Tag, Theme
from interviews.codes import code_of

CARD_FIELDS = (
    "pk",
    "text",
    "participant",
    "participant__number",
    "participant__persona__name",
    "interview",
    "first_note__offset_ms",
)
Row = tuple[int, str, int, int, str | None, int, int | None]


@dataclass(frozen=True)
class Card:
    """A quote in one column. What is printed is text already: a template spends most of its time on numbers.

    `at` is the key its column is paged by: the tag's id, in the tray the quote's own. `place` names quote and
    column, as forms send it; see placing.Place.
    """

    at: str
    place: str
    quote: str
    text: str
    person: str
    code: str
    persona: str
    interview_id: int
    offset_ms: int | None
    also: Sequence[Theme] = ()
    insights: Sequence[tuple[int, str]] = ()


Slots = Sequence[tuple[int, int, int]]


def tag_slots(tags: QuerySet[Tag], limit: int | None = None) -> Slots:
    """(tag, theme, quote), newest tag first."""
    return list(tags.order_by("-pk").values_list("pk", "theme", "quote")[:limit])


def quote_slots(quotes: QuerySet[Quote], limit: int) -> Slots:
    """The same for the tray: (quote, 0, quote), newest first."""
    return [(pk, 0, pk) for pk in quotes.order_by("-pk").values_list("pk", flat=True)[:limit]]


def cards_of(slots: Slots, themes: Mapping[int, Theme]) -> dict[int, list[Card]]:
    """By theme id, 0 for the tray, in the order of `slots`. Three queries, however many slots."""
    ids = {quote_id for _, _, quote_id in slots}
    rows = {row[0]: row for row in Quote.objects.filter(pk__in=ids).order_by().values_list(*CARD_FIELDS)}
    also, insights = _themes_of(ids), _insights_of(ids)
    cards: dict[int, list[Card]] = defaultdict(list)
    for at, theme_id, quote_id in slots:
        if quote_id in rows:
            others = [themes[pk] for pk in themes if pk != theme_id and pk in also[quote_id]]
            cards[theme_id].append(_card(at, theme_id, rows[quote_id], others, insights[quote_id]))
    return cards


def _card(at: int, theme_id: int, row: Row, also: Sequence[Theme], insights: Sequence[tuple[int, str]]) -> Card:
    quote, text, person, number, persona, interview, offset = row
    place = f"{quote}.{theme_id}"
    return Card(
        str(at),
        place,
        str(quote),
        text,
        str(person),
        code_of(number),
        persona or "",
        interview,
        offset,
        also,
        insights,
    )


def _themes_of(quote_ids: Iterable[int]) -> dict[int, set[int]]:
    themes: dict[int, set[int]] = defaultdict(set)
    for quote_id, theme_id in Tag.objects.filter(quote__in=quote_ids).order_by().values_list("quote", "theme"):
        themes[quote_id].add(theme_id)
    return themes


def _insights_of(quote_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    insights: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Citation.objects.filter(quote__in=quote_ids).order_by("insight__number")
    for quote_id, insight_id, number in rows.values_list("quote", "insight", "insight__number"):
        insights[quote_id].append((insight_id, f"I{number}"))
    return insights
