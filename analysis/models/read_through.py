from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models import Interview
from studies.models.event import record


class ReadThrough(models.Model):
    """Somebody has read the whole interview. One that brought no quote is counted all the same from then on."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="read_through")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "read-through mark"

    def __str__(self) -> str:
        return f"Interview {self.interview_id} read"

    @classmethod
    def mark(cls, interview: Interview, by: User) -> ReadThrough:
        """Marking again leaves it with whoever read it first."""
        if not interview.is_done:
            raise Refused("This interview isn’t over yet, so it can’t have been read through.")
        with transaction.atomic():
            mark, made = cls.objects.get_or_create(interview=interview, defaults={"by": by})
            if made:
                record(interview.study, "read_through", by, interview=interview.pk)
        return mark

    @classmethod
    def take_back(cls, interview: Interview, by: User) -> None:
        with transaction.atomic():
            deleted, _ = cls.objects.filter(interview=interview).delete()
            if deleted:
                record(interview.study, "read_through", by, interview=interview.pk)
