"""A worker's log while the database is away: one line an outage, where the libraries would tell it at length on every try."""

from __future__ import annotations

import logging

from procrastinate.exceptions import ConnectorException

POOL = "psycopg.pool"


class Calm(logging.Filter):
    said = False

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if record.name == POOL:
            return False
        if not isinstance(problem, ConnectorException):
            return True
        record.msg, record.args = f"The worker lost its database: {first_line(problem)}", ()
        record.exc_info = record.exc_text = None
        said, self.said = self.said, True
        return not said


def first_line(problem: BaseException) -> str:
    """Of what the database said itself, where a library put a sentence of its own around it."""
    cause = problem.__cause__ or problem
    return next(iter(str(cause).strip().splitlines()), "") or type(cause).__name__
