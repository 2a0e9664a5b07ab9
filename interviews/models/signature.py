"""The name somebody signed with. It tells who they are, so it stands with the contact and goes with it, not in the study."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from interviews.models.consent_form import ConsentForm
from interviews.models.people import Contact, Participant


class Signature(models.Model):
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="signatures")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="signatures")
    form = models.ForeignKey(ConsentForm, models.RESTRICT, related_name="+")
    name = models.CharField(max_length=160)
    language = models.CharField(max_length=2)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="signature_has_a_name")]

    def __str__(self) -> str:
        return f"signed on {self.at:%d %b %Y}"
