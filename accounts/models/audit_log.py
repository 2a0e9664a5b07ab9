"""The audit log: who read, changed or passed on what tells who somebody is, and what was agreed.

Rows hold kinds, ids and names of fields, never a name or a word of a participant, so that withdrawing a person need not
rewrite them. Each row's hash covers the row before it; the database refuses to change or delete one (migration audit_log).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models.people import User
from accounts.models.workspace import Workspace

BEGINNING = "0" * 64


class Actor(models.TextChoices):
    MEMBER = "member", "A member"
    PARTICIPANT = "participant", "The participant"
    APP = "app", "The app itself"


class AuditEntry(models.Model):
    """`act` is a noun and a verb ("contact.read"); `thing` the id of what it was done to, in whatever form it has.

    Who did it is kept as a number, not as a reference: the row stands when the account is gone.
    """

    workspace = models.ForeignKey(Workspace, models.RESTRICT, related_name="audit_entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=11, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=60, blank=True)
    study = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["workspace", "by", "-number"]),
            models.Index(fields=["workspace", "act", "thing", "-number"]),
            models.Index(fields=["workspace", "at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="audit_number_once"),
            models.CheckConstraint(condition=models.Q(actor__in=Actor.values), name="audit_actor_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def sealed(self) -> str:
        """SHA-256 over the row before and everything this one says, as hexadecimal digits."""
        told = [
            self.previous,
            str(self.workspace_id),
            self.number,
            self.at.isoformat(),
            self.actor,
            self.by_id,
            self.act,
            self.thing,
            str(self.study or ""),
            self.details,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def audit(
    workspace: Workspace,
    act: str,
    by: User | None = None,
    *,
    actor: str = "",
    thing: object = "",
    study: UUID | None = None,
    **details: Any,
) -> AuditEntry:
    """Write down an act; `details` are ids, counts, names of fields.

    Without `by` it was the app itself, or whoever `actor` says. The workspace's row is held until the surrounding
    transaction ends, so call this last in a verb, after `record`.
    """
    with transaction.atomic():
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        last = AuditEntry.objects.filter(workspace=workspace).order_by("-number").first()
        entry = AuditEntry(
            workspace=workspace,
            number=last.number + 1 if last else 1,
            at=timezone.now(),
            actor=actor or (Actor.MEMBER if by else Actor.APP),
            by=by,
            act=act,
            thing=str(thing),
            study=study,
            details=details,
            previous=last.hash if last else BEGINNING,
        )
        entry.hash = entry.sealed()
        entry.save(force_insert=True)
    return entry


def first_broken(entries: Iterable[AuditEntry], expected: int = 1, previous: str = BEGINNING) -> int | None:
    """The number of the first row that was changed, or stands where one is missing; rows in the order of their numbers."""
    for entry in entries:
        if entry.number != expected or entry.previous != previous or entry.hash != entry.sealed():
            return min(entry.number, expected)
        expected, previous = expected + 1, entry.hash
    return None
