from __future__ import annotations

import logging

from procrastinate.exceptions import ConnectorException

from config.calm import Calm


def record(name: str, problem: Exception | None = None) -> logging.LogRecord:
    told = (type(problem), problem, None) if problem else None
    return logging.LogRecord(name, logging.ERROR, "", 1, "Side task failed", (), told)


def away() -> ConnectorException:
    problem = ConnectorException()
    problem.__cause__ = OSError("connection refused\nIs it running?")
    return problem


def test_a_database_that_is_away_is_one_line_an_outage() -> None:
    calm = Calm()
    first, second = record("procrastinate.worker", away()), record("procrastinate.manager", away())
    assert calm.filter(first)
    assert first.getMessage() == "The worker lost its database: connection refused"
    assert not first.exc_info
    assert not calm.filter(second)
    assert not calm.filter(record("psycopg.pool"))
    calm.said = False
    assert calm.filter(record("procrastinate.worker", away()))


def test_everything_else_is_said_as_it_is() -> None:
    broken = record("procrastinate.worker", ValueError("no such study"))
    assert Calm().filter(broken)
    assert broken.getMessage() == "Side task failed"
    assert broken.exc_info
