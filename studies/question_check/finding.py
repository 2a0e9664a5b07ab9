"""What the question check reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARN = "warn"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the most severe."""
        return list(Severity).index(self)


class RuleCode(StrEnum):
    """Thirteen rules; the thirteenth, on plain wording, has three codes because each needs its own sentence."""

    HYPOTHETICAL = "HYPOTHETICAL"
    LEADING = "LEADING"
    LOADED = "LOADED"
    CLOSED = "CLOSED"
    DOUBLE_BARRELLED = "DOUBLE_BARRELLED"
    OPTION_FEEDING = "OPTION_FEEDING"
    PITCH = "PITCH"
    OPINION = "OPINION"
    FUTURE_PRICE = "FUTURE_PRICE"
    GENERIC = "GENERIC"
    FEATURE_WISH = "FEATURE_WISH"
    WHY_BLAME = "WHY_BLAME"
    NEGATIVE = "NEGATIVE"
    JARGON = "JARGON"
    LONG = "LONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` are code points in the question as it was given: the words to underline."""

    rule: RuleCode
    severity: Severity
    start: int
    end: int
    title: str
    why: str
    rewrites: tuple[str, ...]
