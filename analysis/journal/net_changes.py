"""What a step did to each row, all in all; and the same backwards. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

Image = dict[str, Any]


@dataclass(frozen=True)
class Net:
    """A row that came (`before` is None), went (`after` is None) or changed: then both hold the fields that differ."""

    kind: str
    row_id: int
    before: Image | None
    after: Image | None
    quote_id: int | None = None

    @property
    def turned(self) -> Net:
        return replace(self, before=self.after, after=self.before)

    @property
    def came(self) -> bool:
        return self.before is None

    @property
    def went(self) -> bool:
        return self.after is None

    def value(self, field: str) -> Any:
        """As it is afterwards, or was last."""
        return (self.after or self.before or {}).get(field)


def net_changes(changes: Iterable[Any]) -> list[Net]:
    """`changes`: one step's, in order. What came and went again within it is left out."""
    nets: dict[tuple[str, int], Net | None] = {}
    for change in changes:
        net = Net(change.kind, change.row_id, change.before, change.after, change.quote_id)
        key = (change.kind, change.row_id)
        before = nets.get(key)
        nets[key] = _then(before, net) if before else net
    return [net for net in nets.values() if net]


def _then(one: Net, next_: Net) -> Net | None:
    earlier, later = {**(next_.before or {}), **(one.before or {})}, {**(one.after or {}), **(next_.after or {})}
    if one.came and next_.went:
        return None
    if one.came:
        return replace(one, after=later)
    if next_.went:
        return replace(one, before=earlier, after=None)
    if one.went:  # and came back
        return _differing(one, one.before or {}, next_.after or {})
    return _differing(one, earlier, later)


def _differing(net: Net, before: Image, after: Image) -> Net | None:
    fields = [key for key in before if before[key] != after.get(key)]
    if not fields:
        return None
    return replace(net, before={key: before[key] for key in fields}, after={key: after.get(key) for key in fields})
