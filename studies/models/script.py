"""The discussion guide: sections with minutes, questions with their purpose, probes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from studies.models.ordering import move_by, next_position, put_in_order
from studies.models.plan import Assumption, Objective
from studies.models.study import Study


class SectionKind(models.TextChoices):
    WARM_UP = "warm_up", "Warm-up"
    CORE = "core", "Core"
    SOLUTION = "solution", "Solution"
    WRAP_UP = "wrap_up", "Wrap-up"


class Script(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="scripts")
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["study", "version"], name="script_version_once")]

    def __str__(self) -> str:
        return f"Version {self.version}"


class Section(models.Model):
    script = models.ForeignKey(Script, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=SectionKind, default=SectionKind.CORE)
    title = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="section_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def add(cls, script: Script, title: str, **fields: Any) -> Section:
        return cls.objects.create(script=script, title=title, position=next_position(script.sections.all()), **fields)

    def take(self, ids: Sequence[int]) -> None:
        """Give the section's questions the order of `ids`; questions of the script's other sections move in."""
        with transaction.atomic():
            Question.objects.filter(section__script=self.script_id, pk__in=ids).update(section=self)
            put_in_order(self.questions.all(), ids)


class Question(models.Model):
    section = models.ForeignKey(Section, models.CASCADE, related_name="questions")
    # The direct link lets a question be found from its study in one step, as everything below a study is.
    study = models.ForeignKey(Study, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=500)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    probes = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="questions")
    assumptions = models.ManyToManyField(Assumption, blank=True, related_name="questions")

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["section", "position"])]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="question_has_text")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def add(cls, section: Section, text: str, **fields: Any) -> Question:
        position = next_position(section.questions.all())
        study_id = section.script.study_id
        return cls.objects.create(section=section, study_id=study_id, text=text, position=position, **fields)

    def move(self, steps: int) -> None:
        """One place up (-1) or down (1), over the edge into the neighbouring section."""
        here = list(self.section.questions.values_list("pk", flat=True).order_by("position", "pk"))
        at = here.index(self.pk) + steps
        if 0 <= at < len(here):
            move_by(self.section.questions.all(), self.pk, steps)
            return
        sections = list(self.section.script.sections.order_by("position", "pk"))
        place = sections.index(self.section) + steps
        if 0 <= place < len(sections):
            there = list(sections[place].questions.values_list("pk", flat=True).order_by("position", "pk"))
            sections[place].take([*there, self.pk] if steps < 0 else [self.pk, *there])

    def keep_wording(self, rule: str, reason: str, by: User) -> None:
        """Overrule a finding, for the words as they are now."""
        self.kept_wordings.update_or_create(
            rule=rule, defaults={"text": self.text, "reason": reason, "by": by, "at": timezone.now()}
        )


class KeptWording(models.Model):
    """A finding of the question check that somebody overruled, with the reason."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="kept_wordings")
    rule = models.CharField(max_length=30)
    text = models.CharField(max_length=500)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "rule"], name="wording_kept_once_a_rule"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="kept_wording_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"
