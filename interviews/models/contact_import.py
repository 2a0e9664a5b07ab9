from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User, Workspace

KEPT_HOURS = 24


class IfKnown(models.TextChoices):
    FILL = "fill", "Fill in what is empty, keep the rest"
    TAKE = "take", "Take what the file says"
    LEAVE = "leave", "Leave them as they are"


class ContactImport(models.Model):
    """A table that was read and waits for its person to look: one a person and workspace, gone once saved, dropped or old."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contact_imports")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    # [line, cells] of every row; the first one names the columns if `has_header`.
    rows = models.JSONField()
    has_header = models.BooleanField()
    warnings = models.JSONField(default=list)
    # What each column holds: a field, "attribute:7", "new" for an attribute of its own, or nothing.
    columns = models.JSONField()
    left_out = models.JSONField(default=list)
    if_known = models.CharField(max_length=5, choices=IfKnown, default=IfKnown.FILL)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "read_by"], name="one_contact_import_a_person"),
            models.CheckConstraint(condition=models.Q(if_known__in=IfKnown.values), name="contact_import_if_known"),
        ]

    def __str__(self) -> str:
        return self.filename

    @classmethod
    def waiting(cls, workspace: Workspace, by: User) -> ContactImport | None:
        """This person's table."""
        return cls.objects.filter(workspace=workspace, read_by=by, read_at__gte=_oldest()).first()

    @classmethod
    def drop_old(cls) -> int:
        """Tables that nobody came back to, of every workspace: they are full of names."""
        return cls.objects.filter(read_at__lt=_oldest()).delete()[0]


def _oldest() -> datetime:
    return timezone.now() - timedelta(hours=KEPT_HOURS)
