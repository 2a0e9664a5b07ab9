"""A study goes as a whole, with everybody in it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User, audit
from analysis.erasing import ledger
from interviews.models import Outcome
from interviews.models.legal_hold import demand_no_hold_in
from interviews.models.withdrawal import key_of, study_key
from studies.models import Study


def remove_study(study: Study, by: User) -> None:
    """Its people stand in the erasure ledger, so that a backup which is restored brings the study back without them."""
    with transaction.atomic():
        study.lock()
        demand_no_hold_in(study)
        pk, people = study.pk, [key_of(row) for row in study.participants.all()]
        study.delete()
        audit(study.workspace, "study.removed", by, thing=pk, study=pk, people=len(people))
        for person in people:
            ledger.write(study_key(pk), person, str(Outcome.DELETE))
