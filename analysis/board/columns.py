"""What the theme board shows: columns with people counted once, and the newest quotes of each.

A fixed number of queries, however many themes and quotes. Only quotes of people who still allow them, in cards
and counts alike. Column 0 is the tray: quotes without a theme.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from analysis.board.cards import Card, Slots, cards_of, quote_slots, tag_slots
from analysis.evidence.ledgers import heard, strip_of
from analysis.filtering.filters import Filters
from analysis.filtering.passing import Passing
from analysis.models import Tag, Theme
from analysis.models.nesting import in_tree_order
from analysis.models.quote import QuoteQuerySet
from interviews.models import Participant
from studies.models import Study

TRAY = 0
PAGE = 30
# Cards beyond these columns are fetched when their column comes into view: forty full columns are 1,200 cards.
COLUMNS_AT_ONCE = 6
MOST_SHOWN_AGAIN = 600


@dataclass(frozen=True)
class Column:
    """`speakers`: how many quotes each person has here. `heard`: the slots of the strip, persona by persona.

    `inside`: the same of the themes that stand inside this one, by their ids. `together`: quotes under it or one of those.
    """

    theme: Theme | None
    heard: Sequence[Participant]
    speakers: Mapping[int, int] = field(default_factory=dict)
    cards: Sequence[Card] = field(default_factory=list)
    loaded: bool = True
    more: str = ""
    parent: Theme | None = None
    inside: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    together: int = 0

    @property
    def key(self) -> int:
        return self.theme.pk if self.theme else TRAY

    @property
    def quotes(self) -> int:
        return sum(self.speakers.values())

    @property
    def people(self) -> int:
        return len(self.speakers)

    @property
    def strip(self) -> list[list[bool]]:
        return strip_of(self.heard, self.speakers)

    @property
    def speaking(self) -> list[Participant]:
        """Those of the people heard who speak here; somebody whose interview is still under way isn't counted yet."""
        return [person for person in self.heard if person.pk in self.speakers]

    @property
    def whole(self) -> Column:
        """With the themes inside it, everybody counted once: what a folded column says of people. Its quotes are `together`:
        words under two of these themes are one quote."""
        everywhere: Counter[int] = Counter(self.speakers)
        for speakers in self.inside.values():
            everywhere.update(speakers)
        return replace(self, speakers=everywhere)


@dataclass(frozen=True)
class Board:
    """`themes`: all that stand, in order, whichever columns are shown. `archived`: the others, where the list asks."""

    filters: Filters
    everybody: Sequence[Participant]
    themes: Mapping[int, Theme]
    columns: Sequence[Column]
    quotes: int
    loose: int
    archived: Sequence[Column] = ()

    @property
    def heard(self) -> Sequence[Participant]:
        return self.columns[0].heard if self.columns else []

    @property
    def nested(self) -> bool:
        return any(column.inside for column in self.columns)

    @property
    def has_tray(self) -> bool:
        return any(column.key == TRAY for column in self.columns)

    @property
    def placed(self) -> int:
        return self.quotes - self.loose

    @property
    def order(self) -> str:
        """The keys of the columns a page with these filters has, in order."""
        keys = [TRAY, *self.themes] if self.filters.theme is None else [self.filters.theme]
        return " ".join(map(str, keys))


def _standing(study: Study) -> dict[int, Theme]:
    """In the order of the board, each with those inside it behind it."""
    return {theme.pk: theme for theme in in_tree_order(study.themes.standing())}


def _keys(themes: Iterable[int], filters: Filters) -> list[int]:
    keys = [TRAY, *themes]
    return keys if filters.theme is None else [key for key in keys if key == filters.theme]


def read_board(study: Study, filters: Filters, before: int | None = None) -> Board:
    """The whole board, or the one theme in the filters, there from the card after `before` on."""
    themes = _standing(study)
    keys = _keys(themes, filters)
    return _read(study, filters, themes, keys, keys[: COLUMNS_AT_ONCE + 1], Window(before=before))


def read_columns(study: Study, filters: Filters, keys: Collection[int] | None, on_screen: Mapping[int, int]) -> Board:
    """These columns as they stand, None for all that pass the filters.

    `on_screen`: columns whose cards are there, each with the last card shown when that was more than a page, or 0.
    Of the others only those within the first screen come with cards.
    """
    themes = _standing(study)
    everything = _keys(themes, filters)
    first = everything[: COLUMNS_AT_ONCE + 1]
    keys = everything if keys is None else [key for key in everything if key in keys]
    full = [key for key in keys if key in on_screen or key in first]
    return _read(study, filters, themes, keys, full, Window(through={key: at for key, at in on_screen.items() if at}))


def read_list(study: Study, filters: Filters) -> Board:
    """Every theme with its counts, without cards; the archived ones apart."""
    themes = _standing(study)
    return _read(study, filters, themes, themes, [], Window(), study.themes.archived().order_by(Lower("name")))


