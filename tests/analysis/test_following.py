"""Quotes follow a corrected line: by example, and through a thousand seeded runs of edits."""

from __future__ import annotations

import random
import time

import pytest

from analysis.quoting.cutting import cut
from analysis.quoting.following import follow, follow_over, tokens
from analysis.quoting.standing import place

LINE = "Um, I counteed the lemons twice, and nobody helped me."


def followed(new: str, words: str, old: str = LINE) -> str | None:
    start = old.index(words)
    found = follow(old, new, start, start + len(words))
    return found and new[slice(*found)]


@pytest.mark.parametrize(
    ("new", "words", "now"),
    [
        ("Um, I counted the lemons twice, and nobody helped me.", "counteed the lemons", "counted the lemons"),
        ("Well, um, I counteed the lemons twice.", "the lemons twice", "the lemons twice"),
        ("I counteed the lemons twice.", "Um, I counteed the lemons", "I counteed the lemons"),
        ("Um, I counteed all of the lemons twice.", "counteed the lemons", "counteed all of the lemons"),
        ("Um, we counteed the limes twice, and nobody helped me.", "I counteed the lemons", "we counteed the limes"),
        ("Um, I counteed the lemons twice! And nobody helped me.", "lemons twice,", "lemons twice!"),
        ("Um, I counted the lemons twice, and nobody helped me.", "eed the", "ed the"),
        ("Um, I counteed the lemonsquash twice, and nobody helped me.", "the lemons", "the lemonsquash"),
        ("Um, I counteed the lemons.", "nobody helped me", None),
        ("Um, I sold everything they had.", "counteed the lemons twice", None),
        ("UM, I COUNTEED THE LEMONS TWICE.", "the lemons", "THE LEMONS"),
    ],
)
def test_by_example(new: str, words: str, now: str | None) -> None:
    assert followed(new, words) == now


def test_of_words_that_come_twice_the_ones_left_are_the_ones_quoted() -> None:
    assert followed("x y z", "y z", old="x y y z") == "y z"
    assert followed("he said he said he went", "he went", old="he said he went") == "he went"


def test_half_of_the_words_are_enough_and_less_is_not() -> None:
    old = "one two three four"
    assert followed("one two", old, old=old) == "one two"
    assert followed("one 222 #3 &4", old, old=old) is None


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("The \U0001f34b\U0001f34b were sour.", "\U0001f937\U0001f3fd The \U0001f34b were sour.", "were sour", "were sour"),
        ("e\u0301clairs and cafe\u0301s", "Two e\u0301clairs, cafe\u0301s", "cafe\u0301s", "cafe\u0301s"),
        ("שלום לכל העולם", "ובכן שלום לכל העולמות", "לכל העולם", "לכל העולמות"),
        ("我昨天数了两遍柠檬", "我昨天晚上数了两遍柠檬。", "数了两遍", "数了两遍"),
        ("a 👩\u200d🍳 cooks", "so a 👩\u200d🍳 cooks", "👩\u200d🍳", "👩\u200d🍳"),
    ],
)  # fmt: skip
def test_every_script(old: str, new: str, words: str, now: str) -> None:
    assert followed(new, words, old=old) == now


def test_accents_and_joined_emoji_stay_whole() -> None:
    assert [token.text for token in tokens("Cafe\u0301’s 👩\u200d🍳\U0001f3fd don't, 数了")] == [
        "Cafe\u0301’s", "👩\u200d🍳\U0001f3fd", "don't", ",", "数", "了",
    ]  # fmt: skip


