"""A new line in one statement, where `get_or_create` takes four: look, savepoint, insert, release."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection

from accounts.planned import planned_cursor

if TYPE_CHECKING:
    from interviews.models.note import Note


def insert_once(note: Note) -> bool:
    """Whether the note is new. One whose id is known is left alone, also where two senders are at it at once: the second
    waits for the first one's commit, and then finds the id taken."""
    values = [
        field.get_db_prep_save(getattr(note, field.attname), connection) for field in note._meta.local_concrete_fields
    ]
    with planned_cursor() as cursor:
        cursor.execute(_statement(type(note)), values)
        new: bool = cursor.rowcount == 1
    if new:
        note._state.adding, note._state.db = False, connection.alias
    return new


@cache
def _statement(model: type[Note]) -> str:
    """Every column the model has, so that one added later isn't forgotten here."""
    quote = connection.ops.quote_name
    columns = [quote(str(field.column)) for field in model._meta.local_concrete_fields]
    places = ", ".join(["%s"] * len(columns))
    table = quote(model._meta.db_table)
    return f"insert into {table} ({', '.join(columns)}) values ({places}) on conflict (id) do nothing"  # noqa: S608
