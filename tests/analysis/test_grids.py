import pytest

from analysis.counting.grids import Count, Grid, Head, Measure, Order, grid, ordered
from analysis.counting.shading import Shades

THEMES = [Head(1, "Trust", colour=1), Head(2, "Waste", colour=2)]
PEOPLE = [Head(11, "P01", group="Owners"), Head(12, "P02", group="Owners"), Head(13, "P03", group="Cooks")]
COUNTS = {(1, 11): Count(3, 1), (1, 13): Count(1, 1), (2, 12): Count(8, 1)}
TOTALS = {1: Count(4, 2), 2: Count(8, 1)}


@pytest.fixture
def shown() -> Grid:
    return grid(THEMES, PEOPLE, COUNTS, TOTALS, {11: Count(3, 1), 12: Count(8, 1), 13: Count(1, 1)}, Measure.QUOTES)


def test_rows_and_cells(shown: Grid) -> None:
    assert [[cell.number for cell in row.cells] for row in shown.rows] == [[3, 0, 1], [0, 8, 0]]
    assert [[cell.shade for cell in row.cells] for row in shown.rows] == [[2, 0, 1], [0, 4, 0]]
    assert shown.foot == [3, 8, 1]


def test_groups(shown: Grid) -> None:
    assert shown.groups == [("Owners", 2), ("Cooks", 1)]
    assert [begins for _, begins in shown.heads] == [False, False, True]


def test_by_people() -> None:
    by_people = grid(THEMES, PEOPLE, COUNTS, TOTALS, {}, Measure.PEOPLE)
    assert [[cell.number for cell in row.cells] for row in by_people.rows] == [[1, 0, 1], [0, 1, 0]]


def test_where_a_theme_meets_itself_is_no_shade_and_darkens_nothing() -> None:
    counts = {(1, 1): Count(90, 9), (2, 2): Count(80, 8), (1, 2): Count(2, 2), (2, 1): Count(2, 2)}
    square = grid(THEMES, THEMES, counts, {}, {}, Measure.QUOTES, own=True)
    assert [[cell.shade for cell in row.cells] for row in square.rows] == [[0, 2], [2, 0]]
    assert square.rows[0].cells[0].own and square.rows[0].cells[0].number == 90
    assert square.groups == []


def test_as_a_table(shown: Grid) -> None:
    assert shown.table() == [
        ["Theme", "P01", "P02", "P03", "People", "Quotes"],
        ["Trust", "3", "0", "1", "2", "4"],
        ["Waste", "0", "8", "0", "1", "8"],
    ]


def test_orders() -> None:
    assert [head.key for head in ordered(THEMES, TOTALS, Order.BOARD)] == [1, 2]
    assert [head.key for head in ordered(THEMES, TOTALS, Order.PEOPLE)] == [1, 2]
    assert [head.key for head in ordered(THEMES, TOTALS, Order.QUOTES)] == [2, 1]


class TestShades:
    @pytest.mark.parametrize(
        ("most", "words"),
        [
            (0, "1, 2, 3, 4 or more"),
            (4, "1, 2, 3, 4 or more"),
            (5, "1, 2, 3, 4 or more"),
            (6, "1, 2 to 3, 4, 5 or more"),
            (40, "1 to 10, 11 to 20, 21 to 30, 31 or more"),
        ],
    )
    def test_words(self, most: int, words: str) -> None:
        assert Shades.up_to(most).words == words

    def test_every_number_has_one(self) -> None:
        shades = Shades.up_to(9)
        assert [shades.of(n) for n in (0, 1, 3, 4, 6, 7, 9, 10, 500)] == [0, 1, 2, 2, 3, 4, 4, 4, 4]
