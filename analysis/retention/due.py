"""Whose day has come, by the study's own clock, and who is kept by a hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from analysis.models.retention import Kind, LetGo
from analysis.retention.kinds import DATE_OF
from interviews.models import CallPlan, LegalHold, Note, Participant, StudyPrivacy
from studies.models import Study

WARNING = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    study: Study
    kind: str
    last_day: date
    people: list[Participant]
    held: list[Participant]

    @property
    def goes_on(self) -> date:
        return self.last_day + timedelta(days=1)


def today_of(study: Study, now: datetime | None = None) -> date:
    """Where the team is: a day isn't over there because it is over elsewhere."""
    return timezone.localdate(now or timezone.now(), CallPlan.of(study).clock)


def due(now: datetime | None = None, study: Study | None = None) -> Iterator[Due]:
    """Everything whose last day has passed, and that hasn't gone yet."""
    now = now or timezone.now()
    # A day's margin on both sides of the date line; `today_of` decides.
    for kind, privacy, last_day in _dated(study, now.date() + timedelta(days=1)):
        if last_day < today_of(privacy.study, now):
            yield who(privacy.study, kind, last_day)


def upcoming(now: datetime | None = None, study: Study | None = None) -> Iterator[Due]:
    """What goes within a week."""
    now = now or timezone.now()
    for kind, privacy, last_day in _dated(study, now.date() + WARNING + timedelta(days=1)):
        if last_day >= today_of(privacy.study, now) > last_day - WARNING:
            yield who(privacy.study, kind, last_day)


def _dated(study: Study | None, latest: date) -> Iterator[tuple[str, StudyPrivacy, date]]:
    rows = StudyPrivacy.objects.select_related("study__workspace")
    rows = rows.filter(study=study) if study else rows
    for kind in Kind.values:
        field = DATE_OF[kind]
        for privacy in rows.filter(**{f"{field}__lt": latest}).order_by(field, "pk"):
            yield kind, privacy, getattr(privacy, field)


def who(study: Study, kind: str, last_day: date) -> Due:
    holds = LegalHold.objects.standing().filter(study=study)
    kept = holds.filter(Q(of_one=False) | Q(participant=OuterRef("pk")))
    rows = still_there(study, kind).annotate(is_kept=Exists(kept)).select_related("study__workspace", "contact")
    people: list[Participant] = []
    held: list[Participant] = []
    for row in rows.order_by("number"):
        (held if row.is_kept else people).append(row)
    return Due(study, kind, last_day, people, held)


def still_there(study: Study, kind: str) -> QuerySet[Participant]:
    """Nobody who went already, unless words came in afterwards: a transcript that was imported late."""
    gone = LetGo.objects.filter(participant=OuterRef("pk"), kind=kind)
    people = study.participants.all()
    if kind != Kind.WORDS:
        return people.filter(~Exists(gone))
    since = Note.objects.filter(interview__participant=OuterRef("pk"), erased_at=None)
    return people.filter(~Exists(gone) | Exists(since.exclude(text="")))
