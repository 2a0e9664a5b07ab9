"""Themes that stand near one theme: on the same words, or, weaker, in the same interviews. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

SHOWN = 6
AT_LEAST = 2  # one interview in common says nothing


@dataclass(frozen=True)
class Neighbour:
    """`quotes` and `people`: words that are under both themes, and whose. `shared` of `either` interviews have both."""

    theme: int
    quotes: int = 0
    people: int = 0
    shared: int = 0
    either: int = 0

    @property
    def near(self) -> float:
        """Of the interviews that have one of the two themes, how many have both: a theme that is everywhere is near nobody."""
        return self.shared / self.either if self.either else 0.0


@dataclass(frozen=True)
class Neighbours:
    strong: list[Neighbour]
    weak: list[Neighbour]


def neighbours(
    theme: int, together: Mapping[int, tuple[int, int]], interviews: Mapping[int, Collection[int]], shown: int = SHOWN
) -> Neighbours:
    """`together`: other themes on this one's quotes, each with (quotes, people). `interviews`: by theme, where it is spoken of.

    Strong ones by people, then quotes; weak ones, which share no words with it, by how much of their interviews is common.
    """
    here = set(interviews.get(theme, ()))
    found = []
    for other in {*together, *interviews} - {theme}:
        quotes, people = together.get(other, (0, 0))
        there = set(interviews.get(other, ()))
        found.append(Neighbour(other, quotes, people, len(here & there), len(here | there)))
    strong = sorted((one for one in found if one.quotes), key=lambda one: (-one.people, -one.quotes, one.theme))
    weak = [one for one in found if not one.quotes and one.shared >= AT_LEAST]
    weak.sort(key=lambda one: (-one.near, -one.shared, one.theme))
    return Neighbours(strong[:shown], weak[:shown])
