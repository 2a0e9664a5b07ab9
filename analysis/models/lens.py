"""The five places where an insight may change something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from analysis.models.insight import Insight


class Lens(models.TextChoices):
    PRODUCT = "product", "Product"
    MARKETING = "marketing", "Marketing"
    STRATEGY = "strategy", "Strategy"
    VALUE = "value", "Value proposition"
    JOURNEY = "journey", "Journey stage"


class LensAnswer(models.Model):
    """What the insight changes in one place. "No change" is an answer; no row means nobody has looked yet."""

    insight = models.ForeignKey(Insight, models.CASCADE, related_name="lens_answers")
    lens = models.CharField(max_length=10, choices=Lens)
    no_change = models.BooleanField(default=False)
    text = models.CharField(max_length=400, blank=True)
    stage = models.CharField("journey stage", max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insight", "lens"], name="one_answer_a_lens"),
            models.CheckConstraint(condition=models.Q(lens__in=Lens.values), name="lens_known"),
            models.CheckConstraint(
                condition=models.Q(no_change=True) | ~models.Q(text=""), name="lens_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lens}: {self.text or 'no change'}"
