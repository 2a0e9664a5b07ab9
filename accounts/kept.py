"""A queryset's statement, put together once a process and planned once a connection.

For what is asked at every key press: there putting the statement together takes Django longer than the database needs to
answer it. The gates stay those of the pages, since it is their querysets that are put together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg import sql

from accounts.planned import planned_cursor

HOLE = re.compile(r"%%|%s")


class Given(str):
    """Stands where a value comes in that is only known when the statement runs."""


def given(name: str, kind: str) -> RawSQL:
    return RawSQL(f"%s::{kind}", (Given(name),))  # noqa: S611 (a name and a type of ours)


def any_of(name: str, kind: str) -> RawSQL:
    """For `…__in=`: the values are given as one list."""
    return RawSQL(f"select unnest(%s::{kind}[])", (Given(name),))  # noqa: S611 (a name and a type of ours)


class Kept:
    """`make`: the queryset, of values, with what is given in place of values."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self.make = make

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        statement, names = self._written
        return run(statement, [values[name] for name in names])

    @cached_property
    def _written(self) -> tuple[str, Sequence[str]]:
        """What doesn't change is written into the statement, so that the plan knows it."""
        text, values = self.make().query.sql_with_params()
        connection.ensure_connection()
        holes = iter(["%s" if isinstance(value, Given) else _literal(value) for value in values])
        statement = HOLE.sub(lambda place: next(holes) if place[0] == "%s" else place[0], text)
        return statement, [value for value in values if isinstance(value, Given)]


def run(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with planned_cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _literal(value: Any) -> str:
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")  # type: ignore[arg-type]
