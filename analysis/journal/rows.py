"""Reads and writes rows as the journal has them: many at once, each kind in one statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from accounts.models import User
from analysis.journal.net_changes import Image, Net
from analysis.models import Citation, Evidence, Quote, Tag, Theme, ThemeMemo

# Whatever stands before another in this order may be referred to by it.
MODELS: dict[str, type[models.Model]] = {
    "theme": Theme,
    "quote": Quote,
    "memo": ThemeMemo,
    "tag": Tag,
    "evidence": Evidence,
    "citation": Citation,
}


def images(kind: str, ids: Iterable[int]) -> dict[int, Image]:
    """The rows as they stand, held until the transaction ends."""
    wanted = list(ids)
    if not wanted:
        return {}
    table = MODELS[kind]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id, analysis_image(%s, to_jsonb(t))::text from {table} t where id = any(%s) order by id for update",
            [kind, wanted],
        )
        return {pk: json.loads(image) for pk, image in cursor.fetchall()}


def write(nets: Sequence[Net], words: dict[int, str]) -> None:
    """Make each row what `after` says. `words`: the text of each quote that comes back or is cut anew."""
    kinds: dict[str, list[Net]] = defaultdict(list)
    for net in nets:
        kinds[net.kind].append(net)
    # What hangs on a theme or a quote leaves it before it goes, or it would go with it.
    for kind in reversed(MODELS):
        _delete(kind, kinds[kind])
        for fields, same in _by_fields(kind, [net for net in kinds[kind] if not net.went and not net.came]).items():
            _update(kind, fields, [_row(net, words) for net in same])
    known = _people(nets)
    for kind in MODELS:
        for fields, same in _by_fields(kind, [net for net in kinds[kind] if net.came]).items():
            _insert(kind, fields, [_signed(_row(net, words), known) for net in same])


def _delete(kind: str, nets: Iterable[Net]) -> None:
    gone = [net.row_id for net in nets if net.went]
    if gone:
        MODELS[kind]._default_manager.filter(pk__in=gone).delete()


def _by_fields(kind: str, nets: Iterable[Net]) -> dict[tuple[str, ...], list[Net]]:
    columns = [field.column for field in MODELS[kind]._meta.concrete_fields]
    groups: dict[tuple[str, ...], list[Net]] = defaultdict(list)
    for net in nets:
        has = {**(net.after or {}), **({"text": ""} if "digest" in (net.after or {}) else {})}
        groups[tuple(column for column in columns if column in has)].append(net)
    return groups


def _row(net: Net, words: dict[int, str]) -> Image:
    row = {**(net.after or {}), "id": net.row_id}
    return {**row, "text": words[net.row_id]} if net.kind == "quote" and net.row_id in words else row


def _people(nets: Iterable[Net]) -> set[Any]:
    """Of those who signed the rows, those who are still there."""
    named = {net.value("author_id") for net in nets if net.came} - {None}
    return set(User.objects.filter(pk__in=named).values_list("pk", flat=True))


def _signed(row: Image, known: set[Any]) -> Image:
    return {**row, "author_id": row.get("author_id") if row.get("author_id") in known else None}


def _insert(kind: str, fields: Sequence[str], rows: list[Image]) -> None:
    table, names = MODELS[kind]._meta.db_table, _names(fields)
    _run(
        f"insert into {table} ({names}) select {names} from jsonb_populate_recordset(null::{table}, %(rows)s::jsonb)",
        rows,
    )


def _update(kind: str, fields: Sequence[str], rows: list[Image]) -> None:
    if not fields:
        return
    table = MODELS[kind]._meta.db_table
    values = ", ".join(f'"{field}" = r."{field}"' for field in fields)
    _run(
        f"update {table} t set {values} from jsonb_populate_recordset(null::{table}, %(rows)s::jsonb) r where t.id = r.id",
        rows,
    )


def _run(statement: str, rows: list[Image]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"rows": json.dumps(rows)})


def _names(fields: Sequence[str]) -> str:
    return ", ".join(f'"{field}"' for field in fields)
