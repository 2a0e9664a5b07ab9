"""The ten minutes after a call, each for oneself, before reading a teammate's."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from interviews.models.interview import Interview
from interviews.models.note import Note
from studies.models import Assumption


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
