"""Lists that people put in order: objectives, personas, sections, questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction


def next_position(siblings: models.QuerySet[Any]) -> int:
    last = siblings.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1


def put_in_order(siblings: models.QuerySet[Any], ids: Sequence[int]) -> None:
    """Give the siblings the order of `ids`; ids of others are ignored, siblings not named keep their turn at the end."""
    with transaction.atomic():
        rows = {row.pk: row for row in siblings.select_for_update(no_key=True).order_by("position", "pk")}
        named = [rows.pop(pk) for pk in dict.fromkeys(ids) if pk in rows]
        ordered = [*named, *rows.values()]
        for position, row in enumerate(ordered):
            row.position = position
        siblings.model._default_manager.bulk_update(ordered, ["position"])


def move_by(siblings: models.QuerySet[Any], pk: int, steps: int) -> None:
    """One row up (-1) or down (1); at the edge it stays."""
    ids = list(siblings.order_by("position", "pk").values_list("pk", flat=True))
    at = ids.index(pk)
    ids.insert(max(0, at + steps), ids.pop(at))
    put_in_order(siblings, ids)


def next_number(rows: models.QuerySet[Any]) -> int:
    """The next free code number (P07, A3 …). Call it under the study's row lock."""
    return (rows.aggregate(last=models.Max("number"))["last"] or 0) + 1
