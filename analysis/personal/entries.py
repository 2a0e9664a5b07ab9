"""What an entry of the registry says. Pure: no Django, so that it can be read anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class What(StrEnum):
    """What a field holds of a participant."""

    IDENTITY = "identity"  # tells who somebody is
    WORDS = "words"  # what they said, or what was written down of it
    MEDIA = "media"  # a file of theirs, or its name
    CONSENT = "consent"  # what they agreed to
    DERIVED = "derived"  # what was made of their words, or tells how they were heard
    TEAM = "team"  # the team's own words: they may quote a person or name them


class Held(StrEnum):
    """What becomes of a row."""

    GOES = "goes"
    EMPTIED = "emptied"  # the row stays, the fields named don't say anything any more
    KEPT = "kept"
    WITHHELD = "withheld"  # kept: words are shown to nobody, and nothing is used any more
    SEARCHED = "searched"  # their words and names are taken out where they stand in it; the rest is listed for a person
    ALONE = "goes if no other study knows the person"


@dataclass(frozen=True)
class Table:
    """`to`: the way from a row to its participant, as a lookup, or the name of a finder in analysis/erasing/rows.py;
    empty where no row belongs to one. `study`: the way to the study, for tables with the team's words.

    `fields`: those that hold something of a participant. `plain`: those that don't.
    """

    model: str
    about: str
    fields: Mapping[str, What] = field(default_factory=lambda: MappingProxyType({}))
    plain: str = ""
    to: str = ""
    study: str = ""
    delete: Held = Held.KEPT
    counts: Held = Held.KEPT
    stop: Held = Held.KEPT
    # With `counts`: what is written into an emptied row instead. Fields not named here stay as they are.
    emptied: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def known(self) -> set[str]:
        return {*self.fields, *self.plain.split()}

    @property
    def of_the_team(self) -> tuple[str, ...]:
        """The fields that are searched for a person's words."""
        return tuple(name for name, what in self.fields.items() if what is What.TEAM)

    @property
    def of_a_person(self) -> bool:
        return bool(self.to)

    def at(self, outcome: str) -> Held:
        """`outcome`: a value of interviews.models.Outcome; another one is a KeyError."""
        return {"delete": self.delete, "counts": self.counts, "stop": self.stop}[outcome]
