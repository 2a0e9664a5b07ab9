"""What we now know: a sentence, the words for and against it, and what it changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.models.quote import Quote
from interviews.models import Purpose
from studies.models import Assumption, Study
from studies.models.event import record
from studies.models.ordering import next_number


class Insight(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="insights")
    number = models.PositiveIntegerField()
    statement = models.CharField(max_length=400)
    detail = models.TextField(blank=True)
    assumptions = models.ManyToManyField(Assumption, blank=True, related_name="insights")
    quotes = models.ManyToManyField(Quote, through="Citation", related_name="insights")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="insight_number_once"),
            models.CheckConstraint(condition=~models.Q(statement=""), name="insight_has_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"

    @property
    def code(self) -> str:
        return f"I{self.number}"

    @classmethod
    def state(cls, study: Study, statement: str, by: User, detail: str = "") -> Insight:
        with transaction.atomic():
            study.lock()
            number = next_number(study.insights.all())
            insight = cls.objects.create(study=study, number=number, statement=statement, detail=detail, author=by)
            record(study, "insight", by, insight=insight.pk)
        return insight

    def cite(self, quote: Quote, side: str, by: User) -> Citation:
        """Cite a quote for or against; citing it again changes its side. Refused if the person no longer agrees."""
        if quote.study_id != self.study_id:
            raise Refused("This quote belongs to another study.")
        quote.participant.demand(Purpose.QUOTES)
        with transaction.atomic():
            citation, _ = Citation.objects.update_or_create(
                insight=self, quote=quote, defaults={"side": side}, create_defaults={"side": side, "author": by}
            )
            record(self.study, "insight", by, insight=self.pk, quote=quote.pk)
        return citation


class Side(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"


class Citation(models.Model):
    insight = models.ForeignKey(Insight, models.CASCADE, related_name="citations")
    quote = models.ForeignKey(Quote, models.CASCADE, related_name="citations")
    side = models.CharField(max_length=8, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["insight", "quote"], name="quote_cited_once_an_insight"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="citation_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.side} {self.insight_id}"


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
