"""From the study's events to the columns of the board that must be read again."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.boards import TRAY
from analysis.models import Tag
from studies.models import Study

# Names, colours, order, and who was heard stand in every column.
EVERYWHERE = {"theme", "theme_merged", "theme_gone", "insight_gone", "interview_finished", "consent"}
ON_CARDS = {"tag", "untag", "quote", "insight"}
MANY = 200


@dataclass(frozen=True)
class Changes:
    """`keys`: columns to read again, None for all. `gone`: quotes that are no more."""

    keys: frozenset[int] | None = frozenset()
    gone: frozenset[int] = frozenset()

    @property
    def nothing(self) -> bool:
        return self.keys == frozenset() and not self.gone


def changes_since(study: Study, seq: int) -> Changes:
    rows = study.events.filter(seq__gt=seq, kind__in=[*EVERYWHERE, *ON_CARDS, "quote_gone"])
    events = list(rows.order_by("seq").values_list("kind", "ids")[: MANY + 1])
    gone = frozenset(ids["quote"] for kind, ids in events if kind == "quote_gone")
    if len(events) > MANY or any(kind in EVERYWHERE for kind, _ in events):
        return Changes(None, gone)
    touched = [ids for kind, ids in events if kind in ON_CARDS]
    themes = {ids["theme"] for ids in touched if "theme" in ids}
    quotes = {ids["quote"] for ids in touched if "quote" in ids}
    themes |= set(Tag.objects.filter(quote__in=quotes).values_list("theme", flat=True)) if quotes else set()
    return Changes(frozenset({*themes, TRAY}) if touched else frozenset(), gone)
