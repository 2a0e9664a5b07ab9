"""The times a study offers, as the team sees them: by the team's clock, the next first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from interviews.models import CallPlan, InterviewState, Slot
from interviews.models.slot import NOTICE
from interviews.scheduling.wall_time import told
from studies.models import Study

PAGE = 50


@dataclass(frozen=True)
class SlotRow:
    slot: Slot
    day: str
    clock: str
    taken_by: str
    state: str  # free, taken, soon, withdrawn


def read_times(study: Study, plan: CallPlan, after: int | None) -> dict[str, Any]:
    rows = study.slots.filter(starts_at__gte=timezone.now()).select_related("interviewer", "interview__participant")
    last = study.slots.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk))
    found = list(rows.order_by("starts_at", "pk")[: PAGE + 1])
    shown = [_row(slot, plan) for slot in found[:PAGE]]
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return {"slots": shown, "after": more, "n_free": study.slots.free().count()}


def _row(slot: Slot, plan: CallPlan) -> SlotRow:
    when = told(slot.starts_at, plan.clock)
    day, clock = when.split(", ", 1)
    interview = slot.interview
    if slot.withdrawn_at:
        state = "withdrawn"
    elif interview:
        state = "taken"
    else:
        state = "free" if slot.starts_at >= timezone.now() + NOTICE else "soon"
    held = interview is not None and interview.state != InterviewState.CANCELLED
    return SlotRow(slot, day, clock, interview.participant.code if held and interview else "", state)
