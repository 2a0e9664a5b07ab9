import pytest

from analysis.evidence.tally import Bar, BarState, Stand, tally


def stands(heard=(), quotes=(), signals=(), **more):
    return tally(heard, quotes, signals, **more).people


def test_it_counts_people_not_quotes():
    ledger = tally([1, 2, 3], [(1, "for"), (1, "for"), (1, "for"), (2, "against")], [])
    assert (ledger.n_for, ledger.n_against, ledger.n_mixed, ledger.n_silent) == (1, 1, 0, 1)


def test_for_and_against_is_mixed():
    assert stands([1], [(1, "for"), (1, "against")]) == {1: Stand.MIXED}


def test_for_and_mixed_is_mixed():
    assert stands([1], [(1, "for"), (1, "mixed")]) == {1: Stand.MIXED}


def test_a_quote_wins_over_the_debrief():
    assert stands([1], [(1, "against")], [(1, "for")]) == {1: Stand.AGAINST}


def test_the_debrief_counts_where_no_quote_speaks():
    assert stands([1, 2], [(1, "against")], [(2, "for")]) == {1: Stand.AGAINST, 2: Stand.FOR}


def test_two_debriefs_that_differ_are_mixed():
    assert stands([1], [], [(1, "for"), (1, "against")]) == {1: Stand.MIXED}


def test_nothing_in_a_debrief_is_silence():
    assert stands([1], [], [(1, "nothing")]) == {1: Stand.SILENT}
    assert stands([1], [], [(1, "nothing"), (1, "for")]) == {1: Stand.FOR}


def test_whoever_is_quoted_was_heard():
    """A live interview isn't held yet, but its words count."""
    assert stands([2], [(1, "for")]) == {2: Stand.SILENT, 1: Stand.FOR}


def test_people_keep_the_order_given():
    assert list(stands([3, 1, 2], [(1, "for")])) == [3, 1, 2]


def test_a_persona_limits_who_counts():
    ledger = tally([1, 2, 3], [(1, "for"), (3, "against")], [], bar=Bar(1, 2), about=[1, 2])
    assert ledger.people == {1: Stand.FOR, 2: Stand.SILENT}
    assert ledger.outside == {3: Stand.AGAINST}


@pytest.mark.parametrize(
    ("n_for", "n_against", "bar", "state"),
    [
        (5, 0, None, BarState.NONE),
        (5, 2, Bar(5, 10), BarState.REACHED),
        (6, 0, Bar(5, 5), BarState.REACHED),
        (4, 0, Bar(5, 10), BarState.OPEN),
        (4, 5, Bar(5, 10), BarState.OPEN),
        (3, 6, Bar(5, 10), BarState.OUT_OF_REACH),
        (4, 6, Bar(5, 10), BarState.OUT_OF_REACH),
        (0, 0, Bar(1, 1), BarState.OPEN),
        (4, 9, Bar(5, 10), BarState.OUT_OF_REACH),
    ],
)
def test_the_bar(n_for, n_against, bar, state):
    quotes = [(person, "for" if person < n_for else "against") for person in range(n_for + n_against)]
    assert tally([], quotes, [], bar=bar).bar_state is state


def test_mixed_does_not_reach_the_bar():
    ledger = tally([], [(1, "mixed"), (2, "for")], [], bar=Bar(2, 2))
    assert ledger.bar_state is BarState.OUT_OF_REACH


def test_the_bar_in_words():
    quotes = [(person, "for") for person in range(6)]
    assert tally([], quotes, [], bar=Bar(5, 10)).bar_words == "Bar reached: 6 of at least 5."
    assert tally([], quotes, [], bar=Bar(7, 9)).bar_words == "6 of at least 7 so far, and 3 people left to hear."
    words = tally([], quotes, [], bar=Bar(7, 7)).bar_words
    assert words == "6 of at least 7 so far, and 1 person left to hear."
    unweighed = tally([8], quotes, [], bar=Bar(7, 7))
    assert unweighed.bar_state is BarState.OPEN
    assert unweighed.bar_words == (
        "6 of at least 7 so far, and nobody is left to hear. 1 person heard may have said more than is weighed."
    )
    lost = tally([], [*quotes, (8, "against")], [], bar=Bar(7, 7)).bar_words
    assert lost == "The bar can’t be reached any more: 6 of at least 7, and nobody is left to hear."
    assert tally([], quotes, []).bar_words == "No bar was set."


def test_the_ledger_in_words():
    ledger = tally([1, 2], [(1, "for")], [])
    assert ledger.words == "1 for, 0 against, 0 mixed, 1 silent, of 2 people heard"
