"""Pages by key: the next page starts after the last row shown, so a long list costs the same on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    after: str

    def __iter__(self) -> Any:
        return iter(self.rows)


def page_by_name(rows: QuerySet[Any], after: str, size: int) -> Page:
    """Ordered by name, then id. `after` is "id:name" of the last row before; a damaged one shows the first page."""
    last_id, _, last_name = after.partition(":")
    if last_id.isdigit():
        rows = rows.filter(Q(name__gt=last_name) | Q(name=last_name, pk__gt=int(last_id)))
    found = list(rows.order_by("name", "pk")[: size + 1])
    more = len(found) > size
    shown = found[:size]
    return Page(shown, f"{shown[-1].pk}:{shown[-1].name}" if more else "")
