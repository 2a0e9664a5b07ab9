"""What was deleted lies in the database's files until the space is used again. Vacuuming soon makes that sooner."""

from __future__ import annotations

from django.db import connection

from analysis.erasing.rows import model_of
from analysis.personal import TABLES


def vacuum() -> None:
    """Only outside a transaction, as PostgreSQL wants it; inside one, in tests, there is nothing to gain either."""
    if connection.in_atomic_block:
        return
    tables = [model_of(table)._meta.db_table for table in TABLES if table.of_a_person]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'vacuum (skip_locked) "{table}"')
