from analysis.evidence.tally import Stand
from analysis.themes.contradicting import Weighed, contradicting, leans

A1, A2 = 1, 2


def rows(*said: tuple[int, int, str], assumption: int = A1) -> list[Weighed]:
    """(quote, person, stance)"""
    return [Weighed(quote, person, assumption, stance) for quote, person, stance in said]


def contrary(said: list[Weighed]) -> set[int]:
    return set(contradicting(said))


def test_against_and_mixed_contradict_where_most_are_for() -> None:
    said = rows((1, 1, "for"), (2, 2, "for"), (3, 3, "against"), (4, 4, "mixed"))
    assert leans(said)[A1].side is Stand.FOR
    assert contrary(said) == {3, 4}
    assert leans(said)[A1].words == "2 of the 3 people here who take a side are for"


def test_the_other_way_round_too() -> None:
    said = rows((1, 1, "against"), (2, 2, "against"), (3, 3, "for"))
    assert contrary(said) == {3}


def test_people_are_counted_not_quotes() -> None:
    """Five quotes of one talkative person don't outweigh two people."""
    talkative = [(number, 1, "for") for number in range(1, 6)]
    said = rows(*talkative, (6, 2, "against"), (7, 3, "against"))
    assert leans(said)[A1].side is Stand.AGAINST
    assert contrary(said) == {1, 2, 3, 4, 5}


def test_where_people_are_split_nothing_contradicts() -> None:
    said = rows((1, 1, "for"), (2, 2, "against"), (3, 3, "mixed"))
    assert leans(said)[A1].side is None
    assert leans(said)[A1].words == "people here are split, 1 to 1"
    assert contrary(said) == set()


def test_who_says_both_takes_no_side() -> None:
    said = rows((1, 1, "for"), (2, 1, "against"), (3, 2, "for"))
    assert leans(said)[A1].ledger.n_mixed == 1
    assert contrary(said) == {2}


def test_each_assumption_for_itself() -> None:
    said = rows((1, 1, "for"), (2, 2, "for"), (3, 3, "against")) + rows(
        (3, 3, "for"), (1, 1, "against"), (2, 2, "against"), assumption=A2
    )
    found = contradicting(said)
    assert [(lean.assumption, stance) for lean, stance in found[3]] == [(A1, "against"), (A2, "for")]
    assert set(found) == {3}


def test_weak_words_make_no_lean_but_may_contradict_one() -> None:
    strong = rows((1, 1, "for"))
    weak = [Weighed(quote, quote, A1, "against", counts=False) for quote in (2, 3)]
    assert contrary(strong + weak) == {2, 3}
    assert leans(weak) == {} and contrary(weak) == set()


def test_nothing_weighed() -> None:
    assert contradicting([]) == {} and leans([]) == {}
