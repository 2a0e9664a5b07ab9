"""A call as it stands in calendars, and the letters about it: what was sent to whom, by ids and never by words."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from interviews.models.interview import Interview
from interviews.models.people import Participant


class Appointment(models.Model):
    """One a call that was arranged with the person. `sequence` counts its changes, so that calendars keep the last."""

    interview = models.OneToOneField(Interview, models.CASCADE, primary_key=True, related_name="appointment")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    cancelled_by_them = models.BooleanField(default=False)
    cancelled_late = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.uid}, change {self.sequence}"


class LetterKind(models.TextChoices):
    INVITATION = "invitation", "Invitation"
    CONFIRMED = "confirmed", "Time confirmed"
    MOVED = "moved", "Time moved"
    CANCELLED = "cancelled", "Call cancelled"
    DAY_BEFORE = "day_before", "Reminder, a day before"
    HOUR_BEFORE = "hour_before", "Reminder, an hour before"


REMINDERS = {LetterKind.DAY_BEFORE, LetterKind.HOUR_BEFORE}


class End(models.TextChoices):
    """What became of a letter."""

    WAITING = "waiting", "On its way"
    SENT = "sent", "Sent"
    OVERTAKEN = "overtaken", "Not sent: something changed first"
    NO_ADDRESS = "no_address", "Not sent: there is no address"
    NOT_TO_ASK = "not_to_ask", "Not sent: not to be contacted"
    REFUSED = "refused", "Not sent: the mail server refused it"
    UNSURE = "unsure", "Perhaps sent: it was cut off while sending"


class Letter(models.Model):
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="letters")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind)
    sequence = models.PositiveIntegerField(default=0)  # the change of the appointment that it tells of
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    # Committed before the mail server is spoken to, so that a reminder that was cut off isn't sent again.
    tried_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End, default=End.WAITING)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["participant", "-id"], name="letter_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "kind", "sequence"],
                condition=models.Q(interview__isnull=False),
                name="letter_once",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=models.Q(end__in=End.values), name="letter_end_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.participant_id}"

    @property
    def is_reminder(self) -> bool:
        return self.kind in REMINDERS

    def finish(self, end: str, at: datetime | None = None) -> None:
        self.end, self.ended_at = end, at or timezone.now()
        self.save(update_fields=["end", "ended_at"])
