"""What we now know: a sentence, the words for and against it, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from analysis.models.lens import LensAnswer

LENSES = 5  # the places in analysis/models/lens.py


class InsightQuerySet(models.QuerySet["Insight"]):
    def leading_nowhere(self) -> InsightQuerySet:
        """No decision, and not every place answered with "no change" either."""
        unchanged = models.Count("lens_answers", filter=models.Q(lens_answers__no_change=True), distinct=True)
        return self.filter(decisions=None).annotate(n_unchanged=unchanged).filter(n_unchanged__lt=LENSES)


class Insight(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="insights")
    number = models.PositiveIntegerField()
    statement = models.CharField(max_length=400)
    detail = models.TextField(blank=True)
    assumptions = models.ManyToManyField(Assumption, blank=True, related_name="insights")
    quotes = models.ManyToManyField(Quote, through="Citation", related_name="insights")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = InsightQuerySet.as_manager()

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

    def restate(self, statement: str, detail: str, assumptions: Iterable[Assumption], by: User) -> None:
        with transaction.atomic():
            self.statement, self.detail = statement, detail
            self.save(update_fields=["statement", "detail"])
            self.assumptions.set(assumptions)
            record(self.study, "insight", by, insight=self.pk)

    def remove(self, by: User) -> None:
        """The insight goes with its citations and answers; quotes and decisions stay."""
        with transaction.atomic():
            record(self.study, "insight_gone", by, insight=self.pk)
            self.delete()

    def cite(self, quote: Quote, side: str, by: User) -> Citation:
        """Cite a quote for or against; citing it again changes its side. Refused if the person no longer agrees."""
        if quote.study_id != self.study_id:
            raise Refused("This quote belongs to another study.")
        with transaction.atomic():
            self.study.lock()  # before the row, as undoing does
            quote.participant.demand(Purpose.QUOTES)
            citation, _ = Citation.objects.update_or_create(
                insight=self, quote=quote, defaults={"side": side}, create_defaults={"side": side, "author": by}
            )
            record(self.study, "insight", by, insight=self.pk, quote=quote.pk)
        return citation

    def uncite(self, quote: Quote, by: User) -> None:
        with transaction.atomic():
            self.study.lock()
            self.citations.filter(quote=quote).delete()
            record(self.study, "insight", by, insight=self.pk, quote=quote.pk)

    def answer_lens(self, lens: str, by: User, text: str = "", stage: str = "") -> LensAnswer:
        """What this insight changes in one place; an answer without words is "no change"."""
        text = text.strip()
        said = {"no_change": not text, "text": text, "stage": stage.strip(), "by": by, "at": timezone.now()}
        with transaction.atomic():
            answer, _ = self.lens_answers.update_or_create(lens=lens, defaults=said)
            record(self.study, "insight", by, insight=self.pk)
        return answer


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
