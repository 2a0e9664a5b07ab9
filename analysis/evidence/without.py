"""Every assumption's ledger as it would read without one person."""

from __future__ import annotations

from analysis.evidence.ledgers import ledgers
from analysis.evidence.tally import Ledger
from interviews.models import Participant


def ledgers_without(participant: Participant) -> dict[int, Ledger]:
    """The bar stays as it was agreed; one person fewer was heard."""
    return {pk: _without(ledger, participant.pk) for pk, ledger in ledgers(participant.study).items()}


def _without(ledger: Ledger, person: int) -> Ledger:
    people = {pk: stand for pk, stand in ledger.people.items() if pk != person}
    outside = {pk: stand for pk, stand in (ledger.outside or {}).items() if pk != person}
    return Ledger(people, ledger.bar, outside)
