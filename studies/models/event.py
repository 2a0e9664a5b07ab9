"""The bell: each change of a study is one row and one notification in the transaction that made it.

Rows hold kinds and ids, never words, so that withdrawing a person need not rewrite history.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from psycopg.types.json import Jsonb

from accounts.planned import one_row
from studies.models.study import Study

CHANNEL = "throughline_study"


class StudyEvent(models.Model):
    """What happened in a study, in commit order: audit trail, activity feed and replay log at once."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["study", "seq"]
        constraints = [models.UniqueConstraint(fields=["study", "seq"], name="event_number_once")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


# Numbering, storing and announcing in one statement: the update holds the study's row until the transaction ends, so
# numbers follow commit order, and the notification is delivered at the commit or not at all.
RECORD = """
    with numbered as (
        update studies_study set event_seq = event_seq + 1 where id = %(study)s returning id, event_seq
    ), stored as (
        insert into studies_studyevent (study_id, seq, kind, actor_id, ids, at)
        select id, event_seq, %(kind)s::text, %(actor)s::bigint, %(ids)s::jsonb, now() from numbered
    )
    select event_seq, pg_notify(%(channel)s, concat_ws(' ', id, event_seq, %(kind)s::text)) from numbered
"""


def record(study: Study, kind: str, actor: Any = None, **ids: Any) -> int:
    """Write down and announce a change; returns its number.

    The study's row is held until the surrounding transaction ends, so call this last in a verb.
    """
    values: dict[str, Any] = {
        "study": study.pk,
        "kind": kind,
        "actor": actor.pk if actor else None,
        "ids": Jsonb(_plain(ids)),
        "channel": CHANNEL,
    }
    row = one_row(RECORD, values)
    assert row is not None, "The study is gone."
    study.event_seq = row[0]
    return study.event_seq


def _plain(ids: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in ids.items() if value is not None}
