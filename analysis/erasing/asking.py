"""What pages ask for: a withdrawal that holds at once and is carried out by the worker."""

from __future__ import annotations

from accounts.models import User
from analysis.erasing.beginning import begin
from analysis.jobs import erase_later, tell_of_withdrawal_later
from interviews.models import Participant, Withdrawal


def withdraw(participant: Participant, outcome: str, by: User | None = None, actor: str = "") -> Withdrawal:
    """Without `by` it was the person themselves, and the team gets to know."""

    def then(withdrawal: int) -> None:
        erase_later(withdrawal)
        if by is None:
            tell_of_withdrawal_later(withdrawal)

    return begin(participant, outcome, by, actor, then=then)
