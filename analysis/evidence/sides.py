"""Which quotes an insight rests on, by side, and how many people that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.models import Citation, Insight, Quote, Side
from studies.models import Study


@dataclass
class Cited:
    """One side of an insight. `people` in the order in which they are first cited."""

    citations: list[Citation] = field(default_factory=list)

    @property
    def people(self) -> list[int]:
        return list(dict.fromkeys(citation.quote.participant_id for citation in self.citations))


@dataclass(frozen=True)
class Stands:
    """Where people stand, each counted once: who is cited on both sides says both."""

    only_for: frozenset[int]
    only_against: frozenset[int]
    both: frozenset[int]

    @classmethod
    def of(cls, speak_for: Iterable[int], against: Iterable[int]) -> Stands:
        one, other = frozenset(speak_for), frozenset(against)
        return cls(one - other, other - one, one & other)

    @property
    def n_for(self) -> int:
        return len(self.only_for)

    @property
    def n_against(self) -> int:
        return len(self.only_against)

    @property
    def n_both(self) -> int:
        return len(self.both)


@dataclass
class Sides:
    speaks_for: Cited = field(default_factory=Cited)
    against: Cited = field(default_factory=Cited)
    hidden: int = 0
    stones: int = 0

    @property
    def stands(self) -> Stands:
        return Stands.of(self.speaks_for.people, self.against.people)

    @property
    def citations(self) -> list[Citation]:
        return [*self.against.citations, *self.speaks_for.citations]


def sides_of(insight: Insight) -> Sides:
    """`hidden`: citations of people who no longer allow to be quoted; they are counted and never shown. `stones`: quotes that
    were withdrawn for good."""
    rows = list(insight.citations.order_by("pk"))
    words = Quote.objects.allowed().for_cards().in_bulk([row.quote_id for row in rows])
    sides = Sides(stones=insight.tombstones.count())
    for row in rows:
        if row.quote_id not in words:
            sides.hidden += 1
            continue
        row.quote = words[row.quote_id]
        (sides.speaks_for if row.side == Side.FOR else sides.against).citations.append(row)
    return sides


@dataclass
class PeopleCount:
    speak_for: set[int] = field(default_factory=set)
    against: set[int] = field(default_factory=set)
    quotes: int = 0

    @property
    def stands(self) -> Stands:
        return Stands.of(self.speak_for, self.against)


def people_by_insight(study: Study) -> dict[int, PeopleCount]:
    """How many people speak for and against each insight of a study; one query."""
    counts: dict[int, PeopleCount] = defaultdict(PeopleCount)
    rows = Citation.objects.filter(insight__study=study, quote__in=study.quotes.allowed())
    for insight, side, person in rows.values_list("insight", "side", "quote__participant"):
        count = counts[insight]
        (count.speak_for if side == Side.FOR else count.against).add(person)
        count.quotes += 1
    return counts
