"""What has become of a round's themes since it began: renamed, merged into another, or removed."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.models import CodedTheme, CodingRound, Theme
from studies.models import Study


@dataclass(frozen=True)
class Fate:
    """`now`: the study's theme that stands in its place today; None if it was removed."""

    coded: CodedTheme
    now: Theme | None

    @property
    def words(self) -> str:
        """What changed, as a sentence; empty when nothing did."""
        if self.now is None:
            return f"“{self.coded}” was removed since."
        if self.now.pk != self.coded.theme_id:
            return f"“{self.coded}” is now part of “{self.now}”."
        return f"It is called “{self.now}” now." if self.now.name != self.coded.name else ""


def fates(coding: CodingRound) -> dict[int, Fate]:
    """By the coded theme's id, in the board's order of that time."""
    coded = list(coding.themes.all())
    themes = coding.study.themes.in_bulk()
    missing = any(row.theme_id not in themes for row in coded)
    merges = _merges(coding.study) if missing else {}
    return {row.pk: Fate(row, themes.get(_followed(row.theme_id, set(themes), merges))) for row in coded}


def _merges(study: Study) -> dict[int, int]:
    """Where each merged theme went, from the study's own record of it."""
    events = study.events.filter(kind="theme_merged").order_by("seq").values_list("ids", flat=True)
    return {ids["theme"]: ids["into"] for ids in events if "theme" in ids and "into" in ids}


def _followed(theme: int, standing: set[int], merges: dict[int, int]) -> int:
    for _ in range(len(merges)):  # never in a circle
        if theme in standing or theme not in merges:
            break
        theme = merges[theme]
    return theme
