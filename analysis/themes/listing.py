"""The quotes of a theme, page by page: those that fit the rest of it, and those that contradict. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from analysis.board.cards import Card, cards_of
from analysis.filtering.filters import Filters
from analysis.models import Evidence, Tag, Theme
from analysis.models.quote import COUNTS_FROM
from analysis.themes.contradicting import Lean, Weighed, contradicting, leans
from studies.models import Assumption

PAGE = 30
READ_ON = 100  # whoever reads on wants the rest, and what a page costs besides its quotes is then paid less often
MOST_SHOWN_AGAIN = 600
BESIDE = 8
AGAINST = "against"


@dataclass(frozen=True)
class Words:
    """A quote with what it says against the rest of the theme: the assumption, its own stance, the lean it leaves."""

    card: Card
    against: Sequence[tuple[Assumption, str, Lean]] = ()


class Said(NamedTuple):
    """One quote of the theme, by ids: all that sorting and paging need."""

    tag: int
    quote: int


@dataclass(frozen=True)
class Window:
    """Which quotes: `side` "against" means only what contradicts. The page after the quote `before`, or all down to `through`;
    both are ids of tags."""

    side: str = ""
    before: int | None = None
    through: int | None = None

    def read(self, tags: QuerySet[Tag]) -> list[Said]:
        """One more than is shown tells that there are more."""
        if not self.through:
            return said((tags if self.before is None else tags.filter(pk__lt=self.before))[: self.most + 1])
        shown = said(tags.filter(pk__gte=self.through)[: MOST_SHOWN_AGAIN + 1])
        return shown if len(shown) > MOST_SHOWN_AGAIN else shown + said(tags.filter(pk__lt=self.through)[:1])

    @property
    def most(self) -> int:
        return PAGE if self.before is None else READ_ON

    def size(self, rows: Sequence[Said]) -> int:
        return min(MOST_SHOWN_AGAIN, sum(row.tag >= self.through for row in rows)) if self.through else self.most


@dataclass(frozen=True)
class Listed:
    """Some quotes; `more` is the key of the last one, if others follow."""

    words: Sequence[Words]
    more: str = ""

    @property
    def last(self) -> str:
        return self.words[-1].card.at if self.words else ""


@dataclass(frozen=True)
class Against:
    """`quotes`: what each contradicting quote says against. `weighed`: whether the theme says anything on an assumption;
    `counts`: and anything that counts."""

    quotes: Mapping[int, list[tuple[Assumption, str, Lean]]]
    weighed: bool
    counts: bool
    split: Sequence[tuple[Assumption, Lean]]


def said(tags: QuerySet[Tag]) -> list[Said]:
    return [Said(*row) for row in tags.values_list("pk", "quote")]


def read_against(theme: Theme, allow: Sequence[int]) -> Against:
    """`allow`: who still allows to be quoted."""
    rows = Evidence.objects.filter(quote__tags__theme=theme, quote__participant__in=allow).order_by("pk")
    values = rows.values_list("quote", "quote__participant", "assumption", "stance", "quote__grade")
    weighed = [
        Weighed(quote, person, assumption, stance, grade is not None and grade >= COUNTS_FROM)
        for quote, person, assumption, stance, grade in values
    ]
    assumptions = {row.pk: row for row in theme.study.assumptions.all()}
    found = {
        quote: [(assumptions[lean.assumption], stance, lean) for lean, stance in left]
        for quote, left in contradicting(weighed).items()
    }
    split = [(assumptions[pk], lean) for pk, lean in leans(weighed).items() if lean.side is None and lean.ledger.n_for]
    return Against(found, bool(weighed), any(row.counts for row in weighed), split)


def contrary_of(own: QuerySet[Tag], against: Against) -> list[Said]:
    return said(own.filter(quote__in=list(against.quotes)))


def lists(
    theme: Theme,
    own: QuerySet[Tag],
    contrary: Sequence[Said],
    against: Against,
    themes: Mapping[int, Theme],
    window: Window,
) -> tuple[Listed, Listed]:
    """The quotes asked for, and what stands beside them: the newest that contradict. `own`: the theme's tags, newest first."""
    beside = [] if window.side == AGAINST else contrary
    found = list(against.quotes)
    rows = window.read(own.filter(quote__in=found) if window.side == AGAINST else own.exclude(quote__in=found))
    size = window.size(rows)
    shown = [*rows[:size], *beside[:BESIDE]]
    cards = cards_of([(row.tag, theme.pk, row.quote) for row in shown], themes)[theme.pk]
    words = {int(card.at): Words(card, against.quotes.get(int(card.quote), ())) for card in cards}
    return _listed(rows, size, words), _listed(beside, BESIDE, words)


def read_on(theme: Theme, filters: Filters, window: Window) -> Listed:
    """The next page of quotes, and nothing of what stands around them."""
    passing = filters.passing(theme.study)
    themes = {row.pk: row for row in theme.study.themes.standing()}
    against = read_against(theme, passing.people)
    own = passing.tags.filter(theme=theme).order_by("-pk")
    return lists(theme, own, [], against, themes, window)[0]


def _listed(rows: Sequence[Said], size: int, words: Mapping[int, Words]) -> Listed:
    shown = rows[:size]
    return Listed([words[row.tag] for row in shown if row.tag in words], str(shown[-1].tag) if rows[size:] else "")
