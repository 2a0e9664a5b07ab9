"""Taking rows away, or their words out of them, a few at a time, so that nobody who is working waits long.

Each turn is one transaction, and taking what is gone already takes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.db.models.functions import TruncDay
from django.utils import timezone

from analysis.erasing.rows import rows_of
from analysis.models import Change, Citation, Quote, SearchEntry, Step, Tombstone
from analysis.personal import BY_MODEL, Table
from interviews.models import Interview, Note, Participant
from studies.models import Study
from studies.models.event import record

AT_ONCE = 300
FEWEST_IN_A_PERSONA = 3  # of fewer, the persona tells who somebody was


def take_rows(study: Study, table: Table, participant: Participant) -> None:
    rows = rows_of(table, participant)
    while some := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            study.lock()
            rows.model._default_manager.filter(pk__in=some).delete()


def take_quotes(study: Study, participant: Participant) -> None:
    """A stone stays on every insight they stood on; the journal forgets them in the same transaction."""
    while some := list(participant.quotes.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            study.lock()
            cited = Citation.objects.filter(quote__in=some)
            Tombstone.objects.bulk_create(
                [Tombstone(insight_id=row.insight_id, side=row.side, was=row.pk) for row in cited],
                ignore_conflicts=True,
            )
            Quote.objects.filter(pk__in=some).delete()
            record(study, "withdrawn", None)
            _forget(some)


def empty_quotes(study: Study, participant: Participant) -> None:
    """They go on counting: under their themes, on their insights, for and against. What they said is gone."""
    emptied = BY_MODEL["analysis.Quote"].emptied
    standing = participant.quotes.filter(words_gone=False).order_by("pk")
    while some := list(standing.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            study.lock()
            Quote.objects.filter(pk__in=some).update(**_spread(some, emptied))
            SearchEntry.objects.filter(quote__in=some).delete()
            record(study, "withdrawn", None)
            _forget(some)


def _spread(some: Sequence[int], emptied: Any) -> dict[str, Any]:
    return dict(emptied) | {"last_note": models.F("first_note")}


def _forget(quotes: Sequence[int]) -> None:
    Change.objects.filter(quote_id__in=quotes).delete()


def forget_steps(study: Study) -> None:
    """Acts of which nothing is left in the history. Those under way have their changes still to come."""
    empty = Step.objects.filter(study=study, at__lt=timezone.now(), corrections=None).exclude(
        models.Exists(Change.objects.filter(step=models.OuterRef("pk")))
    )
    with transaction.atomic():
        study.lock()
        empty.delete()


def empty_rows(study: Study, table: Table, participant: Participant) -> None:
    """What the registry says they become."""
    rows = rows_of(table, participant)
    changes: dict[str, Any] = dict(table.emptied)
    if rows.model is Note:
        now = timezone.now()
        changes |= {"erased_at": now, "deleted_at": now, "updated_at": now, "revision": models.F("revision") + 1}
        rows = rows.filter(erased_at=None)
    elif rows.model is Interview:
        # A calendar would tell whose hour it was.
        changes |= {name: TruncDay(name) for name in ("scheduled_at", "started_at", "ended_at")}
    elif rows.model is Participant and _is_rare(participant):
        changes["persona"] = None
    with transaction.atomic():
        study.lock()
        rows.update(**changes)


def _is_rare(participant: Participant) -> bool:
    alike = Participant.objects.filter(study=participant.study_id, persona=participant.persona_id)
    return participant.persona_id is not None and alike.count() < FEWEST_IN_A_PERSONA
