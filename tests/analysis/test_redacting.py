"""Words replaced by a token, and offsets that follow. No database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.redaction.replacing import put_words_back, replace_words


@pytest.mark.parametrize(
    ("text", "words", "now"),
    [
        ("Ask Marta, she knows.", "Marta", "Ask [p], she knows."),
        ("Marta's desk, MARTA’S desk", "marta", "[p]'s desk, [p]’S desk"),
        ("Martas Tisch", "Marta", None),
        ("Mar ta", "Marta", None),
        ("Jo Anne\n  Meyer came", "jo anne meyer", "[p] came"),
        ("Café Zoe\u0301", "Zoé", "Café [p]"),
        ("我在东京工作", "东京", "我在[p]工作"),
        ("C++ (Ltd.) paid", "C++ (Ltd.)", "[p] paid"),
        ("a\\b", "a\\b", "[p]"),
        ("", "Marta", None),
    ],
)
def test_whole_words_only_however_they_are_spelled(text: str, words: str, now: str | None) -> None:
    made = replace_words(text, words, "[p]")
    assert (made and made.text) == now


def test_offsets_follow() -> None:
    made = replace_words("So Marta asked Marta again", "Marta", "[person 1]")
    assert made is not None
    assert made.text == "So [person 1] asked [person 1] again"
    assert [made.begin(at) for at in (0, 3, 5, 9)] == [0, 3, 3, 14]
    assert [made.end(at) for at in (3, 5, 8, 26)] == [3, 13, 13, 36]


def test_put_back_as_it_was_spelled() -> None:
    made = replace_words("Marta and MARTA", "marta", "[person 1]")
    assert made is not None and list(made.spelled) == ["Marta", "MARTA"]
    back = put_words_back(made.text, "[person 1]", made.spelled, "marta")
    assert back is not None and back.text == "Marta and MARTA"
    changed = put_words_back("[person 1] alone", "[person 1]", made.spelled, "Marta")
    assert changed is not None and changed.text == "Marta alone"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(["Ana", "ANA", "ana ", "x", " ", "😀", "é", ".", "[", "\n"]), max_size=12))
def test_there_and_back(parts: list[str]) -> None:
    text = "".join(parts)
    made = replace_words(text, "Ana", "[person 1]")
    if made is None:
        return
    assert replace_words(made.text, "Ana", "[person 1]") is None
    back = put_words_back(made.text, "[person 1]", made.spelled, "Ana")
    assert back is not None and back.text == text
    for at in range(len(text) + 1):
        assert made.text[made.begin(at) :].endswith(text[made.places[-1][1] :]) or at > made.places[-1][0]
        assert made.begin(at) <= made.end(at)
