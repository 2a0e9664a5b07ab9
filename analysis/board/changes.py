"""From the study's events to the columns of the board that must be read again."""

from __future__ import annotations

from analysis.board.columns import TRAY
from analysis.models import Tag
from studies.models import Study

# Names, colours, order, and who was heard stand in every column; of a quote that is gone nobody knows its themes.
EVERYWHERE = {
    "theme", "theme_merged", "theme_split", "theme_gone", "theme_archived", "theme_restored",
    "quote_gone", "insight_gone", "interview_finished",
}  # fmt: skip
# A line of a call may be words nobody has quoted yet: those wait in the tray.
ON_CARDS = {"tag", "untag", "quote", "insight", "note"}
MANY = 200


def changed_columns(study: Study, seq: int) -> frozenset[int] | None:
    """Keys of the columns that events after `seq` concern; None for all."""
    rows = study.events.filter(seq__gt=seq, kind__in=[*EVERYWHERE, *ON_CARDS])
    events = list(rows.order_by("seq").values_list("kind", "ids")[: MANY + 1])
    if len(events) > MANY or any(kind in EVERYWHERE for kind, _ in events):
        return None
    themes = {ids["theme"] for _, ids in events if "theme" in ids}
    quotes = {ids["quote"] for _, ids in events if "quote" in ids}
    if quotes:
        themes |= set(Tag.objects.filter(quote__in=quotes).values_list("theme", flat=True))
    if themes:  # a theme that holds others counts their people as well
        themes |= set(study.themes.filter(nested__in=themes).values_list("pk", flat=True))
    return frozenset({*themes, TRAY}) if events else frozenset()
