"""What two coders made of the same units: where they disagree, and how far they agree on each theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from analysis.coding.agreement import Judged, judge
from analysis.coding.fates import Fate, fates
from analysis.models import Code, CodedTheme, Coder, CodingRound, CodingUnit, Settlement

PAGE = 50
Place = tuple[int, int]


@dataclass(frozen=True)
class Disagreement:
    """One says the theme applies to the unit, the other doesn't."""

    unit: CodingUnit
    fate: Fate
    applied: Coder
    other: Coder
    settled: Settlement | None

    @property
    def theme(self) -> CodedTheme:
        return self.fate.coded

    @property
    def place(self) -> Place:
        return self.unit.position, self.theme.position

    @property
    def key(self) -> str:
        return f"{self.place[0]}.{self.place[1]}"


@dataclass(frozen=True)
class Applied:
    """A theme that applies to a unit: both said so, or it was settled so."""

    unit: CodingUnit
    fate: Fate


@dataclass(frozen=True)
class Results:
    coders: Sequence[Coder]
    units: Sequence[CodingUnit]
    fates: dict[int, Fate]
    codes: dict[tuple[int, int], set[int]]
    settlements: dict[tuple[int, int], Settlement]

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        """In the order of the units."""
        one, other = self.coders
        found = []
        for unit, fate, who in self._judged():
            if len(who) == 1:
                applied, against = (one, other) if one.pk in who else (other, one)
                settled = self.settlements.get((unit.pk, fate.coded.pk))
                found.append(Disagreement(unit, fate, applied, against, settled))
        return found

    @property
    def open(self) -> int:
        return sum(row.settled is None for row in self.disagreements)

    @cached_property
    def by_theme(self) -> list[tuple[Fate, Judged]]:
        """In the board's order; over every unit whose words still stand."""
        one, other = self.coders
        rows = []
        for fate in self.fates.values():
            who = [self.codes.get((unit.pk, fate.coded.pk), set()) for unit in self.units]
            rows.append((fate, judge([one.pk in said for said in who], [other.pk in said for said in who])))
        return rows

    @cached_property
    def applied(self) -> list[Applied]:
        """What can be taken over: agreed, or settled so. Disagreements that are open stay out."""
        found = []
        for unit, fate, who in self._judged():
            settled = self.settlements.get((unit.pk, fate.coded.pk))
            if len(who) == 2 or (settled and settled.applies):
                found.append(Applied(unit, fate))
        return found

    def page(self, after: str) -> tuple[list[Disagreement], str]:
        """Fifty of the disagreements, and the key of the last if there are more."""
        last = _place(after)
        rest = [row for row in self.disagreements if last is None or row.place > last]
        return rest[:PAGE], rest[PAGE - 1].key if len(rest) > PAGE else ""

    def _judged(self) -> Iterable[tuple[CodingUnit, Fate, set[int]]]:
        """Each unit and theme that at least one of them applied."""
        for unit in self.units:
            for pk, fate in self.fates.items():
                if who := self.codes.get((unit.pk, pk)):
                    yield unit, fate, who


def read_results(coding: CodingRound, reader: User) -> Results:
    """Of a round that both have submitted. A fixed number of queries."""
    coders = list(coding.coders.coding().select_related("user"))
    units = list(coding.units.standing().select_related("note__interview__participant__persona"))
    codes: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = Code.objects.open_to(reader).filter(coder__in=coders)
    for unit, theme, coder in rows.values_list("unit", "theme", "coder"):
        codes[unit, theme].add(coder)
    settled = Settlement.objects.filter(unit__round=coding).select_related("by")
    return Results(coders, units, fates(coding), codes, {(row.unit_id, row.theme_id): row for row in settled})


def _place(key: str) -> Place | None:
    unit, _, theme = key.partition(".")
    both = all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (unit, theme))
    return (int(unit), int(theme)) if both else None
