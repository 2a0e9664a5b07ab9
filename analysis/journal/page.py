"""Pages of the study's history: who did what, newest first, with a way back beside what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from accounts.models import User
from analysis.journal.telling import Tale, tales
from analysis.models import Step
from analysis.models.journal import StepQuerySet, Way
from studies.models import Study

PAGE = 50
AGAIN = {Way.ACT: "", Way.UNDO: "undid: ", Way.REDO: "did again: "}


@dataclass(frozen=True)
class Entry:
    """`way`: what this person may do with it now, undo or redo; nothing for a viewer or for what others did.

    `quote_id`: the quote it was about, if it was one and may be shown.
    """

    step: Step
    did: str
    mine: bool
    way: str
    quote_id: int | None

    @property
    def who(self) -> str:
        return "You" if self.mine else str(self.step.by or "Somebody who has left")

    @property
    def reversed(self) -> bool:
        return hasattr(self.step, "reversed_by")


@dataclass(frozen=True)
class Day:
    on: date
    entries: Sequence[Entry]


@dataclass(frozen=True)
class HistoryPage:
    """`before`: the entry this page starts after; `after`: the one the next page starts after."""

    days: Sequence[Day]
    mine: bool
    before: int | None
    after: int | None


def read_history(
    study: Study, reader: User, steps: StepQuerySet, *, mine: bool, before: int | None, edits: bool
) -> HistoryPage:
    rows = steps.filter(by=reader) if mine else steps
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.select_related("by", "reversed_by").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    told = tales(study, shown)
    quotes = set(
        study.quotes.allowed().filter(pk__in={tale.quote_id for tale in told.values()}).values_list("pk", flat=True)
    )
    again = set(study.steps.to_redo(reader).values_list("pk", flat=True)[:PAGE]) if edits else set()
    entries = [_entry(step, told[step.pk], reader, quotes, again, edits) for step in shown]
    days = groupby(entries, key=lambda entry: timezone.localdate(entry.step.at))
    return HistoryPage(
        [Day(on, list(several)) for on, several in days],
        mine,
        before,
        shown[-1].pk if len(found) > PAGE else None,
    )


def _entry(step: Step, tale: Tale, reader: User, quotes: set[int], again: set[int], edits: bool) -> Entry:
    way = ""
    if edits and step.is_undoable_by(reader):
        way = "undo"
    elif step.pk in again:
        way = "redo"
    quote = tale.quote_id if tale.quote_id in quotes else None
    return Entry(step, AGAIN[Way(step.way)] + tale.words, step.by_id == reader.pk, way, quote)
