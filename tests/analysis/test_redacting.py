"""Words replaced by a token, and offsets that follow. No database."""

import re
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.redaction.replacing import may_hold, put_words_back, replace_words
from interviews.contacts.spelling import fold

SPELLINGS = [
    ("O'Brien", "O\u2019Brien"), ("o\u2019brien", "O\u02bcbrien"), ("O\u02bcBrien", "O'BRIEN"),
    ("Anne-Marie", "Anne\u2010Marie"), ("Anne\u2011Marie", "Anne-Marie"), ("Anne-Marie", "Anne\u2013Marie"),
    ("Oldenbusch", "Olden\u00adbusch"), ("Olden\u200bbusch", "Oldenbusch"), ("Oldenbusch", "Old\u200den\u200cbu\u200bsch"),
    ("Weiß", "WEISS"), ("Weiss", "Weiß"), ("STRASSNER", "Straßner"), ("Weiß", "Weis\u00ads"),
    ("Müllér", "Mu\u0308lle\u0301r"), ("Mu\u0308ller", "MÜLLER"), ("Nguyễn", "Nguye\u0302\u0303n"), ("Σωτήρης", "ΣΩΤΉΡΗΣ"),
    ("김민", "\u1100\u1175\u11b7민"), ("Jo Anne", "Jo\u200b Anne"), ("C:\\x", "C:\\X"),
]  # fmt: skip


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


@pytest.mark.parametrize(("marked", "written"), SPELLINGS)
def test_however_a_letter_is_written(marked: str, written: str) -> None:
    text = f"Then “{written}” came, {written}’s way."
    made = replace_words(text, marked, "[p]")
    assert made is not None and made.text == "Then “[p]” came, [p]’s way."
    assert re.search(may_hold(marked), text)  # the database hands such a row out
    back = put_words_back(made.text, "[p]", made.spelled, marked)
    assert back is not None and back.text == text


@pytest.mark.parametrize(
    ("text", "words", "now"),
    [
        ("Müllers Tisch, MÜLLERS", "Müller", "[p]s Tisch, [p]S"),
        ("O’Brien's and O'Brien’s", "O'Brien", "[p]'s and [p]’s"),
        ("Müllersche, Müllert, Obermüller, Müllerss", "Müller", None),
        ("Weiß", "Weis", None),  # half a letter is none
        ("Zoe\u0301", "Zoe", None),
        ("Jo Meyers’ dog", "Jo Meyer", "[p]s’ dog"),
        ("Olden\u00adbuscher", "Oldenbusch", None),
    ],
)
def test_a_genitive_stays_behind_a_person(text: str, words: str, now: str | None) -> None:
    made = replace_words(text, words, "[p]", genitive=True)
    assert (made and made.text) == now


def test_words_that_cannot_be_seen_stand_nowhere() -> None:
    assert replace_words("Ask her", "\u200b \u00ad", "[p]") is None
    assert not re.search(may_hold("\u200b"), "Ask her")


def test_the_database_is_asked_for_every_sign_that_folds_to_another() -> None:
    """Every letter there is, as one sign and as several."""
    missed = []
    for sign in map(chr, (*range(0x21, 0xD800), *range(0xF900, 0x1F000), *range(0x2F800, 0x2FA20))):
        folded = fold(sign) if unicodedata.category(sign) not in {"Cn", "Co"} else ""
        if folded.split() and folded != sign:
            seek = re.compile(may_hold(folded))
            missed += [sign for form in ("NFC", "NFD") if not seek.search(unicodedata.normalize(form, sign))]
            missed += [sign] if not seek.search(sign) else []
    assert not missed and sys.maxunicode > 0x1F000


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
