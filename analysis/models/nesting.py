"""Themes as they stand: those inside another come right after it. One level deep, which the database holds as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar


class Nested(Protocol):
    pk: Any
    parent_id: int | None


T = TypeVar("T", bound=Nested)


def in_tree_order(themes: Iterable[T]) -> list[T]:
    """Each with those inside it behind it, otherwise as they came. Whose parent isn't among them stands for itself."""
    rows = list(themes)
    here = {row.pk for row in rows}
    inside: dict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        inside[row.parent_id if row.parent_id in here else None].append(row)
    return [each for top in inside[None] for each in (top, *inside.get(top.pk, []))]


def shifted(themes: Iterable[T], pk: int, steps: int) -> list[T]:
    """The order with one of them moved left (-1) or right (1) among those it stands beside; at the edge it stays."""
    rows = in_tree_order(themes)
    here = {row.pk for row in rows}
    parents = {row.pk: row.parent_id if row.parent_id in here else None for row in rows}
    beside = [at for at, row in enumerate(rows) if parents[row.pk] == parents[pk]]
    place = next(number for number, at in enumerate(beside) if rows[at].pk == pk)
    other = place + steps
    if 0 <= other < len(beside):
        rows[beside[place]], rows[beside[other]] = rows[beside[other]], rows[beside[place]]
    return in_tree_order(rows)
