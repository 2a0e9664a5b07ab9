from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from analysis.models.insight import Insight
from analysis.models.lens import Lens
from studies.models import Study
from studies.models.event import record
from studies.models.ordering import next_number


class Outcome(models.TextChoices):
    WAITING = "waiting", "Not asked yet"
    HELD = "held", "It held"
    FAILED = "failed", "It did not hold"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def waiting(self) -> DecisionQuerySet:
        return self.filter(outcome=Outcome.WAITING)

    def to_look_back_on(self, today: date) -> DecisionQuerySet:
        """Their check-back day has come, and nobody has said whether they held."""
        return self.waiting().filter(check_back_on__lte=today).order_by("check_back_on", "number")


class Decision(models.Model):
    """What we do because of what we heard, who does it, and when we ask whether it held."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.CharField("decision", max_length=300)
    insights = models.ManyToManyField(Insight, related_name="decisions")
    lens = models.CharField("where it changes something", max_length=10, choices=Lens, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    decided_on = models.DateField(default=timezone.localdate)
    due_on = models.DateField(null=True, blank=True)
    expected_signal = models.CharField(max_length=300, blank=True)
    check_back_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    outcome_note = models.CharField(max_length=300, blank=True)
    outcome_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="decision_has_text"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def code(self) -> str:
        return f"D{self.number}"

    @property
    def so_we(self) -> str:
        """The text as it goes on from "So we": without its capital, unless that belongs to the word, as in "GDPR"."""
        first = self.text.split(" ", 1)[0]
        return self.text[0].lower() + self.text[1:] if first[1:].islower() or len(first) == 1 else self.text

    @classmethod
    def make(cls, insight: Insight, text: str, by: User, **fields: Any) -> Decision:
        with transaction.atomic():
            insight.study.lock()
            number = next_number(insight.study.decisions.all())
            decision = cls.objects.create(study_id=insight.study_id, number=number, text=text, **fields)
            decision.insights.add(insight)
            record(insight.study, "decision", by, decision=decision.pk, insight=insight.pk)
        return decision

    def revise(self, by: User, **fields: Any) -> None:
        with transaction.atomic():
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=list(fields))
            record(self.study, "decision", by, decision=self.pk)

    def remove(self, by: User) -> None:
        with transaction.atomic():
            record(self.study, "decision_gone", by, decision=self.pk)
            self.delete()

    def wants_answer(self, today: date) -> bool:
        return self.outcome == Outcome.WAITING and self.check_back_on is not None and self.check_back_on <= today

    def answer(self, outcome: str, note: str, by: User) -> None:
        """Did it hold? Asked on the check-back date, answered by a person."""
        with transaction.atomic():
            self.outcome, self.outcome_note, self.outcome_at = outcome, note, timezone.now()
            self.save(update_fields=["outcome", "outcome_note", "outcome_at"])
            record(self.study, "decision", by, decision=self.pk)
