"""Putting a token in the place of words, wherever they stand in a text, and knowing afterwards what stood where. Pure.

Offsets are code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviews.contacts.spelling import APOSTROPHES, BREAK, HYPHENS, INVISIBLE, Folded, fold

MARKS = "\u0300-\u036f"
NOTHING = "$x"
# Signs that few texts hold and that fold to others; a text with one is looked at whatever else stands in it. A test holds that
# none is missing.
RARE = (
    "\u00b5\u0130\u0149\u017f\u01f0\u0345\u0374\u037e\u0387\u0390\u03b0\u03d0-\u03d6\u03f0-\u03f5\u0587\u0958-\u095f\u09dc-\u09df"
    "\u0a33-\u0a36\u0a59-\u0a5e\u0b5c\u0b5d\u0f43\u0f4d\u0f52\u0f57\u0f5c\u0f69\u1c80-\u1c88\u1e96-\u1e9b\u1f50-\u1fff\u2126"
    "\u212a\u212b\u2329\u232a\u2adc\uf900-\ufb4e\U0001d15e-\U0001d164\U0001d1bb-\U0001d1c0\U0002f800-\U0002fa1d"
)
IN_A_WORD = rf"[\w{MARKS}]"


@dataclass(frozen=True)
class Replaced:
    """`spelled`: what stood at each place, in order; the words may have been written in more than one way."""

    before: str
    text: str
    places: Sequence[tuple[int, int]]
    spelled: Sequence[str]
    put: Sequence[str]

    def begin(self, offset: int) -> int:
        """Where something that began there begins now; inside replaced words, with what stands for them."""
        return self._moved(offset, inside_goes_to_the_end=False)

    def end(self, offset: int) -> int:
        return self._moved(offset, inside_goes_to_the_end=True)

    def _moved(self, offset: int, inside_goes_to_the_end: bool) -> int:
        shift = 0
        for (start, end), put in zip(self.places, self.put, strict=True):
            if offset <= start:
                break
            if offset < end:
                return start + shift + (len(put) if inside_goes_to_the_end else 0)
            shift += len(put) - (end - start)
        return offset + shift


def replace_words(text: str, words: str, token: str, genitive: bool = False) -> Replaced | None:
    """`token` for these words wherever they stand as whole words, however they are spelled and spaced, in capitals or not.

    `genitive`: also with an s behind them, which stays. An apostrophe and an s always do.
    """
    folded = Folded.of(text, breaks=True)
    found = (folded.span(*match.span()) for match in _pattern(words, genitive).finditer(folded.text))
    return _replace(text, [span for span in found if span], lambda number: token)


def put_words_back(text: str, token: str, spelled: Sequence[str], words: str) -> Replaced | None:
    """As they were spelled there; as they were marked, where the text was changed since and the places can't be told apart."""
    spans = [found.span() for found in re.finditer(re.escape(token), text)]
    each = spelled if len(spelled) == len(spans) else [words] * len(spans)
    return _replace(text, spans, lambda number: each[number])


def _replace(text: str, spans: Sequence[tuple[int, int]], put: Callable[[int], str]) -> Replaced | None:
    if not spans:
        return None
    puts = [put(number) for number in range(len(spans))]
    parts, at = [], 0
    for (start, end), each in zip(spans, puts, strict=True):
        parts += [text[at:start], each]
        at = end
    parts.append(text[at:])
    return Replaced(text, "".join(parts), spans, [text[start:end] for start, end in spans], puts)


@lru_cache(maxsize=64)
def _pattern(words: str, genitive: bool) -> re.Pattern[str]:
    parts = _parts(words)
    if not parts:
        return re.compile(r"(?!)")
    first, last = parts[0][0], parts[-1][-1]
    body = rf"[\s{BREAK}]+".join(f"{BREAK}*".join(map(re.escape, part)) for part in parts)
    before = rf"(?<!{IN_A_WORD})" if _in_a_word(first) else ""
    after = rf"(?={'s?' if genitive else ''}(?!{IN_A_WORD}))" if _in_a_word(last) else ""
    return re.compile(before + body + after)


def _parts(words: str) -> list[str]:
    return [part for part in map(fold, words.split()) if part]


def may_hold(words: str) -> str:
    """A regular expression for the database, which finds every text that holds the words, and few others.

    It looks for their longest part, whatever the capitals, as it may be written in JSON and in lists too.
    """
    parts = _parts(words)
    return _letters_of(max(parts, key=len)) if parts else NOTHING


def _letters_of(part: str) -> str:
    """Between any two letters may stand what isn't seen, and a mark above or below that belongs to the first."""
    letters = [_spelled(letter) for letter in re.findall(r"ss|[\s\S]", part)]
    return f"[{RARE}]|" + f"[{INVISIBLE}{BREAK}]*".join(letters)


def _spelled(letter: str) -> str:
    if letter == "ss":
        return f"([sS][{INVISIBLE}{BREAK}]*[sS]|[ßẞ])"
    if letter in "'-":
        return "[" + (APOSTROPHES if letter == "'" else HYPHENS.replace("-", "") + "-") + "]"
    if letter in '"\\' or unicodedata.category(letter) == "Cc":
        return ".{1,6}"  # as JSON writes it
    if unicodedata.category(letter)[0] == "M":
        return ".{0,3}"
    cases = dict.fromkeys((letter, letter.lower(), letter.upper(), letter.title()))
    forms = [form for case in cases for form in _forms(case)]
    if len(unicodedata.normalize("NFD", letter)) > 2 and len(cases) > 1:
        return ".{1,4}"  # two accents, which may stand in any order
    return "(" + "|".join(dict.fromkeys(map(re.escape, forms))) + ")"


def _forms(letter: str) -> list[str]:
    """As one sign, as several, and as the first two in one and the rest."""
    if letter == "σ":
        return [letter, "ς"]  # at the end of a word
    several = unicodedata.normalize("NFD", letter)
    return [letter, several, unicodedata.normalize("NFC", several[:2]) + several[2:]]


def _in_a_word(character: str) -> bool:
    """Scripts that put no space between words have no edges of words to look for."""
    spaceless = unicodedata.east_asian_width(character) in "WF" or "\u0e00" <= character <= "\u109f"
    return (character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}) and not spaceless
