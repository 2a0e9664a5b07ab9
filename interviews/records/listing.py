"""The list of interviews: what is to come, what was held, and how much was written down in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from interviews.models import Interview, InterviewState, Note, Purpose
from interviews.models.consent import who_allow
from studies.models import Study

PAGE = 50


@dataclass(frozen=True)
class InterviewRow:
    interview: Interview
    lines: int
    turns: int

    def lacks(self, reader: User) -> str:
        """Whose debrief is missing, as the row says it; empty where none is, or none can be written."""
        if not self.interview.is_done or not self.interview.allows_notes:  # type: ignore[attr-defined]
            return ""
        authors = {debrief.author_id for debrief in self.interview.debriefs.all()}
        if not authors:
            return "Debrief missing"
        held_by_reader = self.interview.interviewer_id == reader.pk
        return "Your debrief is missing" if held_by_reader and reader.pk not in authors else ""


@dataclass(frozen=True)
class InterviewPage:
    rows: list[InterviewRow]
    next: int | None  # id of the last row shown, if there are more


def _of(study: Study) -> QuerySet[Interview]:
    rows = study.interviews.with_people().prefetch_related("debriefs")
    return rows.annotate(allows_notes=who_allow(Purpose.NOTES))


def under_way(study: Study) -> list[InterviewRow]:
    return _with_counts(list(_of(study).filter(state=InterviewState.LIVE).order_by("started_at", "pk")))


def to_come(study: Study, after: str = "") -> InterviewPage:
    """The next first; those without a time last."""
    rows = _of(study).filter(state=InterviewState.PLANNED)
    last = _last(rows, after)
    if last and last.scheduled_at:
        later = Q(scheduled_at__gt=last.scheduled_at) | Q(scheduled_at=last.scheduled_at, pk__gt=last.pk)
        rows = rows.filter(later | Q(scheduled_at=None))
    elif last:
        rows = rows.filter(scheduled_at=None, pk__gt=last.pk)
    return _page(rows.order_by(F("scheduled_at").asc(nulls_last=True), "pk"))


def held(study: Study, after: str = "") -> InterviewPage:
    return _newest_first(study, InterviewState.DONE, "started_at", after)


def cancelled(study: Study, after: str = "") -> InterviewPage:
    return _newest_first(study, InterviewState.CANCELLED, "when", after)


def _newest_first(study: Study, state: str, when: str, after: str) -> InterviewPage:
    rows = _of(study).filter(state=state).annotate(when=Coalesce("scheduled_at", "created_at"))
    last = _last(rows, after)
    if last:
        moment = getattr(last, when)
        rows = rows.filter(Q(**{f"{when}__lt": moment}) | Q(**{when: moment}, pk__lt=last.pk))
    return _page(rows.order_by(f"-{when}", "-pk"))


def _last(rows: QuerySet[Interview], after: str) -> Any:
    """The last row of the page before; a damaged key shows the first page."""
    return rows.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None


def _page(rows: QuerySet[Interview]) -> InterviewPage:
    found = list(rows[: PAGE + 1])
    shown = _with_counts(found[:PAGE])
    return InterviewPage(shown, shown[-1].interview.pk if len(found) > PAGE else None)


def _with_counts(interviews: list[Interview]) -> list[InterviewRow]:
    """One query for the notes of all, not a join over every note of the study."""
    notes = Note.objects.standing().filter(interview__in=interviews).values("interview").order_by()
    counted = notes.annotate(turns=Count("pk", filter=~Q(transcript=None)), all=Count("pk"))
    n = {row["interview"]: row for row in counted}
    none = {"turns": 0, "all": 0}
    return [
        InterviewRow(one, lines=(row := n.get(one.pk, none))["all"] - row["turns"], turns=row["turns"])
        for one in interviews
    ]
