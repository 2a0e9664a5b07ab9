"""The bell: each change of a study is one row and one notification in the transaction that made it.

Rows hold kinds and ids, never words, so that withdrawing a person need not rewrite history.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

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


def record(study: Study, kind: str, actor: Any = None, **ids: Any) -> StudyEvent:
    """Number, store and announce a change. Numbers follow commit order: they are taken under the study's row lock.

    The lock lasts until the surrounding transaction ends, so call this last in a verb.
    """
    with transaction.atomic():
        locked = Study.objects.select_for_update(no_key=True).only("event_seq").get(pk=study.pk)
        seq = locked.event_seq + 1
        Study.objects.filter(pk=study.pk).update(event_seq=seq)
        event = StudyEvent.objects.create(study=study, seq=seq, kind=kind, actor=actor, ids=_plain(ids))
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, f"{study.pk} {seq} {kind}"])
    study.event_seq = seq
    return event


def _plain(ids: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in ids.items() if value is not None}
