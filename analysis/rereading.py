"""A study's language changed: the lines that the change itself left for later are read anew here, some hundreds at a time.

The database keeps how far it is (migration 0010_rereading). Meanwhile every word is found as it stands; only its other forms
are still those of the language before. Begun by the change and, should the process have ended in between, by the next search.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from analysis.models import Rereading
from studies.models import Study

AT_ONCE = 500
REST_SECONDS = 0.05  # so that whoever works meanwhile hardly notices

log = logging.getLogger(__name__)
_one = threading.Lock()


def read_on(most: int = AT_ONCE, rest: float = REST_SECONDS) -> None:
    """All that waits, to its end; what another process is at is left to it."""
    for study, kind in Rereading.objects.order_by("pk").values_list("study", "kind"):
        while _part(study, kind, most):
            time.sleep(rest)


def _part(study: Any, kind: str, most: int) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select throughline_reread(%s, %s, %s)", [study, kind, most])
        more: bool = cursor.fetchone()[0]
    return more


def begin() -> None:
    """In a thread of its own, one a process. It may end at any time: each part is a transaction."""
    if _one.acquire(blocking=False):
        threading.Thread(target=_work, name="rereading", daemon=True).start()


def _work() -> None:
    try:
        read_on()
    except Exception:
        log.warning("Reading words anew stopped; the next search goes on with it.", exc_info=True)
    finally:
        connection.close()
        _one.release()


@receiver(post_save, sender=Study, dispatch_uid="rereading")
def _language_may_have_changed(update_fields: Any = None, **more: Any) -> None:
    if update_fields and "language" in update_fields:
        transaction.on_commit(begin)
