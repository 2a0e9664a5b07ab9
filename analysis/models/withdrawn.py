"""What a withdrawal leaves behind in the analysis: stones where words stood, and what is left to do by hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from analysis.models.insight import Insight, Side
from interviews.models import Withdrawal
from studies.models.event import record


class Tombstone(models.Model):
    """A quote stood on this insight and was withdrawn. Whose it was isn't kept."""

    insight = models.ForeignKey(Insight, models.CASCADE, related_name="tombstones")
    side = models.CharField(max_length=8, choices=Side)
    was = models.BigIntegerField()  # the citation's number, so that setting a stone twice sets one
    at = models.DateField(default=timezone.localdate)

    uncounted = True  # before something is removed: they are nobody's work

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["insight", "was"], name="tombstone_once"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="tombstone_side_known"),
        ]

    def __str__(self) -> str:
        return f"withdrawn from {self.insight_id}"


class Task(models.TextChoices):
    COPY = "copy", "A copy that left the app"
    TEXT = "text", "A text that may name the person"


class WithdrawalTask(models.Model):
    """Something only a person can do. It names a kind, a number and a day, never a word of whoever withdrew."""

    withdrawal = models.ForeignKey(Withdrawal, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=4, choices=Task)
    what = models.CharField(
        max_length=60
    )  # the kind of copy ("exported_json"), or model and field ("analysis.Insight.detail")
    thing = models.CharField(max_length=60)  # the number of the event, link or row
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "-at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["withdrawal", "kind", "what", "thing"], name="withdrawal_task_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Task.values), name="withdrawal_task_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.thing}"

    def tick(self, done: bool, by: User) -> None:
        """Doing it twice is doing it once."""
        with transaction.atomic():
            row = WithdrawalTask.objects.select_for_update(no_key=True).get(pk=self.pk)
            if bool(row.done_at) != done:
                row.done_at, row.done_by = (timezone.now(), by) if done else (None, None)
                row.save(update_fields=["done_at", "done_by"])
                study = self.withdrawal.study
                record(study, "withdrawal_task", by, withdrawal=self.withdrawal_id)
                act = "withdrawal.ticked" if done else "withdrawal.unticked"
                audit(study.workspace, act, by, thing=self.withdrawal.code, study=study.pk, task=row.pk)
        self.refresh_from_db(fields=["done_at", "done_by"])
