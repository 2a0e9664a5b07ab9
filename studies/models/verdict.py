from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Verdict(models.TextChoices):
    OPEN = "open", "Open"
    HOLDS = "holds", "Holds"
    FAILS = "fails", "Does not hold"


class VerdictChange(models.Model):
    """What was said about an assumption at the time, and why; only ever added to."""

    assumption = models.ForeignKey("studies.Assumption", models.CASCADE, related_name="verdict_changes")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.assumption_id}: {self.verdict}"
