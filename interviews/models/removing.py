"""Somebody who was added by mistake leaves a study again. Whoever was heard withdraws instead."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.models.audit_log import audit
from accounts.refusal import Refused
from interviews.models.legal_hold import demand_no_hold
from interviews.models.people import Participant


def demand_removable(participant: Participant) -> None:
    """Words are taken out by a withdrawal, which a backup that is restored doesn't undo; a removal is written down nowhere."""
    demand_no_hold(participant)
    if participant.has_withdrawn:
        raise Refused(f"{participant.code} withdrew already. What is left of that is done by the app.")
    if participant.study.notes.filter(interview__participant=participant).exists():
        raise Refused(
            f"{participant.code} has said something here. Withdraw them instead: that also holds after a backup."
        )


def remove(participant: Participant, by: User) -> None:
    with transaction.atomic():
        study, pk = participant.study, participant.pk
        study.lock()
        demand_removable(participant)
        participant.delete()
        audit(study.workspace, "participant.removed", by, thing=pk, study=study.pk)
