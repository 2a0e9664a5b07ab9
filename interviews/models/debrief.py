"""The ten minutes after a call, each for oneself, before reading a teammate's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.consent import Purpose
from interviews.models.interview import Interview
from interviews.models.note import Note, Typed
from interviews.signals import line_saved
from studies.models import Assumption
from studies.models.event import record


class Debrief(models.Model):
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="debriefs")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    quick_facts = models.TextField(blank=True)
    memorable = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    surprises = models.TextField(blank=True)
    follow_ups = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["saved_at"]
        constraints = [models.UniqueConstraint(fields=["interview", "author"], name="one_debrief_a_person")]

    def __str__(self) -> str:
        return f"Debrief of {self.interview_id} by {self.author_id}"

    @classmethod
    def write(cls, interview: Interview, author: User, signals: Mapping[int, str], **fields: Any) -> Debrief:
        """One's own debrief, written again as often as wanted. `signals`: assumption id -> signal."""
        if interview.started_at is None:
            raise Refused("This interview hasn't been held yet, so there is nothing to look back on.")
        interview.participant.demand(Purpose.NOTES)
        with transaction.atomic():
            interview.study.lock()  # the same person saving twice at once writes one debrief
            words = fields.get("memorable")
            if words and Note.objects.get(pk=words.pk).off_record:
                raise Refused("These words were said off the record. Choose others, or none.")
            debrief, _ = cls.objects.update_or_create(
                interview=interview, author=author, defaults={**fields, "saved_at": timezone.now()}
            )
            debrief.signals.all().delete()
            AssumptionSignal.objects.bulk_create(
                AssumptionSignal(debrief=debrief, assumption_id=assumption, signal=signal)
                for assumption, signal in signals.items()
            )
            record(interview.study, "debrief", author, interview=interview.pk)
        return debrief


@receiver(line_saved)
def forget_what_is_off_record(note: Note, before: Typed, **_: Any) -> None:
    if note.off_record and before.text:
        note.study.lock()  # whoever writes a debrief holds it too, and looks again
        Debrief.objects.filter(memorable=note).update(memorable=None)


class Signal(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    MIXED = "mixed", "Mixed"
    NOTHING = "nothing", "Nothing"


class AssumptionSignal(models.Model):
    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="signals")
    assumption = models.ForeignKey(Assumption, models.CASCADE, related_name="signals")
    signal = models.CharField(max_length=8, choices=Signal)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debrief", "assumption"], name="one_signal_an_assumption"),
            models.CheckConstraint(condition=models.Q(signal__in=Signal.values), name="signal_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assumption_id}: {self.signal}"
