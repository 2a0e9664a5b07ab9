"""What somebody typed to find words: every word must be there, and "words in quotation marks" in that order."""

from __future__ import annotations

import re

LONGEST = 200
MOST = 12
TERM = re.compile(r'["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)')


def terms(typed: str) -> list[str]:
    """The words and phrases, each once, whichever quotation marks a keyboard makes. A phrase may still be open."""
    cleaned = typed.replace("\x00", " ")[:LONGEST]
    found = (" ".join((phrase or word).split()) for phrase, word in TERM.findall(cleaned))
    return list(dict.fromkeys(term for term in found if term))[:MOST]
