"""What the people heard say about one assumption, counted by person and never by quote. Pure.

A person's own words win: the debrief's signal counts only for people of whom no quote speaks on the assumption.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.counted import counted


class Stand(enum.StrEnum):
    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    SILENT = "silent"


class BarState(enum.StrEnum):
    NONE = "none"
    OPEN = "open"
    REACHED = "reached"
    # Also the words of those who are silent couldn't reach it; until then they may not have been weighed yet.
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class Bar:
    """Agreed before the round: holds if at least `at_least` of `of` people say so."""

    at_least: int
    of: int


@dataclass(frozen=True)
class Ledger:
    """`people` has the stand of everybody who counts, by participant id, in the order they were given.

    `outside` has people whose words bear on the assumption, but who are not of the persona it is about.
    """

    people: Mapping[int, Stand]
    bar: Bar | None = None
    outside: Mapping[int, Stand] | None = None

    def on(self, stand: Stand) -> list[int]:
        return [person for person, theirs in self.people.items() if theirs == stand]

    @property
    def n_for(self) -> int:
        return len(self.on(Stand.FOR))

    @property
    def n_against(self) -> int:
        return len(self.on(Stand.AGAINST))

    @property
    def n_mixed(self) -> int:
        return len(self.on(Stand.MIXED))

    @property
    def n_silent(self) -> int:
        return len(self.on(Stand.SILENT))

    @property
    def heard(self) -> int:
        return len(self.people)

    @property
    def to_hear(self) -> int:
        """How many of the people the bar speaks of have not been heard yet."""
        return max(0, self.bar.of - self.heard) if self.bar else 0

    @property
    def bar_state(self) -> BarState:
        if self.bar is None:
            return BarState.NONE
        if self.n_for >= self.bar.at_least:
            return BarState.REACHED
        if self.n_for + self.n_silent + self.to_hear < self.bar.at_least:
            return BarState.OUT_OF_REACH
        return BarState.OPEN

    @property
    def reached(self) -> bool:
        return self.bar_state is BarState.REACHED

    @property
    def shortfall(self) -> str:
        """What a verdict of “holds” must be read with while the bar isn't reached; empty when it is, or there is none."""
        return "" if self.bar is None or self.reached else f"{self.n_for} of at least {self.bar.at_least}"

    @property
    def bar_words(self) -> str:
        if self.bar is None:
            return "No bar was set."
        count = f"{self.n_for} of at least {self.bar.at_least}"
        if self.bar_state is BarState.REACHED:
            return f"Bar reached: {count}."
        if self.bar_state is BarState.OUT_OF_REACH:
            return f"The bar can’t be reached any more: {count}, and {_left(self.to_hear)} to hear."
        if self.n_for + self.to_hear < self.bar.at_least:
            silent = counted(self.n_silent, "person", "people")
            return (
                f"{count} so far, and {_left(self.to_hear)} to hear. {silent} heard may have said more than is weighed."
            )
        return f"{count} so far, and {_left(self.to_hear)} to hear."

    @property
    def words(self) -> str:
        return (
            f"{self.n_for} for, {self.n_against} against, {self.n_mixed} mixed, {self.n_silent} silent, "
            f"of {counted(self.heard, 'person', 'people')} heard"
        )


def tally(
    heard: Iterable[int],
    quotes: Iterable[tuple[int, str]],
    signals: Iterable[tuple[int, str]],
    bar: Bar | None = None,
    about: Iterable[int] | None = None,
) -> Ledger:
    """`quotes` and `signals` are (participant, stance) pairs; the signal "nothing" says nothing.

    `heard`: participants interviewed, in the order to show them; whoever is quoted has been heard too.
    `about`: the participants the assumption speaks of; None for everybody.
    """
    said, noted = _stands(quotes), _stands(signals)
    order = list(dict.fromkeys([*heard, *said, *noted]))
    stands = {person: said.get(person) or noted.get(person) or Stand.SILENT for person in order}
    if about is None:
        return Ledger(stands, bar, {})
    members = set(about)
    inside = {person: stand for person, stand in stands.items() if person in members}
    outside = {person: stand for person, stand in stands.items() if person not in members and stand is not Stand.SILENT}
    return Ledger(inside, bar, outside)


def _stands(pairs: Iterable[tuple[int, str]]) -> dict[int, Stand]:
    """One stand a person: for and against together are mixed."""
    stances: dict[int, set[str]] = {}
    for person, stance in pairs:
        if stance in {Stand.FOR, Stand.AGAINST, Stand.MIXED}:
            stances.setdefault(person, set()).add(stance)
    return {
        person: Stand(next(iter(theirs))) if len(theirs) == 1 else Stand.MIXED for person, theirs in stances.items()
    }


def _left(count: int) -> str:
    return "nobody is left" if count == 0 else f"{counted(count, 'person', 'people')} left"
