"""What went because its day had come: by person and kind, and a report of each day on which something went."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from interviews.codes import code_of
from interviews.models import Participant
from studies.models import Study


class Kind(models.TextChoices):
    """Each has a last day of its own in the study's privacy."""

    MEDIA = "media", "recordings"
    WORDS = "words", "notes, transcripts and quotes"
    IDENTITY = "identity", "names and addresses"


class LetGo(models.Model):
    """Once a person and kind; a row again when something came in afterwards."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="let_go")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="let_go_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="let_go_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.participant_id}"


class Stage(models.TextChoices):
    BEFORE = "before", "To go"
    AFTER = "after", "Gone"


class RetentionReport(models.Model):
    """Before: what goes in a week, told once for each last day. After: what went. Numbers of people, no names."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="retention_reports")
    kind = models.CharField(max_length=8, choices=Kind)
    stage = models.CharField(max_length=6, choices=Stage)
    last_day = models.DateField()
    people = models.JSONField(default=list)  # their numbers in the study
    held = models.JSONField(default=list)  # those that a legal hold keeps
    look = models.PositiveIntegerField(default=0)  # texts of the team that may mean somebody who went
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["study", "-id"], name="retention_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "kind", "last_day"], condition=models.Q(stage="before"), name="told_once_before"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage} {self.last_day}"

    @property
    def goes_on(self) -> date:
        return date.fromordinal(self.last_day.toordinal() + 1)

    @property
    def codes(self) -> list[str]:
        return [code_of(number) for number in self.people]

    @property
    def held_codes(self) -> list[str]:
        return [code_of(number) for number in self.held]
