"""Statements that are the same every time and run at every line: the server plans them once a connection.

Everything else goes through Django's own cursor, which writes the values into the statement, so that each is a new one
to plan; for a saved line that took as long as running it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


@contextmanager
def planned_cursor() -> Iterator[Any]:
    """A cursor that sends the values beside the statement, guarded as Django's own is."""
    if connection.queries_logged:  # who looks at the statements wants to see them with their values
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    with connection.make_cursor(psycopg.Cursor(connection.connection)) as cursor:  # type: ignore[arg-type]
        yield cursor


def one_row(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    with planned_cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def all_rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with planned_cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def known(model: type[Row], **columns: Any) -> Row:
    """A row of which these columns are at hand; any other loads itself when it is asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in columns]
    return model.from_db(connection.alias, names, [columns[name] for name in names])


def columns_of(model: type[Model], alias: str) -> str:
    """Every column the model has, for a statement of its own, so that one added later isn't forgotten there."""
    quote = connection.ops.quote_name
    return ", ".join(f"{alias}.{quote(str(field.column))}" for field in model._meta.concrete_fields)


def whole(model: type[Row], values: Sequence[Any]) -> Row:
    """The row of `columns_of`."""
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], values)
