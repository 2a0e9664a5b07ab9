"""One spelling for everything that is kept: NFC, LF, no control characters, single spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from interviews.importers.limits import MAX_NAME_CHARS

LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# A form feed or vertical tab between two words must not glue them together.
PAGE_ENDS = re.compile("[\x0b\x0c]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\ufeff\ufffe\uffff\ud800-\udfff]")
# Joiners matter in text (emoji, Persian, Hindi); in a name they only make one person look like two.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
BLANK_LINES = re.compile(r"\n{3,}")


@cache
def _stacked_accents() -> re.Pattern[str]:
    accents = "".join(chr(point) for point in range(0x300, 0x20000) if unicodedata.combining(chr(point)))
    return re.compile(f"([{accents}]{{30}})[{accents}]+")


def nfc(text: str) -> str:
    """Composed form. Endless stacks of accents are cut at 30 first: to sort them takes quadratic time."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _stacked_accents().sub(r"\1", text))


def single_spaces(line: str) -> str:
    return " ".join(line.split())


def tidy_text(text: str) -> str:
    """Lines stay lines, paragraphs stay one blank line apart."""
    text = PAGE_ENDS.sub(" ", LINE_ENDS.sub("\n", text))
    lines = (single_spaces(line) for line in CONTROLS.sub("", text).split("\n"))
    return BLANK_LINES.sub("\n\n", nfc("\n".join(lines))).strip()


def tidy_name(name: str) -> str:
    visible = INVISIBLE.sub("", CONTROLS.sub("", LINE_ENDS.sub(" ", name)))
    return single_spaces(nfc(visible))[:MAX_NAME_CHARS].strip()
