"""What the team wants to learn, from whom, and what it believes beforehand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from studies.models.event import record
from studies.models.ordering import next_number, next_position, put_in_order
from studies.models.study import Study
from studies.models.verdict import Verdict, VerdictChange


class Objective(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="objectives")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["study", "position"])]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="objective_has_text")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def add(cls, study: Study, text: str) -> Objective:
        return cls.objects.create(study=study, text=text, position=next_position(study.objectives.all()))

    def remove(self) -> None:
        with transaction.atomic():
            self.delete()
            put_in_order(self.study.objectives.all(), [])

    @property
    def code(self) -> str:
        """O1, O2 … by order; positions are dense because every reorder and removal renumbers them."""
        return f"O{self.position + 1}"


class Persona(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="personas")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)
    criteria = models.TextField(blank=True)
    target = models.PositiveSmallIntegerField("target number", default=5)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="persona_name_once_a_study"),
            models.CheckConstraint(condition=~models.Q(name=""), name="persona_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def add(cls, study: Study, name: str, **fields: Any) -> Persona:
        return cls.objects.create(study=study, name=name, position=next_position(study.personas.all()), **fields)


class Risk(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Assumption(models.Model):
    """A belief with its bar agreed beforehand: it holds if at least `bar_k` of `bar_n` people describe `bar_sign`."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="assumptions")
    number = models.PositiveIntegerField()
    statement = models.CharField(max_length=300)
    persona = models.ForeignKey(Persona, models.SET_NULL, null=True, blank=True, related_name="assumptions")
    risk = models.CharField(max_length=10, choices=Risk, default=Risk.MEDIUM)
    if_wrong = models.CharField("what it costs us if wrong", max_length=300, blank=True)
    bar_k = models.PositiveSmallIntegerField("at least", null=True, blank=True)
    bar_n = models.PositiveSmallIntegerField("of", null=True, blank=True)
    bar_sign = models.CharField("describe", max_length=300, blank=True)
    disproof = models.CharField("what would disprove it", max_length=300, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    verdict_reason = models.TextField(blank=True)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="assumption_number_once"),
            models.CheckConstraint(condition=~models.Q(statement=""), name="assumption_has_a_statement"),
            models.CheckConstraint(
                condition=models.Q(bar_k=None, bar_n=None)
                | models.Q(bar_k__gte=1, bar_k__lte=models.F("bar_n"), bar_n__isnull=False),
                name="bar_is_k_of_n",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.OPEN) | ~models.Q(verdict_reason=""), name="verdict_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        return f"A{self.number}"

    @classmethod
    def add(cls, study: Study, statement: str, **fields: Any) -> Assumption:
        with transaction.atomic():
            study.lock()
            number = next_number(study.assumptions.all())
            return cls.objects.create(study=study, number=number, statement=statement, **fields)

    def judge(self, verdict: str, reason: str, by: User) -> None:
        """A person closes the assumption, or opens it again; the evidence never does it by itself."""
        if verdict != Verdict.OPEN and not reason.strip():
            raise Refused("Say why: a verdict needs a reason that others can read later.")
        with transaction.atomic():
            self.verdict, self.verdict_reason = verdict, reason.strip()
            self.verdict_by, self.verdict_at = by, timezone.now()
            self.save(update_fields=["verdict", "verdict_reason", "verdict_by", "verdict_at"])
            VerdictChange.objects.create(
                assumption=self, verdict=verdict, reason=self.verdict_reason, by=by, at=self.verdict_at
            )
            record(self.study, "verdict", by, assumption=self.pk)
