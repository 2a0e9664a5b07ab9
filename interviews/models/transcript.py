from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.interview import Interview
from interviews.models.legal_hold import demand_no_hold
from studies.models.event import record


class Transcript(models.Model):
    """An imported record of what was said; its turns are notes with a speaker and an end."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="transcript")
    filename = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    made_by_machine = models.BooleanField(default=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.filename

    def remove(self, by: User, unless: models.QuerySet[Any]) -> None:
        """The turns go, the interview stays. `unless`: what hangs on the turns; while there is any, it is refused."""
        with transaction.atomic():
            study = self.interview.study
            study.lock()  # quotes are taken under it
            demand_no_hold(self.interview.participant)
            if unless.exists():
                raise Refused("Quotes are taken from this transcript, so it stays. Delete its quotes first.")
            self.delete()
            record(study, "transcript_gone", by, interview=self.interview_id)


class SpeakerRole(models.TextChoices):
    PARTICIPANT = "participant", "The participant"
    TEAM = "team", "Our team"
    OTHER = "other", "Somebody else"


class Speaker(models.Model):
    """Who spoke. The name in the file is not kept: a participant shows as their code, others by the label given."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="speakers")
    role = models.CharField(max_length=12, choices=SpeakerRole)
    label = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.label

    @property
    def is_participant(self) -> bool:
        return self.role == SpeakerRole.PARTICIPANT


class TranscriptDraft(models.Model):
    """A file that was read and waits for a person to look and say who is who. Gone once saved or dropped."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="transcript_draft")
    filename = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    turns = models.JSONField()
    warnings = models.JSONField(default=list)
    made_by_machine = models.BooleanField(default=True)
    held_at = models.DateTimeField(null=True)
    # The interview exists only because of this file, and goes with it if the file is dropped.
    opened_interview = models.BooleanField(default=False)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.filename

    @property
    def unit(self) -> str:
        """What line numbers count in this format."""
        return "paragraph" if self.format == "docx" else "line"

    def drop(self) -> None:
        """Nothing of the file stays."""
        with transaction.atomic():
            interview = Interview.objects.select_for_update(no_key=True).get(pk=self.interview_id)
            if self.opened_interview and interview.is_planned:
                interview.delete()
            else:
                self.delete()
