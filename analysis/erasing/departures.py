"""What left the app while the person was in the study: exports, open share links, mails. The app can't call them back, so
they are listed for somebody to see to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from analysis.models import Task, WithdrawalTask
from interviews.models import Participant, Withdrawal
from studies.models import StudyEvent

SHARED = "report_shared"
# Kinds of events by which something left the app; those of one interview count for its person alone.
LEFT = Q(kind__startswith="exported_") | Q(kind__startswith="mail_") | Q(kind=SHARED)


def departures(participant: Participant) -> Iterator[StudyEvent]:
    """Since the first day anything of them could have been in it."""
    calls = set(participant.interviews.values_list("pk", flat=True))
    day = participant.created_at - timedelta(days=1)  # rather one too many
    left = participant.study.events.filter(LEFT, at__gte=day).select_related("actor").order_by("seq")
    for event in left:
        of = event.ids.get("interview")
        whose = event.ids.get("participant")
        if (of is None or of in calls) and (whose is None or whose == participant.pk):
            yield event


def list_departures(withdrawal: Withdrawal, participant: Participant) -> None:
    WithdrawalTask.objects.bulk_create(
        [
            WithdrawalTask(
                withdrawal=withdrawal,
                kind=Task.COPY,
                what=event.kind,
                thing=str(event.seq),
                at=event.at,
                by=event.actor,
            )
            for event in departures(participant)
        ],
        ignore_conflicts=True,
    )
