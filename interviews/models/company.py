"""Who else is in a call: observers, declared before it, and teammates who have its page open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from interviews.models.interview import Interview


class Observer(models.Model):
    """Somebody who listens: declared with organisation and role, never silent (ICC/ESOMAR guideline on observation)."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="observers")
    organisation = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["declared_at", "pk"]

    def __str__(self) -> str:
        return self.role


class Presence(models.Model):
    """A teammate has the capture page open; old rows say nothing."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "user"], name="one_presence_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.interview_id}"
