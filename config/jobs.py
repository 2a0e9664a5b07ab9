"""Housekeeping of the jobs themselves: those that a killed worker left, and those that are long done."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from accounts.queue import every

KEPT_HOURS = 7 * 24
FAILED_KEPT_HOURS = 30 * 24
GIVEN_UP_AFTER = 5  # a job that takes its worker down each time would do so for ever

log = logging.getLogger(__name__)


@every("* * * * *", "stalled jobs")
def take_up_stalled_jobs() -> None:
    """No lock on this one: it must run while others are stuck."""
    async_to_sync(take_up)(JobManager(DjangoConnector()))


async def take_up(manager: JobManager) -> None:
    """Jobs under way whose worker is gone or hasn't been heard of for half a minute."""
    for job in await manager.get_stalled_jobs():
        if job.attempts < GIVEN_UP_AFTER:
            await manager.retry_job(job, retry_at=timezone.now())
        else:
            log.error("The job %s (%s) was left %s times and is given up.", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@every("40 4 * * *", "old jobs")
def delete_old_jobs() -> None:
    manager = JobManager(DjangoConnector())
    async_to_sync(manager.delete_old_jobs)(nb_hours=KEPT_HOURS)
    async_to_sync(manager.delete_old_jobs)(
        nb_hours=FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
