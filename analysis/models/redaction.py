"""Words that were taken out of a study: a token stands for them in every place where they were written down.

The words themselves are only here, for as long as an owner may put them back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from interviews.models import Interview
from studies.models import Study


class About(models.TextChoices):
    """What the token says about the words it stands for."""

    PERSON = "person", "A person"
    COMPANY = "company", "A company"
    PLACE = "place", "A place"
    OTHER = "detail", "Something else"


class RedactionQuerySet(models.QuerySet["Redaction"]):
    def standing(self) -> RedactionQuerySet:
        return self.filter(undone_at=None)

    def due(self) -> RedactionQuerySet:
        """Those whose words are still kept although their time is over."""
        return self.exclude(words="").filter(models.Q(until=None) | models.Q(until__lte=timezone.now()))

    def forget(self) -> int:
        """Nobody can put these back any more. How many."""
        return self.update(words="", spelled={})


class Redaction(models.Model):
    """`words` and `spelled` are what was taken out; empty once nobody can put it back.

    `spelled`: by place ("note:3f…:text"), how the words were written there, in their order.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="redactions")
    # Only this interview's words were gone through; else the whole study's.
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=8, choices=About)
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    spelled = models.JSONField(default=dict)
    people = ArrayField(models.BigIntegerField(), default=list)  # participants in whose interviews they stood
    places = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["study", "-id"], name="redaction_newest"),
            models.Index(fields=["until"], name="redaction_due", condition=~models.Q(words="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["study", "about", "number"], name="redaction_token_once"),
            models.CheckConstraint(condition=models.Q(about__in=About.values), name="redaction_about_known"),
            models.CheckConstraint(
                condition=models.Q(undone_at=None) | models.Q(words=""), name="undone_redactions_hold_no_words"
            ),
        ]

    def __str__(self) -> str:
        return self.token

    @property
    def token(self) -> str:
        return f"[{self.about} {self.number}]"

    @property
    def can_be_put_back(self) -> bool:
        return bool(self.words) and self.until is not None and self.until > timezone.now()

    @classmethod
    def let_go(cls) -> int:
        """Forget the words of those whose time is over. How many."""
        return cls.objects.due().forget()

    @staticmethod
    def last_day(days: int) -> datetime | None:
        return timezone.now() + timedelta(days=days) if days else None