def over(old: list[str], new: list[str], start: int, end: int) -> str | None:
    (number,) = (n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    found = follow_over(old, new, number, start, end, cut(old, start, end))
    return found and found[1]


def test_a_quote_over_several_lines() -> None:
    old = ["I said: stop counting.", "[…]", "We all went on.", "Then we stopped."]
    assert over(old, ["I said: Stop counting!", *old[1:]], 8, 7) == "Stop counting!\n[…]\nWe all went on.\nThen we"
    assert over(old, [*old[:3], "But then we stopped."], 8, 7) == "stop counting.\n[…]\nWe all went on.\nBut then we"
    assert over(old, [*old[:2], "So on we went, all of us.", old[3]], 8, 7) is not None
    assert over(old, ["I said: stop counting.", "[…]", "Gone", "Then we stopped."], 8, 7) is not None
    assert over(old, ["Nothing like it.", *old[1:]], 8, 7) is None


def test_words_that_were_lost_before_stay_lost() -> None:
    assert follow_over(["Something else."], ["Something else now."], 0, 0, 5, "It was") is None


def test_a_line_written_anew_at_length_takes_no_time() -> None:
    seeded = random.Random(5)
    old, new = (" ".join(seeded.choice(VOCABULARY) + str(seeded.random())[:5] for _ in range(3000)) for _ in range(2))
    assert follow(old, new, 0, 400) is None


VOCABULARY = ["I", "we", "nobody", "counted", "the", "the", "a", "lemons", "numbers", "twice", "once", "and", "so,", "then.", "Why?", "🍋", "éclair", "שלום", "was", "wrong", "trust"]  # fmt: skip


def sentence(seeded: random.Random, words: int) -> str:
    return " ".join(seeded.choice(VOCABULARY) for _ in range(words))


def edited(seeded: random.Random, text: str) -> tuple[str, int, int]:
    """The text with one stretch put for another at word edges, and which stretch that was."""
    edges = [0, *(i + 1 for i, character in enumerate(text) if character == " "), len(text)]
    a = seeded.randrange(len(edges))
    b = min(a + seeded.choice([0, 0, 1, 1, 2, 3, 6]), len(edges) - 1)
    put = sentence(seeded, seeded.choice([0, 1, 1, 2, 4]))
    left, right = text[: edges[a]], text[edges[b] :]
    if put and right:
        put += " "
    if put and left and not left.endswith(" "):
        put = " " + put
    return left + put + right, edges[a], edges[b]


def misspelt(seeded: random.Random, text: str) -> tuple[str, int, int]:
    at = seeded.randrange(len(text))
    return text[:at] + seeded.choice("aeiou") + text[at + 1 :], at, at + 1


def same_words(before: str, now: str) -> int:
    """How many words of `before` are in `now` to the letter."""
    there = [token.text for token in tokens(now)]
    return sum(token.text in there for token in tokens(before))


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_runs_of_edits_keep_every_quote_or_list_it(block: int) -> None:
    """After each edit a quote stands with the words it says it has, or is left as it was for the list.

    Words that the edit didn't touch are the same to the letter.
    """
    followed_once = lost_once = 0
    for seed in range(block * 100, block * 100 + 100):
        seeded = random.Random(seed)
        text = sentence(seeded, seeded.randrange(4, 60))
        quotes = []
        for _ in range(seeded.randrange(1, 6)):
            here = tokens(text)
            first = seeded.randrange(len(here))
            last = min(first + seeded.choice([0, 1, 2, 5, 20]), len(here) - 1)
            start, end = here[first].start, here[last].end
            quotes.append((start, end, text[start:end]))
        for _ in range(seeded.randrange(1, 9)):
            new, begun, ended = (edited if seeded.random() < 0.7 else misspelt)(seeded, text)
            if not new.strip():
                continue
            for n, (start, end, words) in enumerate(quotes):
                assert words.strip(), seed
                stood = place([text], start, end, words)
                found = follow_over([text], [new], 0, start, end, words)
                if found is None:
                    untouched = stood and (ended < stood.start or begun > stood.end)
                    assert not untouched, (seed, text, new, words)
                    lost_once += stood is not None
                    continue  # the quote is left as it was: the list has its old words
                where, now = found
                assert stood is not None
                assert now == new[where.start : where.end] == now.strip(), seed
                if ended < stood.start or begun > stood.end:
                    assert now == words, (seed, text, new, words)
                quotes[n] = (where.start, where.end, now)
                followed_once += 1
            text = new
    assert followed_once > lost_once > 0


def test_a_line_of_very_long_words_written_anew_takes_no_time() -> None:
    old, new = (
        " ".join(f"{word * 95}{number}" + (" same" if number % 48 == 0 else "") for number in range(240))
        for word in ("ab", "ba")
    )
    began = time.process_time()
    assert follow(old, new, 0, len(old)) is None
    assert time.process_time() - began < 2
