"""Whether the audit log's chain holds: read in the order of its numbers, a part at a time, so that a long one can be walked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import AuditEntry, Workspace
from accounts.models.audit_log import BEGINNING, first_broken

AT_ONCE = 100_000
READ_AHEAD = 1_000


@dataclass(frozen=True)
class Walk:
    """`upto`: the last entry up to which the chain holds. `seal`: its hash. `more`: the walk ended before the log did."""

    since: int
    upto: int
    broken: int | None
    seal: str
    more: bool


def walk(workspace: Workspace, since: int = 1, most: int = AT_ONCE) -> Walk:
    log = AuditEntry.objects.filter(workspace=workspace)
    before = log.filter(number=since - 1).first()
    if before is None and since > 1:
        return Walk(since, 0, since - 1, "", False)
    entries = _Counted(log.filter(number__gte=since).order_by("number")[:most].iterator(READ_AHEAD), before)
    broken = first_broken(entries, since, before.hash if before else BEGINNING)
    if broken is not None:
        return Walk(since, broken - 1, broken, "", False)
    last = entries.last
    upto = last.number if last else 0
    return Walk(since, upto, None, last.hash if last else "", log.filter(number__gt=upto).exists())


class _Counted:
    """The rows as they pass, and the last of them afterwards."""

    def __init__(self, rows: Iterator[AuditEntry], before: AuditEntry | None) -> None:
        self.rows, self.last = rows, before

    def __iter__(self) -> Iterator[AuditEntry]:
        for row in self.rows:
            self.last = row
            yield row
