import pytest

from analysis.filtering.terms import LONGEST, MOST, terms


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("  half  twelve ", ["half", "twelve"]),
        ('"half twelve" torch', ["half twelve", "torch"]),
        ("„half twelve“ “at night”", ["half twelve", "at night"]),
        ('torch "half tw', ["torch", "half tw"]),
        ('"" "  " "', []),
        ("don’t can't", ["don’t", "can't"]),
        ("twice twice", ["twice"]),
        ("a\x00b", ["a", "b"]),
        ("100%_\\", ["100%_\\"]),
    ],
)
def test_words_and_phrases(typed: str, found: list[str]) -> None:
    assert terms(typed) == found


def test_there_is_an_end_to_it() -> None:
    assert len(terms(" ".join(str(number) for number in range(1000)))) == MOST
    assert terms("x" * 5000) == ["x" * LONGEST]
