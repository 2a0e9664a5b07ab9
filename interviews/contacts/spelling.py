"""One word as it may be written in many ways, folded so that all of them are alike, with the place of each letter in the text as
it was written. Pure.

Accents are part of their letter or stand behind it; apostrophes and hyphens come in several shapes; what is invisible may stand
inside a word. Offsets are code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

APOSTROPHES = "'\u2019\u02bc\u2018\u201b\u0060\u00b4\u2032\u02b9\uff07"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"  # inside a word they end nothing
BREAK = "\u200b"  # as wide as nothing, and a space all the same
ALIKE = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
UNSEEN = str.maketrans(dict.fromkeys(INVISIBLE))
# Of these each letter is one code point, whatever stands beside it; most texts have no others.
PLAIN = re.compile(
    "[\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200a\u200e-\u205f\u20a0-\u20cf\u2100-\u2bff"
    "\u3000-\u3029\u3400-\u9fff\uac00-\ud7a3\U0001f300-\U0001faff]*"
)


@dataclass(frozen=True)
class Folded:
    """`starts` and `ends`: of each letter, where it was written."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str, case: bool = False, breaks: bool = False) -> Folded:
        """With `case`, capitals stay capitals; with `breaks`, spaces without width stay."""
        if PLAIN.fullmatch(text) and unicodedata.is_normalized("NFC", text):
            plain = _alike(text, case)
            if len(plain) == len(text):
                return cls(plain, range(len(text)), range(1, len(text) + 1))
        folded: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in _letters(text):
            letter = text[start:end].translate(UNSEEN)
            if not breaks:
                letter = letter.replace(BREAK, "")
            made = _alike(unicodedata.normalize("NFC", letter), case)
            folded.append(made)
            starts += [start] * len(made)
            ends += [end] * len(made)
        return cls("".join(folded), starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where that was written; None if it begins or ends inside a letter, as of "ß", which is folded to two."""
        for edge in (start, end):
            if 0 < edge < len(self.text) and self.starts[edge] == self.starts[edge - 1]:
                return None
        return self.starts[start], self.ends[end - 1]


def fold(words: str, case: bool = False) -> str:
    return Folded.of(words, case).text


def _alike(text: str, case: bool) -> str:
    alike = text.translate(ALIKE)
    return alike if case else alike.casefold()


def _letters(text: str) -> list[tuple[int, int]]:
    """Each with the marks behind it."""
    starts = [at for at, sign in enumerate(text) if not at or not _belongs_to_the_one_before(sign)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _belongs_to_the_one_before(sign: str) -> bool:
    return (
        unicodedata.category(sign)[0] == "M" or "\u1160" <= sign <= "\u11ff"
    )  # the latter: parts of a Korean syllable
