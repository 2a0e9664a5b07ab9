"""One new row by a statement that is planned once, for rows that are made again and again."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.models import Model

from accounts.planned import one_row


def insert(row: Model, once: str = "") -> bool:
    """Whether it is new; then it has its id. `once`: the columns of a unique constraint; a row that is there is left alone."""
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _fields(type(row))]
    made = one_row(_statement(type(row), once), values)
    if made is None:
        return False
    row.pk = made[0]
    row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _fields(model: type[Model]) -> list:  # type: ignore[type-arg]
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


@cache
def _statement(model: type[Model], once: str) -> str:
    """Every column the model has, so that one added later isn't forgotten here."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model))
    places = ", ".join(["%s"] * len(_fields(model)))
    unless = f" on conflict ({once}) do nothing" if once else ""
    return f"insert into {quote(model._meta.db_table)} ({columns}) values ({places}){unless} returning id"  # noqa: S608
