"""A script in its plainest form: what the checks of the whole script and the coverage tables read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studies.section_kinds import MAIN_KINDS, SectionKind


@dataclass(frozen=True, slots=True)
class OutlineQuestion:
    """`objective` and `assumptions` are codes (O1, A4); `kept` are the rules overruled with a reason."""

    code: str
    text: str
    probes: tuple[str, ...] = ()
    objective: str = ""
    assumptions: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """`kind` is a `SectionKind` or its value."""

    kind: str
    minutes: int = 0
    questions: tuple[OutlineQuestion, ...] = ()

    @property
    def is_main(self) -> bool:
        return SectionKind(self.kind) in MAIN_KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """A question where it stands: its section and the wording asked just before it."""

    question: OutlineQuestion
    section: OutlineSection
    previous: str


def places(sections: Sequence[OutlineSection]) -> list[Place]:
    found: list[Place] = []
    for section in sections:
        for question in section.questions:
            found.append(Place(question, section, found[-1].question.text if found else ""))
    return found


def listed(codes: Sequence[str]) -> str:
    """Q2 · Q2 and Q3 · Q2, Q3 and Q5"""
    return " and ".join([part for part in (", ".join(codes[:-1]), *codes[-1:]) if part])