def read_more(study: Study, filters: Filters, key: int, before: int | None) -> Column:
    """The next cards of one column."""
    themes = _standing(study)
    window = Window(before=before)
    return _column(key, themes, [], {}, _cards(filters.passing(study), [key], window, themes), window)


@dataclass(frozen=True)
class Window:
    """Which cards of a column: the first page, the page after `before`, or all down to `through`."""

    before: int | None = None
    through: Mapping[int, int] = field(default_factory=dict)

    def cut(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(pk__lt=self.before) if self.before else rows


def _read(
    study: Study,
    filters: Filters,
    themes: Mapping[int, Theme],
    keys: Collection[int],
    full: Collection[int],
    window: Window,
    archived: Iterable[Theme] = (),
) -> Board:
    everybody = heard(study)
    people = filters.people(study, everybody)
    passing = filters.passing(study)
    speakers, together = _speakers(passing), _together(passing, themes)
    cards = _cards(passing, full, window, themes)
    shown = [key for key in (TRAY, *themes) if key in keys]
    columns = [
        replace(
            _column(key, themes, people, speakers, cards if key in full else None, window),
            together=together.get(key, 0),
        )
        for key in shown
    ]
    put_away = [Column(theme, people, speakers.get(theme.pk, {})) for theme in archived]
    return Board(filters, everybody, themes, columns, passing.quotes.count(), sum(speakers[TRAY].values()), put_away)


def _column(
    key: int,
    themes: Mapping[int, Theme],
    people: Sequence[Participant],
    speakers: Mapping[int, Mapping[int, int]],
    cards: Mapping[int, Sequence[Card]] | None,
    window: Window,
) -> Column:
    theme, counts = themes.get(key), speakers.get(key, {})
    place: dict[str, Any] = {
        "parent": themes.get(theme.parent_id or 0) if theme else None,
        "inside": {pk: speakers.get(pk, {}) for pk, each in themes.items() if theme and each.parent_id == key},
    }
    if cards is None:
        return Column(theme, people, counts, loaded=not counts, **place)
    shown = cards.get(key, [])
    size = len(shown) if key in window.through else PAGE
    more = len(shown) > size or (key in window.through and sum(counts.values()) > size)
    shown = shown[:size]
    return Column(theme, people, counts, shown, more=shown[-1].at if shown and more else "", **place)


def _speakers(passing: Passing) -> dict[int, dict[int, int]]:
    """By theme, and 0 for the tray: how many quotes each participant has there. All of it in one reading."""
    speakers: dict[int, dict[int, int]] = defaultdict(dict)
    quotes, coder = passing.quotes, passing.filters.coder
    if coder is not None:
        quotes = quotes.filter(tags__author=coder)
    rows = quotes.order_by().values_list("tags__theme", "participant").annotate(n=Count("pk"))
    for theme_id, person, count in rows:
        speakers[theme_id or TRAY][person] = count
    return speakers


def _together(passing: Passing, themes: Mapping[int, Theme]) -> dict[int, int]:
    """By theme that holds others: quotes under it or one of those, each once. Asked only where themes are nested."""
    parents = {each.pk: each.parent_id for each in themes.values() if each.parent_id in themes}
    if not parents:
        return {}
    family = Coalesce("theme__parent", "theme")
    tags = passing.tags.filter(theme__in={*parents, *parents.values()}).order_by()
    return dict(tags.annotate(family=family).values_list("family").annotate(n=Count("quote", distinct=True)))


def _cards(
    passing: Passing, keys: Collection[int], window: Window, themes: Mapping[int, Theme]
) -> dict[int, list[Card]]:
    """One card more than a page shows tells that there are more."""
    if not keys:
        return {}
    slots = _theme_slots(passing, [key for key in keys if key in themes], window)
    if TRAY in keys:
        slots = [*_tray_slots(passing.quotes.untagged(), window), *slots]
    return cards_of(slots, themes)


def _tray_slots(loose: QuoteQuerySet, window: Window) -> Slots:
    if TRAY in window.through:
        return quote_slots(loose.filter(pk__gte=window.through[TRAY]), MOST_SHOWN_AGAIN)
    return quote_slots(window.cut(loose), PAGE + 1)


def _theme_slots(passing: Passing, keys: Collection[int], window: Window) -> Slots:
    tags = passing.tags
    first = window.cut(tags).filter(theme=OuterRef("pk")).order_by("-pk").values("pk")[: PAGE + 1]
    fresh = passing.study.themes.filter(pk__in=set(keys) - window.through.keys()).order_by()
    found = fresh.values_list(ArraySubquery(first), flat=True)
    ids = [pk for pks in found for pk in pks or ()]  # None where nobody may be quoted
    slots = tag_slots(Tag.objects.filter(pk__in=ids))
    again = [Q(theme=key, pk__gte=window.through[key]) for key in keys if key in window.through]
    if again:
        slots = [*slots, *tag_slots(tags.filter(reduce(or_, again)), MOST_SHOWN_AGAIN)]
    return slots
