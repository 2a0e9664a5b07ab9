"""How far coders agree over fixed units: Krippendorff's alpha for names, Cohen's kappa, and plain agreement.

Pure: a coder's answers are one sequence, a unit is a place in it, and None is a unit that this coder didn't judge.
"""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

ENOUGH_UNITS = 20  # fewer say nothing about the coders; our default
RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff, Content Analysis

Answers = Sequence[Hashable | None]


class Verdict(enum.Enum):
    TOO_FEW = "too few units"
    NO_VARIATION = "no variation, undefined"
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    WEAK = "don’t rely on it"


def agreement(one: Answers, other: Answers) -> float | None:
    """Po: the share of units that both judged and judged alike."""
    both = _both(one, other)
    return sum(a == b for a, b in both) / len(both) if both else None


def kappa(one: Answers, other: Answers) -> float | None:
    """Cohen, for two coders. None where chance alone would make them agree always."""
    both = _both(one, other)
    if not both:
        return None
    n = len(both)
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    # In whole numbers, so that "always" is not missed by a rounding.
    chance = sum(left[value] * right[value] for value in left)
    if chance == n * n:
        return None
    by_chance = chance / n**2
    return (sum(a == b for a, b in both) / n - by_chance) / (1 - by_chance)


def alpha(coders: Sequence[Answers]) -> float | None:
    """Krippendorff, nominal, any number of coders, answers may be missing. None where nothing varies."""
    pairs: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in zip(*coders, strict=True):
        judged = Counter(value for value in unit if value is not None)
        m = judged.total()
        if m < 2:
            continue
        for a, n_a in judged.items():
            for b, n_b in judged.items():
                pairs[a, b] += n_a * (n_b - (a == b)) / (m - 1)
    totals: dict[Hashable, float] = defaultdict(float)
    for (a, _), weight in pairs.items():
        totals[a] += weight
    if len(totals) < 2:
        return None
    n = sum(totals.values())
    seen = sum(weight for (a, b), weight in pairs.items() if a != b) / n
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b) / (n * (n - 1))
    return 1 - seen / expected


def _both(one: Answers, other: Answers) -> list[tuple[Hashable, Hashable]]:
    return [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]


@dataclass(frozen=True)
class Judged:
    """One theme, applied or not by two coders over the same `n` units. `counts`: how often each of them applied it."""

    n: int
    agree: int
    counts: tuple[int, int]
    alpha: float | None
    kappa: float | None

    @property
    def percent(self) -> int:
        """Rounded down: all but one of a thousand is not everything."""
        return 100 * self.agree // self.n if self.n else 0

    @property
    def share(self) -> int:
        """Prevalence in per cent: of all judgements those that say it applies."""
        return round(100 * sum(self.counts) / (2 * self.n)) if self.n else 0

    @property
    def verdict(self) -> Verdict:
        if self.alpha is None:
            return Verdict.NO_VARIATION
        if self.n < ENOUGH_UNITS:
            return Verdict.TOO_FEW
        # As it is shown: three digits, so that .7996 isn't printed as .800 and called tentative.
        shown = round(self.alpha, 3)
        return Verdict.RELIABLE if shown >= RELIABLE else Verdict.TENTATIVE if shown >= TENTATIVE else Verdict.WEAK


def judge(one: Sequence[bool], other: Sequence[bool]) -> Judged:
    agree = sum(a == b for a, b in zip(one, other, strict=True))
    return Judged(len(one), agree, (sum(one), sum(other)), alpha([one, other]), kappa(one, other))
