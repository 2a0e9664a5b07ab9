"""A withdrawal begins: from its commit on nothing of the person is shown or used, whenever the rest is carried out."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from accounts.models import Actor, User, audit
from accounts.refusal import Refused
from analysis.erasing import ledger
from analysis.erasing.carrying_out import carry_out
from analysis.erasing.departures import list_departures
from interviews.models import (
    ConsentRecord,
    InterviewState,
    Method,
    Participant,
    Purpose,
    Stage,
    StudyPrivacy,
    Withdrawal,
)
from interviews.models.privacy import Outcome
from interviews.models.withdrawal import key_of, study_key
from studies.models.event import record

Later = Callable[[int], None]


def begin(
    participant: Participant, outcome: str, by: User | None = None, actor: str = "", then: Later | None = None
) -> Withdrawal:
    """Close everything and write the ledger. `then` is given the withdrawal's number, to have it carried out after the commit.

    Without `by` it was the person themselves, or whoever `actor` says. Beginning twice is beginning once.
    """
    outcome = Outcome(outcome)
    if actor != Actor.APP:  # a day that comes while a backup is restored changes nothing
        demand_in_time(participant, outcome)
    with transaction.atomic():
        study = participant.study
        study.lock()
        held = Participant.objects.select_for_update(no_key=True).filter(pk=participant.pk).first()
        if held is None:
            raise Refused(f"{participant.code} isn’t in the study any more.")
        withdrawal = Withdrawal.objects.filter(participant=held).first()
        if withdrawal and not (withdrawal.outcome == Outcome.STOP and outcome != Outcome.STOP):
            return withdrawal
        if withdrawal:  # what was only stopped is erased now; an erasure is never taken back
            withdrawal.raise_to(outcome, by)
        else:
            withdrawal = Withdrawal.objects.create(
                study=study, number=held.number, participant=held, outcome=outcome, key=key_of(held), by=by,
                actor=actor or (Actor.MEMBER if by else Actor.PARTICIPANT),
                interviews=list(held.interviews.values_list("pk", flat=True)),
            )  # fmt: skip
            _close(withdrawal, held, by)
        _call_off(held, by)
        list_departures(withdrawal, held)
        record(study, "withdrawn", by, withdrawal=withdrawal.pk)
        record(study, "consent", by, participant=held.pk)
        audit(
            study.workspace, "participant.withdrew", by, actor=withdrawal.actor, thing=held.pk, study=study.pk,
            outcome=str(outcome),
        )  # fmt: skip
        # On the disk before the commit: a backup that is restored must not know better.
        ledger.write(study_key(study.pk), withdrawal.key, str(outcome))
        if then:
            then(withdrawal.pk)
    return withdrawal


def demand_in_time(participant: Participant, outcome: str) -> None:
    """After the study's last day for it words stay, in what was published; using them further is stopped at any time."""
    privacy = StudyPrivacy.of(participant.study)
    if outcome != Outcome.STOP and not privacy.may_withdraw:
        raise Refused(
            f"Words could be taken out until {privacy.withdraw_until:%-d %b %Y}, as the form says. Stop further use instead."
        )


def _close(withdrawal: Withdrawal, participant: Participant, by: User | None) -> None:
    """A no to every purpose, so that every gate there is closes."""
    form = participant.study.consent_forms.first()
    if form is None:
        if withdrawal.outcome == Outcome.STOP:
            raise Refused(
                "The study has no consent form, so there is no use that could be stopped. Delete everything instead."
            )
        return
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            participant=participant, form=form, purpose=purpose, granted=False, method=Method.WITHDREW, captured_by=by,
            at=withdrawal.asked_at,
        )
        for purpose in Purpose
    )  # fmt: skip


def _call_off(participant: Participant, by: User | None) -> None:
    """Nobody turns up to a call that won't be, and nobody invites them again."""
    for interview in participant.interviews.filter(state=InterviewState.PLANNED):
        interview.cancel(by, Stage.DECLINED)
    participant.refresh_from_db(fields=["stage"])
    if participant.stage != Stage.INTERVIEWED:
        participant.move_to(Stage.DECLINED)


def erase(participant: Participant, outcome: str, by: User | None = None, actor: str = "") -> Withdrawal:
    """Begin and carry out, here and now."""
    withdrawal = begin(participant, outcome, by, actor)
    carry_out(withdrawal.pk)
    withdrawal.refresh_from_db()
    return withdrawal
