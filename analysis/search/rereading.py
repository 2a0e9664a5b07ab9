"""A study's language changed: the lines that the change itself left for later are read anew by a job, some hundreds at a time.

The database keeps how far it is (migration 0013_rereading). Meanwhile every word is found as it stands; only its other forms
are still those of the language before.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.queue import LONG, enqueue, job
from analysis.models import Rereading
from studies.models import Study

AT_ONCE = 500
REST_SECONDS = 0.05  # so that whoever works meanwhile hardly notices


@job("read words anew", queue=LONG)
def read_on(most: int = AT_ONCE, rest: float = REST_SECONDS) -> None:
    """All that waits, to its end; what another worker is at is left to it. Each part is a transaction."""
    for study, kind in Rereading.objects.order_by("pk").values_list("study", "kind"):
        while _part(study, kind, most):
            time.sleep(rest)


def _part(study: Any, kind: str, most: int) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select throughline_reread(%s, %s, %s)", [study, kind, most])
        more: bool = cursor.fetchone()[0]
    return more


@receiver(post_save, sender=Study, dispatch_uid="rereading")
def _language_may_have_changed(instance: Study, update_fields: Any = None, **more: Any) -> None:
    """In the transaction that changed it."""
    if update_fields and "language" in update_fields and instance.rereadings.exists():  # type: ignore[attr-defined]
        enqueue(read_on)
