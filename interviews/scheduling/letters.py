"""Letters are written down in the transaction of what they tell, and sent by a job after its commit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.queue import enqueue
from interviews.models.appointment import Appointment, Letter, LetterKind
from interviews.models.interview import Interview, InterviewState
from interviews.models.people import Participant

# What, how long before the call, and until when it still helps.
REMINDERS = (
    (LetterKind.DAY_BEFORE, timedelta(days=1), timedelta(hours=3)),
    (LetterKind.HOUR_BEFORE, timedelta(hours=1), timedelta(minutes=5)),
)
AT_ONCE = 500


def write(participant: Participant, kind: str, by: User | None, interview: Interview | None = None) -> Letter:
    """Once for each change of a call, however often it is told."""
    from interviews.jobs import send_letter  # the jobs know the letters, not the other way round

    if interview is None:
        letter = Letter.objects.create(participant=participant, kind=kind, by=by)
    else:
        sequence = Appointment.objects.get(interview=interview).sequence
        letter, made = Letter.objects.get_or_create(
            interview=interview, kind=kind, sequence=sequence, defaults={"participant": participant, "by": by}
        )
        if not made:
            return letter
    enqueue(send_letter, one_by_one=f"letter {letter.pk}", letter=letter.pk)
    return letter


def remind(now: datetime | None = None) -> int:
    """Write the reminders that are due; how many. Whoever got word of the time after the reminder's own moment needs none."""
    now = now or timezone.now()
    written = 0
    for kind, ahead, helps_until in REMINDERS:
        told = Letter.objects.filter(interview=OuterRef("interview"), kind=kind, sequence=OuterRef("sequence"))
        due = Appointment.objects.filter(
            ~Exists(told),
            interview__state=InterviewState.PLANNED,
            interview__scheduled_at__gt=now + helps_until,
            interview__scheduled_at__lte=now + ahead,
            changed_at__lte=F("interview__scheduled_at") - ahead,
        )
        for appointment in due.select_related("interview__participant")[:AT_ONCE]:
            with transaction.atomic():
                write(appointment.interview.participant, kind, None, interview=appointment.interview)
            written += 1
    return written
