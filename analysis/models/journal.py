"""What was done to themes, tags, quotes and evidence: written down by the database itself, so that no verb can forget.

Triggers (migration `change_journal`) write one `Step` a transaction and one `Change` a row. A quote's words are never in
it: its place and a digest are, and whoever brings it back cuts the words anew. See docs/decisions/0011.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User
from studies.models import Study

# Acts of pages that have a way back of their own, or none: what is typed into a line of a call, what goes off the record,
# what a round of coding came to, what a withdrawal took away,
# what was taken out of all words.
ELSEWHERE = (
    "note",
    "off_record",
    "erased",
    "withdrawn",
    "consent",
    "transcript",
    "transcript_gone",
    "insight_gone",
    "coding",
    "redaction",
)
# Without one of these a step is about citations alone; they are an insight's, which has its own page and its own Undo.
UNDOABLE = ("theme", "tag", "quote", "evidence", "line")
# A line's words, corrected where they are read; of what else is done to lines the journal knows nothing.
CORRECTED = "line"


class Way(models.TextChoices):
    ACT = "act", "Done"
    UNDO = "undo", "Undone"
    REDO = "redo", "Done again"


class StepQuerySet(models.QuerySet["Step"]):
    def of(self, by: User) -> StepQuerySet:
        elsewhere = models.Q(kinds__overlap=list(ELSEWHERE)) & ~models.Q(touches__contains=[CORRECTED])
        return self.filter(~elsewhere, by=by, touches__overlap=list(UNDOABLE))

    def standing(self) -> StepQuerySet:
        return self.filter(reversed_by=None)

    def to_undo(self, by: User) -> StepQuerySet:
        """This person's own, newest first."""
        return self.of(by).exclude(way=Way.UNDO).standing().order_by("-pk")

    def since(self, seq: int, by: User) -> Step | None:
        """What this person did last, if it was after the event `seq`: the act a page is just answering."""
        return self.to_undo(by).filter(seq__gt=seq).first()

    def about_theme(self, pk: int) -> StepQuerySet:
        concerned = Change.objects.filter(models.Q(theme_id=pk) | models.Q(theme_was_id=pk))
        return self.filter(pk__in=concerned.values("step"))

    def about_quote(self, pk: int) -> StepQuerySet:
        return self.filter(pk__in=Change.objects.filter(quote_id=pk).values("step"))

    def to_redo(self, by: User) -> StepQuerySet:
        """What this person undid and may do again, the last undone first; a new act leaves nothing to do again."""
        acts = self.of(by).filter(way=Way.ACT).order_by("-pk")
        return self.of(by).filter(way=Way.UNDO, pk__gt=_newest(acts)).standing().order_by("-pk")


def _newest(steps: StepQuerySet) -> int:
    return steps.values_list("pk", flat=True).first() or 0


class Step(models.Model):
    """All that one transaction did to the analysis of a study, and who it was.

    `xact` and `at` together name the transaction; its number alone comes again after a restore from a backup. `kinds`,
    `by` and `seq` are taken from the transaction's events when it commits.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="steps", db_constraint=False, db_index=False)
    xact = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    way = models.CharField(max_length=4, choices=Way, default=Way.ACT)
    reverses = models.OneToOneField("self", models.SET_NULL, null=True, related_name="reversed_by")
    seq = models.PositiveBigIntegerField(null=True)  # of its last event
    # The act that was first undone, done again, undone again …; no reference: it may have been cleared away.
    origin_id = models.BigIntegerField(null=True)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    touches = ArrayField(models.CharField(max_length=10), default=list)

    uncounted = True  # before a study is removed: its history is no work of anybody's

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["study", "-id"], name="step_newest"),
            models.Index(fields=["study", "by", "-id"], name="step_newest_of_one"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["xact", "at", "study"], name="step_once_a_transaction"),
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="step_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.way}"

    def is_undoable_by(self, user: User) -> bool:
        mine = self.by_id == user.pk and self.way != Way.UNDO and not hasattr(self, "reversed_by")
        here = self.corrects or not set(self.kinds) & set(ELSEWHERE)
        return mine and here and bool(set(self.touches) & set(UNDOABLE))

    @property
    def corrects(self) -> bool:
        """Whether it changed a line's words."""
        return CORRECTED in self.touches


class Change(models.Model):
    """One row before and after. Of a change only the fields that differ; a row that came or went is whole on one side."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="changes", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    fields = ArrayField(models.CharField(max_length=63), null=True)
    # What it is about; no references: history may outlive it.
    theme_id = models.BigIntegerField(null=True)
    theme_was_id = models.BigIntegerField(null=True)
    quote_id = models.BigIntegerField(null=True)
    of_id = models.BigIntegerField(null=True)  # the assumption of evidence, the insight of a citation

    uncounted = True

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["step", "id"], name="change_of_step"),
            models.Index(fields=["kind", "row_id", "-id"], name="change_of_row"),
            models.Index(fields=["theme_id", "-step"], name="change_about_theme", condition=~models.Q(theme_id=None)),
            models.Index(
                fields=["theme_was_id", "-step"], name="change_away_from_theme", condition=~models.Q(theme_was_id=None)
            ),
            models.Index(fields=["quote_id", "-step"], name="change_about_quote", condition=~models.Q(quote_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
