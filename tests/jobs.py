"""A worker for tests: what is due is done here and now, on the test's own connection."""

from __future__ import annotations

import asyncio
import datetime
import json
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

DUE = "update procrastinate_jobs set scheduled_at = null where status = 'todo' and scheduled_at <= %s"


def run_jobs(until: datetime.datetime | None = None) -> list[str]:
    """The names of the jobs that were done, those included that were enqueued meanwhile; `until` is what time it is."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(until)
    with ThreadPoolExecutor(1) as apart:  # in a browser test: its thread has a loop of its own
        return apart.submit(_run_and_hang_up, until).result()


def _run_and_hang_up(until: datetime.datetime | None) -> list[str]:
    try:
        return _run(until)
    finally:
        connection.close()


def _run(until: datetime.datetime | None) -> list[str]:
    manager, done = JobManager(DjangoConnector()), []
    worker = async_to_sync(manager.register_worker)()
    try:
        while True:
            if until:
                with connection.cursor() as cursor:
                    cursor.execute(DUE, [until])
            job = async_to_sync(manager.fetch_job)(queues=None, worker_id=worker)
            if job is None:
                return done
            try:
                app.tasks[job.task_name](**json.loads(str(job.task_kwargs)))  # Django leaves JSON as text
            except BaseException:
                async_to_sync(manager.finish_job)(job, Status.FAILED, delete_job=False)
                raise
            async_to_sync(manager.finish_job)(job, Status.SUCCEEDED, delete_job=False)
            done.append(job.task_name)
    finally:
        async_to_sync(manager.unregister_worker)(worker)


def waiting() -> list[tuple[str, dict[str, object]]]:
    """Names and arguments of the jobs that wait."""
    return list(ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", "args"))
