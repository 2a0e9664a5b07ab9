"""Which quotes of a theme speak against the rest of it, as docs/decisions/0009 says. Pure.

On each assumption, people and not quotes are counted, and only by words that count as evidence. Where more people of the theme stand on one side than on the other, the
theme leans to it, and quotes on the other side or on both contradict, weak ones too. Where it is split nothing contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.evidence.tally import Ledger, Stand, tally


@dataclass(frozen=True)
class Weighed:
    """A quote of the theme with its stance on one assumption, and whether it may move a ledger."""

    quote: int
    person: int
    assumption: int
    stance: str
    counts: bool = True


@dataclass(frozen=True)
class Lean:
    """To which side most people of the theme stand on an assumption; None where they are split."""

    assumption: int
    ledger: Ledger

    @property
    def side(self) -> Stand | None:
        n_for, n_against = self.ledger.n_for, self.ledger.n_against
        if n_for == n_against:
            return None
        return Stand.FOR if n_for > n_against else Stand.AGAINST

    @property
    def words(self) -> str:
        """As in "most here are for: 5 people, against 1"."""
        n_for, n_against = self.ledger.n_for, self.ledger.n_against
        if self.side is None:
            return f"people here are split, {n_for} to {n_against}"
        more, less = max(n_for, n_against), min(n_for, n_against)
        return f"{more} of the {more + less} people here who take a side are {self.side.value}"


def leans(rows: Iterable[Weighed]) -> dict[int, Lean]:
    """By assumption, where any words count."""
    pairs: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row.counts:
            pairs[row.assumption].append((row.person, row.stance))
    return {assumption: Lean(assumption, tally((), said, ())) for assumption, said in pairs.items()}


def contradicting(rows: Iterable[Weighed]) -> dict[int, list[tuple[Lean, str]]]:
    """By quote: where it leaves the theme's lean, each with its own stance there."""
    rows = list(rows)
    lean = leans(rows)
    sides = {assumption: each.side for assumption, each in lean.items()}
    found: dict[int, list[tuple[Lean, str]]] = defaultdict(list)
    for row in rows:
        side = sides.get(row.assumption)
        if side is not None and row.stance != side:
            found[row.quote].append((lean[row.assumption], row.stance))
    return dict(found)
