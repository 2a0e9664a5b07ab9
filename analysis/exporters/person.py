"""All that is held of one person in a study, as the registry knows it: what a withdrawal would erase, and nothing of others.

Two files in one: JSON for machines, a page for people.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from analysis.erasing import texts
from analysis.erasing.places import places_of
from analysis.erasing.rows import all_rows
from analysis.erasing.seeking import seeker_for
from analysis.models import Code
from analysis.personal import STORES, Table, What
from interviews.models import Debrief, Participant

FORMAT = "throughline-person"
VERSION = 1
# Where a teammate reads, what they may not see yet is left out; the person's own copy is whole.
GATES: dict[str, Callable[[User], models.QuerySet[Any]]] = {
    "interviews.Debrief": Debrief.objects.open_to,
    "analysis.Code": Code.objects.open_to,
}


def person_zip(participant: Participant, reader: User | None = None) -> bytes:
    """`reader`: a teammate for whom it is made; None for the person."""
    told = document(participant, reader)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("data.json", text)
        archive.writestr("data.html", render_to_string("analysis/person_data.html", {"told": told}))
        for name, held in files_of(participant):
            archive.writestr(f"files/{name}", held)
    return out.getvalue()


def document(participant: Participant, reader: User | None = None) -> dict[str, Any]:
    tables, left_out = [], []
    for table, rows in all_rows(participant):
        shown = _open_to(table, rows, reader)
        hidden = rows.count() - shown.count() if shown is not rows else 0
        if hidden:
            left_out.append(
                f"{hidden} of {table.model}: a teammate’s, hidden from {reader} until their own is written."
            )
        tables.append(_table(table, shown, reader))
    seeker = seeker_for(participant)
    texts.leave_what_others_say(participant, seeker)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.now(),
        "study": participant.study.title,
        "code": participant.code,
        "tables": [table for table in tables if table["rows"]],
        "in_texts_of_the_team": [
            {"where": place.where, "text": "".join(part for part, theirs in place.parts if theirs)}
            for place in places_of(participant.study, texts.find(participant, seeker), seeker)
            if place.goes
        ],
        "besides": [{"store": store.name, "holds": store.holds, "on_withdrawal": store.ends} for store in STORES],
        "left_out": left_out,
    }


def _open_to(table: Table, rows: models.QuerySet[Any], reader: User | None) -> models.QuerySet[Any]:
    gate = GATES.get(table.model)
    if gate is None or reader is None:
        return rows
    return rows.filter(pk__in=gate(reader).values("pk"))


def _table(table: Table, rows: models.QuerySet[Any], reader: User | None) -> dict[str, Any]:
    fields = [rows.model._meta.get_field(name) for name in table.fields]
    related = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    return {
        "table": table.model,
        "about": table.about,
        "on_withdrawal": table.delete.value,
        "fields": list(table.fields),
        "rows": [
            {"id": str(row.pk), **{field.name: _value(row, field) for field in fields}}
            for row in rows.select_related(*related).order_by("pk")
        ],
    }


def _value(row: models.Model, field: Any) -> Any:
    """What a reference says, where it says something: the theme, the question, the persona."""
    value = getattr(row, field.name)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(field, SearchVectorField):
        return value
    return value.name if isinstance(field, models.FileField) else value


def files_of(participant: Participant) -> list[tuple[str, bytes]]:
    """Each under a number: a file's own name may be somebody else's."""
    found: list[tuple[str, bytes]] = []
    for table, rows in all_rows(participant):
        names = [name for name, what in table.fields.items() if what is What.MEDIA]
        fields = [name for name in names if isinstance(rows.model._meta.get_field(name), models.FileField)]
        for row in rows if fields else ():
            for name in fields:
                held = getattr(row, name)
                if held and held.storage.exists(held.name):
                    with held.open("rb") as file:
                        found.append((f"{len(found) + 1}{_ending(held.name)}", file.read()))
    return found


def _ending(name: str) -> str:
    return f".{name.rsplit('.', 1)[1]}" if "." in name.rsplit("/", 1)[-1] else ""
