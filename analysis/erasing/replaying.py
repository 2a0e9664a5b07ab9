"""After a backup was restored: whoever withdrew since it was made is erased again, before the first page is served."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import Actor
from analysis.erasing import ledger
from analysis.erasing.beginning import begin
from analysis.erasing.carrying_out import carry_out
from analysis.erasing.ledger import Entry
from interviews.models import Outcome, Participant, Withdrawal
from interviews.models.withdrawal import key_of, study_key
from studies.models import Study


def replay_erasures() -> int:
    """Carry out whatever the ledger knows and the database doesn't; how many people that was.

    Without a restore that is nobody, and costs one query.
    """
    told = ledger.entries()
    known = dict(Withdrawal.objects.filter(key__in=[entry.person for entry in told]).values_list("key", "outcome"))
    last = {entry.person: entry for entry in told}.values()  # who was stopped first and erased later has two
    for participant, outcome in _found([entry for entry in last if _is_new(entry, known.get(entry.person))]):
        begin_again(participant, outcome)
    open_ones = Withdrawal.objects.unfinished().filter(key__in=[entry.person for entry in told])
    waiting = list(open_ones.values_list("pk", flat=True))
    return sum(carry_out(pk) for pk in waiting)


def _is_new(entry: Entry, known: str | None) -> bool:
    return known is None or (known == Outcome.STOP and entry.outcome != Outcome.STOP)


def begin_again(participant: Participant, outcome: str) -> Withdrawal:
    return begin(participant, outcome, actor=Actor.APP)


def _found(entries: Iterable[Entry]) -> list[tuple[Participant, str]]:
    """Those of the entries whose person the database has."""
    people: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        people[entry.study][entry.person] = entry.outcome
    if not people:
        return []
    studies = [study for study in Study.objects.only("pk") if study_key(study.pk) in people]
    rows = Participant.objects.filter(study__in=studies).select_related("study__workspace")
    return [
        (row, people[study_key(row.study_id)][key])
        for row in rows.iterator(2000)
        if (key := key_of(row)) in people[study_key(row.study_id)]
    ]
