"""The checker itself: each kind of damage is found, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.resilience.checker import Row, compare
from tests.resilience.writers import Line


def line(number: int, *versions: str, acked: int | None = None) -> Line:
    said = list(versions or [f"line {number}"])
    count = len(said) if acked is None else acked
    return Line(f"id{number}", 0, number, 1, 100 * number, said, acked=count, revision=count, tries=len(said))


def row(number: int, text: str = "", revision: int = 1, position: int | None = None) -> Row:
    return Row(
        f"id{number}", 1, 100 * number if position is None else position, text or f"line {number}", revision, False
    )


LINES = [line(0), line(1), line(2, "line 2", "line 2 changed")]
ROWS = [row(0), row(1), row(2, "line 2 changed", 2)]
EVENTS = {"id0": 1, "id1": 1, "id2": 2}


def test_what_was_acknowledged_and_is_there_is_good() -> None:
    verdict = compare(LINES, ROWS, EVENTS)
    assert verdict.good and verdict.acked == 4


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("lost", ROWS[1:]),
        ("lost", [*ROWS[:2], row(2, "line 2", 1)]),  # the change
        ("lost", [replace(ROWS[0], removed=True), *ROWS[1:]]),
        ("doubled", [*ROWS, replace(ROWS[0], id="other")]),
        ("doubled", [*ROWS, ROWS[0]]),
        ("doubled", [replace(ROWS[0], revision=2), *ROWS[1:]]),
        ("foreign", [*ROWS, row(9)]),
        ("disordered", [row(0, position=150), *ROWS[1:]]),
    ],
)
def test_damage_is_found(kind: str, rows: list[Row]) -> None:
    verdict = compare(LINES, rows)
    assert getattr(verdict, kind) and not verdict.good


def test_a_change_announced_twice_is_found() -> None:
    assert compare(LINES, ROWS, {**EVENTS, "id1": 2}).doubled


@pytest.mark.parametrize("rows", [[], [row(0)]])
def test_a_line_that_still_waits_may_be_there_or_not(rows: list[Row]) -> None:
    assert compare([line(0, acked=0)], rows).good


def test_a_change_that_still_waits_may_be_there_or_not() -> None:
    waiting = line(0, "a", "b", acked=1)
    assert compare([waiting], [row(0, "a", 1)]).good
    assert compare([waiting], [row(0, "b", 2)]).good
    assert not compare([waiting], [row(0, "c", 2)]).good
