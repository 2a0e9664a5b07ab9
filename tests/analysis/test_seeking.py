"""A person's words and names in somebody else's text, however the letters are written. No database."""

from __future__ import annotations

import unicodedata

import pytest

from analysis.erasing.literal import GONE, Seeker
from analysis.erasing.telling import telling

SAID = "Wir zählen die Brötchen für Zoë immer doppelt"


def written(text: str, form: str) -> str:
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("theirs", ["NFC", "NFD"])
@pytest.mark.parametrize("here", ["NFC", "NFD"])
def test_letters_and_their_accents_in_one_or_apart(theirs: str, here: str) -> None:
    seeker = Seeker([written(SAID, theirs)], [written("Zoë Müller", theirs)], [written("Zoë", theirs)])
    before, after = written("Größe 🍞: ", here), written(" – aß sie.", here)
    assert seeker.without(before + written(SAID, here) + after) == before + GONE + after
    assert seeker.without(before + written("Zoë Müller", here) + after) == before + GONE + after
    assert seeker.named(written("von ZOË MÜLLER", here)) and seeker.hints(written("von Zoë", here))
    assert not seeker.hints("von Zoe") and not seeker.hints(written("von zoë", here))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Una O’Dell-Ray’s way", f"{GONE} way"),
        ("Una O\u02bcDell\u2011Rays way", f"{GONE} way"),
        ("Una O'De\u00adll–R\u200bay.", f"{GONE}."),
        ("Una O'Dell-Rayson", "Una O'Dell-Rayson"),
        ("Una O'Dell and Ray", "Una O'Dell and Ray"),
    ],
)
def test_names_in_other_spellings_and_with_an_s(text: str, left: str) -> None:
    assert Seeker([], ["Una O'Dell-Ray"]).without(text) == left


def test_a_part_of_a_name_means_somebody_in_small_letters_too() -> None:
    seeker = Seeker([], [], ["Una", "O'Dell"])
    assert seeker.means("una") and seeker.means("THE O’DELLS") and not seeker.means("unable, dell")
    assert seeker.hints("The O’Dell’s") and not seeker.hints("una")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("+49 (0)30 / 123-45", ["+49 (0)30 / 123-45"]),
        ("00471", ["00471"]),
        ("4711", []),
        ("1999", []),
        ("3.5.2024", []),
        ("www.example.org/una and @una", ["www.example.org/una"]),
        ("Sales/Marketing", []),
        ("New York", []),
        (None, []),
        (["12345"], []),
    ],
)
def test_what_tells_who_it_is(value: object, found: list[str]) -> None:
    assert list(telling(value)) == found
