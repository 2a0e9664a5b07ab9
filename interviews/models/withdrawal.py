"""Somebody withdrew: what was asked for, and how far it is done. It outlives the person's rows and holds none of them."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import User
from interviews.codes import code_of
from interviews.models.people import Participant
from interviews.models.privacy import Outcome as Promise
from studies.models import Study


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def of_call(self, study_id: UUID, interview_id: int) -> WithdrawalQuerySet:
        """Whose call it was: devices may still hold lines of it."""
        return self.filter(study=study_id, interviews__contains=[interview_id])

    def unfinished(self) -> WithdrawalQuerySet:
        return self.filter(done_at=None)


class Withdrawal(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="withdrawals")
    number = models.PositiveIntegerField()
    # Null once everything of theirs is deleted; the number is not given to anybody else.
    participant = models.OneToOneField(Participant, models.SET_NULL, null=True, related_name="withdrawal")
    outcome = models.CharField(max_length=6, choices=Promise)
    key = models.CharField(max_length=64, unique=True)  # the person in the erasure ledger; see `key_of`
    interviews = ArrayField(models.BigIntegerField(), default=list)
    steps = ArrayField(models.CharField(max_length=20), default=list)  # those that are done
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor = models.CharField(max_length=11)
    done_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["study", "-asked_at", "-id"], name="withdrawal_newest")]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="withdrawal_once_a_person"),
            models.CheckConstraint(condition=models.Q(outcome__in=Promise.values), name="withdrawal_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} withdrew"

    @property
    def code(self) -> str:
        return code_of(self.number)

    def raise_to(self, outcome: str, by: User | None) -> None:
        """Nothing was taken yet, so every step is still to come."""
        self.outcome, self.by, self.steps, self.done_at = outcome, by, [], None
        self.save(update_fields=["outcome", "by", "steps", "done_at"])

    @property
    def only_stopped(self) -> bool:
        """The words are kept and used no further: they can still be erased."""
        return self.outcome == Promise.STOP

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


def study_key(study_id: UUID) -> str:
    """A study in the erasure ledger."""
    return hashlib.sha256(f"study {study_id}".encode()).hexdigest()


def key_of(participant: Participant) -> str:
    """A person in the erasure ledger. The moment they were added is part of it: after a restore, numbers begin again."""
    told = f"participant {participant.study_id} {participant.pk} {participant.created_at.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()
