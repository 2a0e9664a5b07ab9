"""What can't be avoided: the same row through psycopg alone, on a connection of its own, with its commit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

_open: psycopg.Connection | None = None


def place() -> dict[str, Any]:
    from django.db import connection

    params = connection.get_connection_params()
    return {name: params[name] for name in ("dbname", "user", "host", "port", "password") if params.get(name)}


def own() -> psycopg.Connection:
    global _open
    if _open is None or _open.closed:
        _open = psycopg.connect(**place())
    return _open


def close() -> None:
    if _open is not None:
        _open.close()


def committed(statement: str, values: Sequence[Any]) -> None:
    own().execute(statement, values)
    own().commit()


@contextmanager
def transaction() -> Any:
    """A cursor; what was done with it is committed when it closes."""
    with own().cursor() as cursor:
        yield cursor
    own().commit()
