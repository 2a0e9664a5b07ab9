from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, Workspace
from accounts.planned import one_row
from accounts.second_step import steps_of
from studies.languages import Language

if TYPE_CHECKING:
    from studies.models.script import Script
    from studies.script_templates import ScriptTemplate


LOCK = "select id from studies_study where id = %s for no key update"


class StudyState(models.TextChoices):
    PLANNING = "planning", "Planning"
    INTERVIEWING = "interviewing", "Interviewing"
    MAKING_SENSE = "making_sense", "Making sense"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "Closed"


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: User) -> StudyQuerySet:
        """Those of their workspaces; where a second step of signing in is asked for, of people who have one."""
        free = models.Q(workspace__second_step_required=False) | models.Exists(steps_of(user))
        return self.filter(free, workspace__memberships__user=user)


class Study(models.Model):
    """One thing a team wants to learn. Its title is the question it asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="studies")
    title = models.CharField(max_length=300)
    context = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=StudyState, default=StudyState.PLANNING)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="owned_studies")
    decide_by = models.DateField(null=True, blank=True)
    # For the question check: names that would pitch, and words the people asked don't use.
    product_names = models.CharField(max_length=300, blank=True)
    jargon = models.CharField(max_length=300, blank=True)
    # Off where themes are nothing to count, as in reflexive analysis.
    counts_new_themes = models.BooleanField("show the new-theme rate", default=True)
    # How its words are searched. The default stands in the database too: rows are also written by a release before this one.
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH, db_default=Language.ENGLISH)
    suggests_themes = models.BooleanField("suggest themes", default=False, db_default=False)
    is_sample = models.BooleanField(default=False)
    event_seq = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "studies"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["workspace", "-created_at", "id"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="study_has_a_title"),
            models.CheckConstraint(condition=models.Q(state__in=StudyState.values), name="study_state_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="study_language_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def open(
        cls, workspace: Workspace, owner: User, title: str, template: ScriptTemplate | None = None, **fields: Any
    ) -> Study:
        """A new study with its script, empty or written from a template."""
        with transaction.atomic():
            study = cls.objects.create(workspace=workspace, owner=owner, title=title, **fields)
            script = study.scripts.create()
            if template:
                template.write_into(script)
        return study

    def revise(self, **changes: Any) -> None:
        """Only what changed is written: a whole row would take back `event_seq`, and no event could be stored again."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=[*changes, "updated_at"])

    @property
    def current_script(self) -> Script:
        return self.scripts.order_by("-version")[0]

    def lock(self) -> None:
        """Hold the study's row until the transaction ends; numbers (P07, A3) are handed out under it."""
        if one_row(LOCK, (self.pk,)) is None:
            raise Study.DoesNotExist

    def words(self, field: str) -> list[str]:
        """`product_names` or `jargon` as a list."""
        return [word.strip() for word in getattr(self, field).split(",") if word.strip()]
