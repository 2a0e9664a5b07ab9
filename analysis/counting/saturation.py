"""Whether interviews still bring new themes, after Guest, Namey & Chen 2020 (PLOS ONE 15(5): e0232076).

Interviews stand in the order they were held. The themes of the first few are the base. Each later run of interviews is
weighed by how many themes came up in it for the first time. Pure: it knows numbers, not interviews.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

BASES, RUNS, LIMITS = (4, 5, 6), (2, 3), (5, 0)
NEAR, TRUE = 5, 0  # per cent of the base: near comes before true


@dataclass(frozen=True)
class Rule:
    """`limit`: the most a run may bring to be enough, in per cent of the base."""

    base: int = BASES[0]
    run: int = RUNS[0]
    limit: int = LIMITS[0]

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Rule:
        """From an address; what isn't offered there is the default."""
        offered = {"base": BASES, "run": RUNS, "limit": LIMITS}
        asked = {name: [n for n in choices if str(n) == query.get(name)] for name, choices in offered.items()}
        return cls(**{name: found[0] for name, found in asked.items() if found})

    @property
    def needs(self) -> int:
        return self.base + self.run


class State(enum.Enum):
    EARLY = "early"
    NO_BASE = "not computable"
    LEARNING = "still learning"
    REACHED = "enough by the rule"
    AGAIN = "reached, and new themes since"


@dataclass(frozen=True)
class Run:
    """The interviews `end` - `length` + 1 to `end`, counted from 1; `new`: themes that came up first in one of them."""

    end: int
    length: int
    new: int
    base: int

    @property
    def ratio(self) -> float:
        return self.new / self.base

    @property
    def percent(self) -> int:
        """For people: never 0 where there was a new theme."""
        return max(round(100 * self.ratio), 1 if self.new else 0)

    @property
    def label(self) -> str:
        """As the paper writes it: "6 + 2" is six interviews, and two that brought next to nothing."""
        return f"{self.end - self.length} + {self.length}"

    def within(self, limit: int) -> bool:
        return 100 * self.new <= limit * self.base


@dataclass(frozen=True)
class Rate:
    """`new`: how many themes each interview was the first to bring."""

    rule: Rule
    new: Sequence[int]
    base: int
    runs: Sequence[Run]

    @property
    def missing(self) -> int:
        """Interviews that are still needed before the rule says anything."""
        return max(0, self.rule.needs - len(self.new))

    @property
    def last(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    def reached(self, limit: int | None = None) -> Run | None:
        """The first run that brought no more than that."""
        limit = self.rule.limit if limit is None else limit
        return next((run for run in self.runs if run.within(limit)), None)

    def state(self, limit: int | None = None) -> State:
        limit = self.rule.limit if limit is None else limit
        if self.missing:
            return State.EARLY
        if not self.last:
            return State.NO_BASE
        if not self.reached(limit):
            return State.LEARNING
        return State.REACHED if self.last.within(limit) else State.AGAIN


def rate(new: Sequence[int], rule: Rule = Rule()) -> Rate:  # noqa: B008
    base = sum(new[: rule.base])
    ends = range(rule.needs, len(new) + 1) if base else range(0)
    runs = [Run(end, rule.run, sum(new[end - rule.run : end]), base) for end in ends]
    return Rate(rule, new, base, runs)


def first_seen(interviews: Iterable[Collection[int]]) -> list[list[int]]:
    """Of each interview's themes those that no earlier one had."""
    seen: set[int] = set()
    found = []
    for themes in interviews:
        fresh = sorted(set(themes) - seen)
        seen.update(fresh)
        found.append(fresh)
    return found
