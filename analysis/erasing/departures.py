"""What left the app while the person was in the study: exports, links to the report, letters. The app can't call them back, so
they are listed for somebody to see to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from analysis.models import Task, WithdrawalTask
from interviews.models import Participant, Withdrawal
from interviews.models.appointment import End
from studies.models import StudyEvent

SHARED = "report_shared"
# Kinds of events by which something left the app; those of one interview count for its person alone.
LEFT = Q(kind__startswith="exported_") | Q(kind=SHARED)


@dataclass(frozen=True)
class Departure:
    kind: str
    thing: str
    at: datetime
    actor: User | None


def departures(participant: Participant) -> list[Departure]:
    """Since the first day anything of them could have been in it, in their order."""
    left = [Departure(event.kind, str(event.seq), event.at, event.actor) for event in _exports(participant)]
    return sorted([*left, *_letters(participant)], key=lambda one: one.at)


def _exports(participant: Participant) -> Iterator[StudyEvent]:
    calls = set(participant.interviews.values_list("pk", flat=True))
    day = participant.created_at - timedelta(days=1)  # rather one too many
    left = participant.study.events.filter(LEFT, at__gte=day).select_related("actor").order_by("seq")
    for event in left:
        of = event.ids.get("interview")
        whose = event.ids.get("participant")
        if (of is None or of in calls) and (whose is None or whose == participant.pk):
            yield event


def _letters(participant: Participant) -> Iterator[Departure]:
    """Their own mail is theirs; the copy in the team's outbox isn't."""
    sent = participant.letters.filter(end__in=[End.SENT, End.UNSURE]).select_related("by")
    for letter in sent:
        yield Departure(f"mail_{letter.kind}", str(letter.pk), letter.tried_at or letter.written_at, letter.by)


def list_departures(withdrawal: Withdrawal, participant: Participant) -> None:
    WithdrawalTask.objects.bulk_create(
        [
            WithdrawalTask(
                withdrawal=withdrawal, kind=Task.COPY, what=one.kind, thing=one.thing, at=one.at, by=one.actor
            )
            for one in departures(participant)
        ],
        ignore_conflicts=True,
    )
