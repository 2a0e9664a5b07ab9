"""What somebody typed into the search box, read as terms: words, "phrases", -exclusions, beginnings*.

Pure, and kind to bad input: whatever can't be looked for is left out, and nothing typed is ever an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

MOST_LETTERS = 400
MOST_TERMS = 12
SHORTEST_BEGINNING = 2

# What parts words beyond ASCII: punctuation, symbols, emoji. The database's own parser may take any of these for a letter,
# so both sides part words here, by the same ranges; see the migration 0005_search. Joiners inside words stay.
BREAKS = (
    r"\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0"
    r"\u05c3\u05c6\u05f3\u05f4\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e3f\u0e4f\u0e5a\u0e5b\u2000-\u200b"
    r"\u200e-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3030\u303d-\u303f\u30a0\u30fb"
    r"\ufe00-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufeff\U0001f000-\U0001faff"
)
# Scripts that put no spaces between words, and Korean, which glues its particles on: there any stretch can be looked for.
SPACELESS = (
    r"\u0e00-\u0e3e\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)

WORD = re.compile(rf"[^\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f{BREAKS}]+")
RUN = re.compile(rf"[{SPACELESS}]+")
_PIECES = re.compile(rf"[{SPACELESS}]+|[^{SPACELESS}]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TOKEN = re.compile(r'(?P<not>[-−](?=[^\s]))?(?:"(?P<phrase>[^"]*)(?P<end>"|$)|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """`text`: words with one space between, without punctuation. Several words stand beside each other, in this order."""

    text: str
    is_phrase: bool = False
    is_beginning: bool = False
    is_unwanted: bool = False

    @property
    def is_run(self) -> bool:
        """A stretch of a script without spaces, found inside longer ones."""
        return RUN.fullmatch(self.text) is not None

    @property
    def pairs(self) -> list[str]:
        """A run as its overlapping pairs of letters, which is how it is indexed; one letter alone stays one."""
        return [self.text[at : at + 2] for at in range(len(self.text) - 1)] or [self.text]


@dataclass(frozen=True, slots=True)
class Query:
    """`was_cut`: more was typed than is looked for."""

    terms: tuple[Term, ...] = ()
    was_cut: bool = False

    @property
    def wanted(self) -> list[Term]:
        return [term for term in self.terms if not term.is_unwanted]

    @property
    def finds(self) -> bool:
        """Whether there is anything to look for: one letter or exclusions alone would find nearly everything."""
        return any(term.is_run or len(term.text) >= SHORTEST_BEGINNING for term in self.wanted)

    @property
    def only_excludes(self) -> bool:
        return bool(self.terms) and not self.wanted

    @classmethod
    def read(cls, typed: str) -> Self:
        """The last word may not be finished: it is looked for as the beginning of a word, unless a space follows it."""
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", typed[: MOST_LETTERS * 2])).translate(_QUOTES)
        shown = text[:MOST_LETTERS]
        terms = list(_terms(shown))
        if terms and not shown[-1:].isspace() and shown[-1:] not in {'"', "*"}:
            terms[-1] = _unfinished(terms[-1])
        return cls(tuple(terms[:MOST_TERMS]), len(typed) > MOST_LETTERS or len(terms) > MOST_TERMS)


def _terms(text: str) -> Iterator[Term]:
    for token in _TOKEN.finditer(text):
        unwanted = token["not"] is not None
        if token["phrase"] is None:
            yield from _of_word(token["word"], unwanted)
        else:
            yield from _of_phrase(token["phrase"], unwanted, is_open=not token["end"])


def _of_word(word: str, unwanted: bool) -> Iterator[Term]:
    """ "well-known" is two words side by side; where the script changes, each part is looked for by itself."""
    for piece in _PIECES.findall(word):
        if words := WORD.findall(piece):
            beginning = piece.endswith("*") and not RUN.search(piece) and len(words[-1]) >= SHORTEST_BEGINNING
            yield Term(" ".join(words), len(words) > 1, beginning, unwanted)


def _of_phrase(phrase: str, unwanted: bool, is_open: bool) -> Iterator[Term]:
    for piece in _PIECES.findall(phrase):
        if words := WORD.findall(piece):
            if RUN.search(piece):
                yield Term("".join(words), is_unwanted=unwanted)
            else:
                yield Term(" ".join(words), True, is_open, unwanted)


def _unfinished(term: Term) -> Term:
    if term.is_unwanted or term.is_run or len(term.text) < SHORTEST_BEGINNING:
        return term
    return replace(term, is_beginning=True)
