"""A signed form on paper, scanned. It shows a name and a hand, so only those see it who see names."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.consent.paper_scan import scan_kind, why_not
from interviews.models.people import Participant

FOLDER = "consent"


class ConsentPaper(models.Model):
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="consent_papers")
    # In the app's storage, under a name made here: the sender's often tells who it is, and isn't kept.
    file = models.FileField(upload_to=FOLDER, max_length=100)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"scan of {self.kept_at:%d %b %Y}"

    @property
    def ending(self) -> str:
        return str(self.file.name).rpartition(".")[2]

    @classmethod
    def keep(cls, participant: Participant, content: bytes, by: User) -> ConsentPaper:
        """Where the surrounding transaction fails, whoever called this deletes the file (interviews/consent/writing_down.py)."""
        kind, problem = scan_kind(content), why_not(content)
        if kind is None or problem:
            raise Refused(problem)
        name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.{kind.ending}", ContentFile(content))
        try:
            _onto_disk(name)
            with transaction.atomic():
                return cls.objects.create(
                    participant=participant,
                    file=name,
                    content_type=kind.content_type,
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    kept_by=by,
                )
        except BaseException:
            default_storage.delete(name)
            raise


def drop_orphans() -> int:
    """Files that no row names: whoever was saving one was cut off before the commit. Those under way are younger than a day."""
    try:
        names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    old = [name for name in names if default_storage.get_modified_time(name) < timezone.now() - timedelta(days=1)]
    known = set(ConsentPaper.objects.filter(file__in=old).values_list("file", flat=True))
    for name in set(old) - known:
        default_storage.delete(name)
    return len(set(old) - known)


def _onto_disk(name: str) -> None:
    """The answer says "kept" only once a power cut can't take it back. Storages without paths see to that themselves."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    for place in (path, os.path.dirname(path)):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@receiver(post_delete, sender=ConsentPaper)
def _file_goes_with_its_row(instance: ConsentPaper, **kwargs: Any) -> None:
    """After the commit: a row that comes back with its transaction finds its file."""
    name = instance.file.name
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))
