"""Putting a token in the place of words, wherever they stand in a text, and knowing afterwards what stood where. Pure.

Offsets are code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache


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


def replace_words(text: str, words: str, token: str) -> Replaced | None:
    """`token` for these words wherever they stand as whole words, however they are spaced, in capitals or not."""
    return _replace(text, [found.span() for found in _pattern(words).finditer(text)], lambda number: token)


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
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(_spaced(form) for form in forms(words))), re.IGNORECASE)


def forms(words: str) -> list[str]:
    """An accent may be written as part of its letter or behind it."""
    return [unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words)]


def _spaced(words: str) -> str:
    parts = words.split()
    first, last = parts[0][0], parts[-1][-1]
    body = r"\s+".join(map(re.escape, parts))
    before = r"(?<!\w)" if _in_a_word(first) else ""
    after = r"(?!\w)" if _in_a_word(last) else ""
    return before + body + after


def _in_a_word(character: str) -> bool:
    """Scripts that put no space between words have no edges of words to look for."""
    spaceless = unicodedata.east_asian_width(character) in "WF" or "\u0e00" <= character <= "\u109f"
    return (character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}) and not spaceless
