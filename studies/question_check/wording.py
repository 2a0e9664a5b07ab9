"""Rules that need more than a pattern: what was asked before, what follows, how long and how many times no."""

from __future__ import annotations

import re

from studies.question_check.finders import Finder
from studies.question_check.reading import Asked, Span
from studies.question_check.words import RECENT, TROUBLE

MOST_WORDS = 25
_WORD = re.compile(r"\S+")
_RECENT = re.compile(RECENT)
_TROUBLE = re.compile(TROUBLE)
_CONTENT = re.compile(r"[a-z]{4,}")
_SMALL_WORDS = "come does have having into make makes much since that what when whenever with your"
_SMALL = frozenset(_SMALL_WORDS.split())


def too_long(asked: Asked) -> Span | None:
    words = [word for word in _WORD.finditer(asked.spoken) if any(map(str.isalnum, word[0]))]
    return Span(words[MOST_WORDS].start(), words[-1].end()) if len(words) > MOST_WORDS else None


_NO = (
    r"(?:\b(?:not|never|nobody|no one|nothing|nowhere|none|neither|without|hardly|cannot)\b|\b\w+n't\b|\bno (?!\d)\w+)"
)
_IDLE_NO = re.compile(
    r"\bor not\b|\bif not\b|\bwhy not\b|\bnot (?:only|just|yet|even)\b|\bno longer\b|\bno (?:doubt|matter|idea)\b"
    r"|\b(?:do|live|go|be|manage|cope|work) without\b|\bnothing but\b|\bno one's\b|\bnever mind\b"
)
_UN = (
    r"(?:un(?:common|usual|happy|likely|important|necessary|familiar|aware|able|clear|helpful|willing|reasonable|reliable)"
    r"|impossible|dissatisfied|irregular|infrequent|inaccurate|incorrect|insignificant|impractical)"
)
_DOUBLE_NO = re.compile(rf"{_NO}[^,;:.?!]{{0,60}}?{_NO}|(?:\bnot|n't)(?: [\w']+){{0,3}} {_UN}\b")


def double_negative(asked: Asked) -> Span | None:
    """Within one clause; a no that denies nothing ("or not", "do without") is blanked first."""
    plain = _IDLE_NO.sub(lambda no: re.sub(r"\S", "_", no[0]), asked.plain)
    match = _DOUBLE_NO.search(plain)
    return Span(*match.span()) if match else None


def asks_for_recent(asked: Asked) -> bool:
    """The question, or a probe under it, asks for one recent instance."""
    return any(_RECENT.search(line) for line in (asked.plain, *asked.probes))


def _stems(text: str) -> set[str]:
    """Words of content, cut so that "struggle" and "struggling" are one; all words for trouble are one, too."""
    text = _TROUBLE.sub("trouble", text)
    return {word[:5] for word in _CONTENT.findall(text) if word not in _SMALL}


def without_earlier_fact(finder: Finder) -> Finder:
    """Silent when what the words take for granted was asked before: in the last question or a sentence before."""

    def find(asked: Asked) -> Span | None:
        span = finder(asked)
        if span is None:
            return None
        earlier = asked.previous + " " + asked.plain[: span.start]
        return None if _stems(earlier) & _stems(asked.plain[span.start : span.end]) else span

    return find
