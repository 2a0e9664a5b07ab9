"""What pages ask for: a withdrawal that holds at once and is carried out by the worker."""

from __future__ import annotations

from accounts.models import User
from analysis.erasing.beginning import begin
from analysis.jobs import erase_later
from interviews.models import Participant, Withdrawal


def withdraw(participant: Participant, outcome: str, by: User | None = None, actor: str = "") -> Withdrawal:
    return begin(participant, outcome, by, actor, then=erase_later)
