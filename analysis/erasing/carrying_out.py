"""Carrying a withdrawal out: the steps that are still to take, one after the other, by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models.functions import Now

from accounts.models import Actor, audit
from analysis.erasing.steps import LAST, STEPS, Step
from analysis.erasing.vacuum import vacuum
from interviews.models import Participant, Withdrawal
from interviews.models.legal_hold import is_held
from studies.models.event import record

TURN = 1_005  # the advisory lock of a withdrawal


def carry_out(withdrawal_id: int) -> bool:
    """Whether it is done. Killed at any point, it goes on from there the next time; what is done is not done again."""
    with _alone(withdrawal_id) as mine:
        withdrawal = (
            Withdrawal.objects.select_related("study__workspace", "participant").filter(pk=withdrawal_id).first()
        )
        if withdrawal is None or withdrawal.is_done:
            return True
        if not mine:
            return False
        if withdrawal.participant and is_held(withdrawal.participant):
            return True  # closed since it began; the rest waits for the hold to be released
        for name, step in STEPS[withdrawal.outcome].items():
            if name not in withdrawal.steps:
                _take(withdrawal, name, step)
        _finish(withdrawal)
    vacuum()
    return True


def _take(withdrawal: Withdrawal, name: str, step: Step) -> None:
    participant = Participant.objects.select_related("study", "contact").filter(withdrawal=withdrawal).first()
    if participant:
        step(withdrawal, participant)
    elif name != LAST:  # nothing else takes a person who withdrew; without them nothing would be found to take
        raise RuntimeError(f"{withdrawal.code} is gone before the step {name!r} of their withdrawal.")
    withdrawal.steps = [*withdrawal.steps, name]
    Withdrawal.objects.filter(pk=withdrawal.pk).update(steps=withdrawal.steps)


def _finish(withdrawal: Withdrawal) -> None:
    with transaction.atomic():
        done = Withdrawal.objects.filter(pk=withdrawal.pk, done_at=None).update(done_at=Now())
        if done:
            study = withdrawal.study
            record(study, "withdrawn", None, withdrawal=withdrawal.pk)
            outcome = str(withdrawal.outcome)
            audit(
                study.workspace, "participant.erased", actor=Actor.APP, thing=withdrawal.pk, study=study.pk, outcome=outcome
            )  # fmt: skip


@contextmanager
def _alone(withdrawal_id: int) -> Iterator[bool]:
    """Held by the connection: whoever is killed lets go of it."""
    key = [TURN, withdrawal_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", key)
