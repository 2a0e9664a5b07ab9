"""The sweep: what is due goes, what is due soon is announced, and both are written down and told to the owners."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from analysis.erasing.vacuum import vacuum
from analysis.models.retention import RetentionReport, Stage
from analysis.retention.due import Due, due, upcoming, who
from analysis.retention.letting_go import let_go
from analysis.retention.mailing import tell_later
from studies.models import Study


def announce(now: datetime | None = None) -> int:
    """Once for each last day; how many. A date that was moved is announced anew."""
    told = 0
    for found in upcoming(now):
        if not found.people and not found.held:
            continue
        with transaction.atomic():
            report, made = RetentionReport.objects.get_or_create(
                study=found.study, kind=found.kind, stage=Stage.BEFORE, last_day=found.last_day,
                defaults={**_people(found), "at": now or timezone.now()},
            )  # fmt: skip
            if made:
                tell_later(report)
        told += made
    return told


def sweep(now: datetime | None = None, study: Study | None = None) -> int:
    """How many people something went of."""
    gone = 0
    for found in list(due(now, study)):
        if found.people:
            gone += _let_go(found, now)
    if gone:
        vacuum()
    return gone


def _let_go(found: Due, now: datetime | None) -> int:
    """A report also when it was killed half-way: the rest is due the next time, and has its own."""
    done: list[int] = []
    look = 0
    try:
        for person in found.people:
            if person not in who(found.study, found.kind, found.last_day).people:
                continue  # a hold was put on them meanwhile
            look += let_go(person, found.kind)
            done.append(person.number)
    finally:
        if done:
            with transaction.atomic():
                report = RetentionReport.objects.create(
                    study=found.study, kind=found.kind, stage=Stage.AFTER, last_day=found.last_day, people=done,
                    held=[person.number for person in found.held], look=look, at=now or timezone.now(),
                )  # fmt: skip
                tell_later(report)
    return len(done)


def _people(found: Due) -> dict[str, list[int]]:
    return {"people": [one.number for one in found.people], "held": [one.number for one in found.held]}
