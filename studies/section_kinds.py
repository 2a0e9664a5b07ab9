"""Where in an interview a question stands. What may be asked, and how, depends on it."""

from __future__ import annotations

from enum import StrEnum


class SectionKind(StrEnum):
    """The first four are the kinds a script's section is stored with; the values are the same there."""

    WARM_UP = "warm_up"
    CORE = "core"
    SOLUTION = "solution"
    WRAP_UP = "wrap_up"
    SCREENER = "screener"
    CONSENT = "consent"
    OWN = "own"


LABELS = {
    SectionKind.WARM_UP: "Warm-up",
    SectionKind.CORE: "Core",
    SectionKind.SOLUTION: "Solution",
    SectionKind.WRAP_UP: "Wrap-up",
    SectionKind.SCREENER: "Screener",
    SectionKind.CONSENT: "Consent",
    SectionKind.OWN: "Own section",
}

# Sections whose questions answer the objectives; the others open, close or only let people in.
MAIN_KINDS = frozenset({SectionKind.CORE, SectionKind.SOLUTION, SectionKind.OWN})
