"""What stands on the page of what is kept until when: the dates, who is due, the holds and the reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from analysis.models.retention import Kind, RetentionReport
from analysis.retention.due import WARNING, today_of, who
from analysis.retention.kinds import DATE_OF
from interviews.models import LegalHold, StudyPrivacy
from studies.models import Study

REPORTS = 30


@dataclass(frozen=True)
class KindRow:
    kind: str
    label: str
    last_day: date | None
    goes_on: date | None
    state: str  # none, later, soon, due
    days: int
    codes: list[str]
    held: list[str]


def read_retention(study: Study, before: int | None) -> dict[str, Any]:
    privacy, today = StudyPrivacy.of(study), today_of(study)
    reports = RetentionReport.objects.filter(study=study)
    found = list((reports.filter(pk__lt=before) if before else reports)[: REPORTS + 1])
    holds = LegalHold.objects.filter(study=study).select_related("participant", "set_by", "released_by")
    return {
        "kinds": [_row(study, kind, getattr(privacy, DATE_OF[kind]), today) for kind in Kind.values],
        "reports": found[:REPORTS],
        "before": found[REPORTS - 1].pk if len(found) > REPORTS else None,
        "holds": list(holds.standing()),
        "released": list(holds.exclude(released_at=None)[:REPORTS]),
    }


def _row(study: Study, kind: str, last_day: date | None, today: date) -> KindRow:
    label = Kind(kind).label
    if last_day is None:
        return KindRow(kind, label, None, None, "none", 0, [], [])
    found = who(study, kind, last_day)
    goes_on = last_day + timedelta(days=1)
    state = "due" if last_day < today else "soon" if today > last_day - WARNING else "later"
    codes = [row.code for row in found.people]
    return KindRow(
        kind, label, last_day, goes_on, state, (goes_on - today).days, codes, [row.code for row in found.held]
    )
