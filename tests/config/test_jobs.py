"""Jobs that a killed worker left, and jobs that are long done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from accounts.queue import enqueue, job
from config.jobs import GIVEN_UP_AFTER, delete_old_jobs, take_up_stalled_jobs

pytestmark = pytest.mark.django_db


@job("test: nothing")
def nothing() -> None: ...


def taken(heard_of: timedelta | None) -> int:
    """A job under way; its worker was heard of so long ago, or is gone (None)."""
    manager = JobManager(DjangoConnector())
    number = enqueue(nothing)
    worker = async_to_sync(manager.register_worker)()
    fetched = async_to_sync(manager.fetch_job)(queues=None, worker_id=worker)
    assert fetched
    assert fetched.id == number
    with connection.cursor() as cursor:
        if heard_of is None:
            cursor.execute("delete from procrastinate_workers where id = %s", [worker])
        else:
            cursor.execute(
                "update procrastinate_workers set last_heartbeat = now() - %s where id = %s", [heard_of, worker]
            )
    return fetched.id or 0


def status(number: int) -> str:
    return ProcrastinateJob.objects.get(pk=number).status


@pytest.mark.parametrize("heard_of", [None, timedelta(seconds=40)])
def test_a_job_whose_worker_is_gone_waits_again(heard_of: timedelta | None) -> None:
    left, kept = taken(heard_of), taken(timedelta(seconds=5))
    take_up_stalled_jobs(timestamp=0)
    assert status(left) == "todo"
    assert status(kept) == "doing"


def test_a_job_that_takes_its_worker_down_each_time_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    left = taken(None)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set attempts = %s where id = %s", [GIVEN_UP_AFTER, left])
    take_up_stalled_jobs(timestamp=0)
    assert status(left) == "failed"
    assert "given up" in caplog.text


@pytest.mark.parametrize(
    ("end", "days", "kept"),
    [
        (Status.SUCCEEDED, 6, True),
        (Status.SUCCEEDED, 8, False),
        (Status.FAILED, 8, True),
        (Status.FAILED, 31, False),
    ],
)
def test_old_jobs_go(end: Status, days: int, kept: bool) -> None:
    number = taken(timedelta())
    async_to_sync(JobManager(DjangoConnector()).finish_job_by_id_async)(number, end, delete_job=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_events set at = now() - %s where job_id = %s", [timedelta(days=days), number]
        )
    delete_old_jobs(timestamp=0)
    assert ProcrastinateJob.objects.filter(pk=number).exists() is kept
