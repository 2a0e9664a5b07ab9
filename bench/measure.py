"""Times a page, the bare SQL of that page, and a page of the same size without a database, in turns in one run."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

WARM_UP, ROUNDS = 3, 40


@dataclass(frozen=True)
class Figures:
    """Milliseconds."""

    median: float
    p95: float

    def __str__(self) -> str:
        return f"{self.median:.1f} ({self.p95:.1f})"


@dataclass(frozen=True)
class Row:
    case: str
    size: str
    queries: int
    kilobytes: float
    ours: Figures
    sql: Figures
    plain: Figures | None

    @property
    def over_sql(self) -> float:
        return self.ours.median / self.sql.median

    @property
    def over_limit(self) -> float:
        """Against what can't be avoided: the bare SQL and writing the same bytes."""
        return self.ours.median / (self.sql.median + (self.plain.median if self.plain else 0))


def in_turns(*acts: Callable[[], object]) -> list[Figures]:
    """Each act once a round, so that a slow moment of the machine hits all of them alike."""
    taken: list[list[float]] = [[] for _ in acts]
    for round_ in range(WARM_UP + ROUNDS):
        for times, act in zip(taken, acts, strict=True):
            begun = time.perf_counter()
            act()
            if round_ >= WARM_UP:
                times.append((time.perf_counter() - begun) * 1000)
    return [Figures(statistics.median(times), statistics.quantiles(times, n=20)[-1]) for times in taken]


def measure_page(case: str, size: str, client: Client, path: str) -> Row:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    # Lists of choices are read through named cursors; bare, it is the query in them.
    statements = [re.sub(r"^DECLARE .*? FOR ", "", query["sql"]) for query in captured.captured_queries]
    body = len(response.content)
    nobody = Client()
    ours, sql, plain = in_turns(
        lambda: client.get(path), lambda: run_bare(statements), lambda: nobody.get(f"/bench/plain/{body}/")
    )
    return Row(case, size, len(statements), body / 1024, ours, sql, plain)


def run_bare(statements: list[str]) -> None:
    """Through psycopg alone, rows fetched: what the database and the wire cost."""
    database = connection.connection
    for statement in statements:
        with database.cursor() as cursor:
            cursor.execute(statement.replace("%", "%%"))
            if cursor.description:
                cursor.fetchall()


def measure_write(case: str, size: str, act: Callable[[], object], bare: Callable[[], object]) -> Row:
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        act()
    ours, sql = in_turns(act, bare)
    return Row(case, size, len(captured), 0, ours, sql, None)


def table(rows: list[Row]) -> str:
    lines = [
        "| page or action | size | queries | kB | ours, ms | bare SQL, ms | same bytes, no database, ms | ours ÷ SQL | ours ÷ (SQL + bytes) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = [row.case, row.size, row.queries, f"{row.kilobytes:.0f}" if row.kilobytes else "–", row.ours, row.sql]
        cells += [row.plain or "–", f"{row.over_sql:.1f}", f"{row.over_limit:.1f}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)
