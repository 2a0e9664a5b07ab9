"""From the study's events to the columns of the board that must be read again."""

from __future__ import annotations

from django.db.models import Q

from analysis.board.columns import TRAY
from analysis.models import Tag
from analysis.models.journal import Way
from studies.models import Study

# Who was heard stands in every column; of what is gone nobody knows any more where it stood.
EVERYWHERE = {"theme_gone", "quote_gone", "insight_gone", "interview_finished"}
# A theme's name and colour stand on cards of other columns, and in those above and inside it.
ON_THEMES = {"theme", "theme_merged", "theme_split", "theme_archived", "theme_restored"}
# A line of a call may be words nobody has quoted yet: those wait in the tray.
ON_CARDS = {"tag", "untag", "quote", "insight", "note"}
# Whatever many themes a step took back, it rings once.
STEPS_BACK = {way.value for way in (Way.UNDO, Way.REDO)}
MANY = 200


def changed_columns(study: Study, seq: int) -> frozenset[int] | None:
    """Keys of the columns that events after `seq` concern; None for all."""
    rows = study.events.filter(seq__gt=seq, kind__in=[*EVERYWHERE, *ON_THEMES, *ON_CARDS, *STEPS_BACK])
    events = list(rows.order_by("seq").values_list("kind", "ids")[: MANY + 1])
    kinds = {kind for kind, _ in events}
    if len(events) > MANY or kinds & EVERYWHERE or (kinds & ON_THEMES and kinds & STEPS_BACK):
        return None
    themes = {ids["theme"] for _, ids in events if "theme" in ids}
    quotes = {ids["quote"] for _, ids in events if "quote" in ids}
    if quotes:
        themes |= set(Tag.objects.filter(quote__in=quotes).values_list("theme", flat=True))
    changed = {pk for kind, ids in events if kind in ON_THEMES for pk in ids.values()}
    if changed:
        themes |= _beside(study, changed)
    if themes:  # a theme that holds others counts their people as well
        themes |= set(study.themes.filter(nested__in=themes).values_list("pk", flat=True))
    return frozenset({*themes, TRAY}) if events else frozenset()


def _beside(study: Study, themes: set[int]) -> set[int]:
    """These, those above, beside and inside them, and those that share a card with one of them."""
    above = set(study.themes.filter(pk__in=themes, parent__isnull=False).values_list("parent", flat=True))
    family = themes | set(
        study.themes.filter(Q(pk__in=above) | Q(parent__in=themes | above)).values_list("pk", flat=True)
    )
    cards = Tag.objects.filter(theme__in=family).values("quote")
    return family | set(Tag.objects.filter(quote__in=cards).values_list("theme", flat=True).distinct())
