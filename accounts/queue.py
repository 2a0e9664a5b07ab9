"""Work for later, kept in the database: written down in the transaction that wants it, done after its commit or not at all.

Only `enqueue` writes a job down. What a job is told is kept for days, so it is told ids and dates, never a name or a word;
it looks up the rest when it runs, and finds out there whether it is still to be done. It may be run twice: whoever was doing
it can be killed before it could say that it was done.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task

QUICK = "quick"  # mail and whatever else somebody waits for
LONG = "long"  # minutes and more; they have a lane of their own, so that mail never waits behind one
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)  # after 4 s, 16 s, a minute … for a day in all

Job = Task[Any, Any, Any]


def job(name: str, queue: str = QUICK, retry: RetryStrategy = AGAIN) -> Callable[[Callable[..., None]], Job]:
    """A function that runs in a worker. `name` stands in the database, so it stays when the function moves."""
    return app.task(name=name, queue=queue, retry=retry)


def every(cron: str, name: str, queue: str = QUICK) -> Callable[[Callable[[], None]], Job]:
    """A function that runs by the clock (UTC). A time that was missed while nothing ran is made good once, within a day."""

    def wrap(function: Callable[[], None]) -> Job:
        def run(timestamp: int) -> None:
            function()

        task = app.task(name=name, queue=queue, queueing_lock=name, retry=AGAIN)(run)
        app.periodic(cron=cron, periodic_id=name, queueing_lock=name, queue=queue)(task)
        return task

    return wrap


def enqueue(
    task: Job,
    *,
    at: datetime.datetime | None = None,
    once: str | None = None,
    one_by_one: str | None = None,
    **ids: Any,
) -> int | None:
    """Have it done after this transaction's commit, or at `at`; gives the job's number.

    `once`: nothing happens (None) where a job of that key waits already. `one_by_one`: jobs of that key never run at once.
    """
    wanted = configure_task(
        name=task.name,
        job_manager=JobManager(DjangoConnector()),  # Django's own connection, in a worker's job as well
        queue=task.queue,
        lock=one_by_one,
        queueing_lock=once,
        schedule_at=at,
        task_kwargs={name: plain(value) for name, value in ids.items()},
    )
    try:
        with transaction.atomic():  # a key that is taken must not spoil what surrounds this
            return wanted.defer()
    except exceptions.AlreadyEnqueued:
        return None


def plain(value: Any) -> Any:
    """As JSON. A string is refused, whatever is in it: it could be somebody's name."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime.date):  # and a moment
        return value.isoformat()
    raise TypeError(f"A job is told ids and dates, not a {type(value).__name__}.")
