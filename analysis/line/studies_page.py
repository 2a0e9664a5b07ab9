"""Reading shapes of the studies page: one query for the studies, one each for today and for check-backs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Workspace
from analysis.line.stations import STATIONS
from analysis.models import Decision, Outcome
from interviews.models import Interview, InterviewState
from studies.models import Study, StudyState


@dataclass(frozen=True)
class Knot:
    x: int
    state: str  # on, at, off


@dataclass(frozen=True)
class StudyRow:
    study: Study
    knots: list[Knot]
    reached: int
    heard: int
    target: int
    state_class: str

    @property
    def label(self) -> str:
        return f"{self.reached} of {len(STATIONS)} steps" + (
            f": {STATIONS[self.reached - 1].lower()}" if self.reached else ""
        )

    @property
    def line_end(self) -> int:
        return self.knots[self.reached - 1].x if self.reached else 7


STATE_CLASSES = {
    StudyState.PLANNING: "idle",
    StudyState.INTERVIEWING: "doing",
    StudyState.MAKING_SENSE: "doing",
    StudyState.DECIDED: "done",
    StudyState.CLOSED: "done",
}
RELATED = ("objectives", "questions", "notes", "quotes", "themes", "insights", "decisions")


def study_rows(workspace: Workspace, after: str, size: int) -> tuple[list[StudyRow], str]:
    """Newest first, a page by key; `after` is "timestamp|id" of the last row shown, and so is the second result."""
    studies = _after(workspace.studies.select_related("owner"), after).order_by("-created_at", "id")
    counts: dict[str, Any] = {f"has_{name}": _has(name) for name in RELATED}
    heard = Interview.objects.filter(study=OuterRef("pk"), state=InterviewState.DONE).order_by().values("study")
    counts["heard"] = Coalesce(Subquery(heard.annotate(n=Count("participant", distinct=True)).values("n")), 0)
    counts["target"] = Coalesce(
        Subquery(
            Study.objects.filter(pk=OuterRef("pk")).annotate(n=Sum("personas__target")).values("n"),
            output_field=IntegerField(),
        ),
        0,
    )
    found = list(studies.annotate(**counts)[: size + 1])
    shown = found[:size]
    more = f"{shown[-1].created_at.isoformat()}|{shown[-1].pk}" if len(found) > size else ""
    return [_row(study) for study in shown], more


def _has(name: str) -> Exists:
    """Whether the study has any of these: knots need no more, and it stops at the first row."""
    return Exists(getattr(Study, name).rel.related_model.objects.filter(study=OuterRef("pk")))


def _after(studies: QuerySet[Study], after: str) -> QuerySet[Study]:
    stamp, _, pk = after.partition("|")
    try:
        at, key = datetime.fromisoformat(stamp), uuid.UUID(pk)
    except ValueError:
        return studies
    return studies.filter(Q(created_at__lt=at) | Q(created_at=at, pk__gt=key))


def _row(study: Any) -> StudyRow:
    have = [getattr(study, f"has_{name}") for name in RELATED]
    reached = max((i + 1 for i, some in enumerate(have) if some), default=0)
    knots = [
        Knot(7 + 23 * i, "off" if i >= reached else "at" if i == reached - 1 or not some else "on")
        for i, some in enumerate(have)
    ]
    return StudyRow(study, knots, reached, study.heard, study.target, STATE_CLASSES[study.state])


def todays_interviews(workspace: Workspace) -> list[Interview]:
    today = timezone.localdate()
    waiting = [InterviewState.PLANNED, InterviewState.LIVE]
    rows = Interview.objects.filter(study__workspace=workspace, scheduled_at__date=today, state__in=waiting)
    return list(rows.select_related("study", "participant__persona").order_by("scheduled_at", "pk")[:20])


def check_backs(workspace: Workspace) -> list[Decision]:
    """Decisions that wait for "did it hold?", the nearest date first."""
    rows = Decision.objects.filter(study__workspace=workspace, outcome=Outcome.WAITING, check_back_on__isnull=False)
    return list(rows.select_related("study").order_by("check_back_on", "pk")[:10])
