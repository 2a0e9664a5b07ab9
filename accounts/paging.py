"""Pages by key: the next page starts after the last row shown, so a long list costs the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.ids import as_id


@dataclass(frozen=True)
class Page:
    """`after` names the last row by its id alone: addresses end up in logs, and names don't belong there."""

    rows: list[Any]
    after: int | None

    def __iter__(self) -> Any:
        return iter(self.rows)


def page_by_name(rows: QuerySet[Any], after: str, size: int) -> Page:
    """Ordered by name, then id. `after` is the id of the last row before; a damaged or removed one shows the first page."""
    last = rows.filter(pk=as_id(after)).first()
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(rows.order_by("name", "pk")[: size + 1])
    shown = found[:size]
    return Page(shown, shown[-1].pk if len(found) > size else None)
