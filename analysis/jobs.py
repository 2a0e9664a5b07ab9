"""What the analysis leaves to the worker."""

from __future__ import annotations

from accounts.queue import LONG, enqueue, every, job
from analysis.erasing import mailing
from analysis.erasing.carrying_out import carry_out
from analysis.erasing.vacuum import vacuum
from analysis.models import Redaction
from analysis.retention.mailing import tell
from analysis.retention.sweeping import announce, sweep
from interviews.models import Withdrawal
from studies.models import Study


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


@every("20 * * * *", "retention", queue=LONG)
def retain() -> None:
    """Every hour, since the day begins at another hour for each team; what went already is passed over."""
    announce()
    sweep()


@every("50 * * * *", "words taken out for good", queue=LONG)
def forget_taken_out() -> None:
    """What nobody can put back any more is kept nowhere."""
    if Redaction.let_go():
        vacuum()


@job("retention of a study", queue=LONG)
def retain_study(study: str) -> None:
    sweep(study=Study.objects.get(pk=study))


@job("tell of retention")
def tell_of_retention(report: int) -> None:
    tell(report)


@job("tell of a withdrawal")
def tell_of_withdrawal(withdrawal: int) -> None:
    mailing.tell(withdrawal)


def tell_of_withdrawal_later(withdrawal: int) -> None:
    enqueue(tell_of_withdrawal, once=f"tell of withdrawal {withdrawal}", withdrawal=withdrawal)
