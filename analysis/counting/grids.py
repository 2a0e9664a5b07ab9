"""A table of counts: themes down, people, themes or questions across. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from analysis.counting.shading import Shades


class Count(NamedTuple):
    quotes: int = 0
    people: int = 0


NOTHING = Count()


class Measure(enum.StrEnum):
    PEOPLE = "people"
    QUOTES = "quotes"

    def of(self, count: Count) -> int:
        return count.people if self is Measure.PEOPLE else count.quotes


class Order(enum.StrEnum):
    BOARD = "board"
    PEOPLE = "people"
    QUOTES = "quotes"


@dataclass(frozen=True)
class Head:
    """What a row or column is about. `title`: more of it than the label has room for; `colour`: of a theme, else 0;
    `inside`: a theme inside the one before it."""

    key: int
    label: str
    title: str = ""
    group: str = ""
    colour: int = 0
    inside: bool = False

    @property
    def full(self) -> str:
        return f"{self.label} {self.title}".rstrip()


class Cell(NamedTuple):
    """`begins`: the first of its group. `own`: where a theme meets itself."""

    column: int
    number: int
    shade: int
    begins: bool
    own: bool


@dataclass(frozen=True)
class Row:
    head: Head
    cells: Sequence[Cell]
    total: Count


class Group(NamedTuple):
    name: str
    columns: int


@dataclass(frozen=True)
class Grid:
    columns: Sequence[Head]
    groups: Sequence[Group]
    rows: Sequence[Row]
    foot: Sequence[int]
    shades: Shades
    begins: frozenset[int]

    @property
    def heads(self) -> list[tuple[Head, bool]]:
        return [(head, head.key in self.begins) for head in self.columns]

    @property
    def feet(self) -> list[tuple[int, bool]]:
        return [(number, head.key in self.begins) for number, head in zip(self.foot, self.columns, strict=False)]

    def table(self) -> list[list[str]]:
        """As a spreadsheet has it; nothing is a 0, so that columns can be added up."""
        lines = [["Theme", *(head.full for head in self.columns), "People", "Quotes"]]
        for row in self.rows:
            numbers = [str(cell.number) for cell in row.cells]
            lines.append([row.head.full, *numbers, str(row.total.people), str(row.total.quotes)])
        return lines


Counts = Mapping[tuple[int, int], Count]


def grid(
    rows: Sequence[Head],
    columns: Sequence[Head],
    counts: Counts,
    totals: Mapping[int, Count],
    foot: Mapping[int, Count],
    measure: Measure,
    own: bool = False,
) -> Grid:
    """`counts` by (row, column), `totals` by row, `foot` by column. `own`: columns are the rows once more."""
    groups = [Group(name, len(list(heads))) for name, heads in groupby(columns, lambda head: head.group)]
    begins = _begins(columns)
    on = {column.key for column in columns}
    listed = {row.key for row in rows}
    most = max(
        (
            measure.of(count)
            for (row, column), count in counts.items()
            if row in listed and column in on and not (own and row == column)
        ),
        default=0,
    )
    shades = Shades.up_to(most)
    shade = [shades.of(number) for number in range(most + 1)]
    places = [(column.key, column.key in begins) for column in columns]
    numbers = {place: measure.of(count) for place, count in counts.items()}

    def cells(row: int) -> list[Cell]:
        made = []
        for column, first in places:
            number, mine = numbers.get((row, column), 0), own and row == column
            made.append(Cell(column, number, 0 if mine else shade[number], first, mine))
        return made

    return Grid(
        columns,
        groups if any(group.name for group in groups) else [],
        [Row(head, cells(head.key), totals.get(head.key, NOTHING)) for head in rows],
        [measure.of(foot.get(column.key, NOTHING)) for column in columns] if foot else [],
        shades,
        begins,
    )


def ordered(rows: Sequence[Head], totals: Mapping[int, Count], order: Order) -> list[Head]:
    """As on the board, or the widest first; what is equal stays as on the board."""
    if order is Order.BOARD:
        return list(rows)
    least = {Order.PEOPLE: lambda count: (-count.people, -count.quotes), Order.QUOTES: lambda count: (-count.quotes,)}[
        order
    ]
    return sorted(rows, key=lambda head: least(totals.get(head.key, NOTHING)))


def _begins(columns: Sequence[Head]) -> frozenset[int]:
    """The first column of each group but the first."""
    before = zip(columns, columns[1:], strict=False)
    return frozenset(head.key for last, head in before if head.group != last.group)
