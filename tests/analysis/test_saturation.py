"""The published figures, the thresholds and the guards of the new-theme rate."""

import pytest

from analysis.counting.saturation import NEAR, TRUE, Rule, State, first_seen, rate

LONG = [20, 8, 5, 4, 3, 3, 1, 0, 1, 0]
SHORT = [12, 6, 4, 2, 2, 1, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("new", "run", "ratios", "label"),
    [
        (LONG, 2, [0.162, 0.108, 0.027], "6 + 2"),
        (LONG, 3, [0.189, 0.108, 0.054, 0.027], "7 + 3"),
        (SHORT, 2, [0.125, 0.0417], "5 + 2"),
        (SHORT, 3, [0.125, 0.0833, 0.0417], "6 + 3"),
    ],
)
def test_the_vectors(new, run, ratios, label):
    found = rate(new, Rule(4, run, 5))
    reached = found.reached()
    assert reached.label == label
    upto = [one.ratio for one in found.runs if one.end <= reached.end]
    assert upto == pytest.approx(ratios, abs=0.0006)
    assert found.state() == State.REACHED


def test_the_published_worked_figures():
    """U_base 37; 4 of 37 is 11 %, no; 1 of 37 is 3 %, yes at 5 %."""
    found = rate(LONG, Rule(4, 2, 5))
    assert found.base == 37
    four, one = found.runs[1:3]
    assert (four.new, four.percent, four.within(NEAR)) == (4, 11, False)
    assert (one.new, one.percent, one.within(NEAR), one.within(TRUE)) == (1, 3, True, False)


def test_the_base_stays_the_base():
    assert {run.base for run in rate(LONG, Rule(4, 2)).runs} == {37}
    assert rate(LONG, Rule(5, 2)).base == 40 and rate(LONG, Rule(6, 2)).base == 43


def test_near_comes_before_true():
    found = rate(SHORT, Rule(4, 2, 5))
    assert (found.reached(NEAR).label, found.reached(TRUE).label) == ("5 + 2", "8 + 2")
    assert found.state(NEAR) == found.state(TRUE) == State.REACHED
    assert rate(LONG, Rule(4, 2)).state(TRUE) == State.LEARNING


def test_exactly_the_limit_is_within():
    assert rate([20, 0, 0, 0, 1, 0], Rule(4, 2, 5)).reached().label == "4 + 2"
    assert rate([19, 0, 0, 0, 1, 0], Rule(4, 2, 5)).reached() is None


@pytest.mark.parametrize(("held", "missing"), [(0, 6), (1, 5), (5, 1), (6, 0)])
def test_too_early(held, missing):
    found = rate([3] * held, Rule(4, 2))
    assert found.missing == missing
    assert (found.state() == State.EARLY) is bool(missing)
    assert bool(found.runs) is (missing == 0)


def test_a_base_without_themes_is_not_computable():
    found = rate([0, 0, 0, 0, 5, 1], Rule(4, 2))
    assert found.state() == State.NO_BASE and found.last is None and found.reached() is None


def test_new_themes_after_it_was_reached():
    found = rate([10, 0, 0, 0, 0, 0, 4, 0], Rule(4, 2, 5))
    assert found.reached().label == "4 + 2" and found.state() == State.AGAIN


def test_a_small_rest_is_never_printed_as_nothing():
    assert rate([400, 0, 0, 0, 1, 0], Rule(4, 2)).last.percent == 1
    assert rate([400, 0, 0, 0, 0, 0], Rule(4, 2)).last.percent == 0


def test_a_theme_counts_where_it_came_first():
    assert first_seen([{1, 2}, set(), {2, 3}, {1, 4, 3}]) == [[1, 2], [], [3], [4]]
    assert first_seen([]) == []


def test_the_order_decides():
    assert [len(fresh) for fresh in first_seen([{1}, {1, 2, 3}])] == [1, 2]
    assert [len(fresh) for fresh in first_seen([{1, 2, 3}, {1}])] == [3, 0]


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ({}, Rule(4, 2, 5)),
        ({"base": "6", "run": "3", "limit": "0"}, Rule(6, 3, 0)),
        ({"base": "7", "run": "x", "limit": "-5"}, Rule()),
        ({"base": "", "run": "٣", "limit": "1e9"}, Rule()),
    ],
)
def test_the_rule_from_an_address(query, rule):
    assert Rule.read(query) == rule
