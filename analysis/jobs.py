"""What the analysis leaves to the worker."""

from __future__ import annotations

from accounts.queue import LONG, enqueue, every, job
from analysis.erasing.carrying_out import carry_out
from interviews.models import Withdrawal


class Busy(Exception):
    """Somebody else is carrying it out; the job is tried again, in case they are killed."""


@job("erase", queue=LONG)
def erase_job(withdrawal: int) -> None:
    if not carry_out(withdrawal):
        raise Busy


def erase_later(withdrawal: int) -> None:
    enqueue(erase_job, once=f"erase {withdrawal}", withdrawal=withdrawal)


@every("*/10 * * * *", "unfinished erasures")
def take_up_erasures() -> None:
    """Whatever became of its job: a withdrawal that was asked for is carried out."""
    for pk in Withdrawal.objects.unfinished().values_list("pk", flat=True):
        erase_later(pk)
