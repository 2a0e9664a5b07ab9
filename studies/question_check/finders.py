"""Ways for a rule to look for its words. A finder gives the first span that offends, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from studies.question_check.reading import Asked, Sentence, Span, normalised

Finder = Callable[[Asked], Span | None]


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def trimmed(asked: Asked, start: int, end: int) -> Span:
    """Without the blanks and commas a pattern had to eat on its way."""
    while start < end and asked.plain[start] in " ,;:–—-":
        start += 1
    while start < end and asked.plain[end - 1] in " ,;:–—-":
        end -= 1
    return Span(start, end)


def anywhere(*patterns: str) -> Finder:
    pattern = _compiled(patterns)

    def find(asked: Asked) -> Span | None:
        match = pattern.search(asked.plain)
        return trimmed(asked, *match.span()) if match else None

    return find


def at_start(*patterns: str) -> Finder:
    """Where the asking begins, after "so, …" and after "when you order, …"; also at the very start of the sentence."""
    pattern = _compiled(patterns)

    def find(asked: Asked) -> Span | None:
        for sentence in asked.sentences:
            for start in dict.fromkeys((sentence.body, sentence.main)):
                if match := pattern.match(asked.plain, start, sentence.end):
                    return trimmed(asked, *match.span())
        return None

    return find


def at_end(*patterns: str) -> Finder:
    """Just before the question mark."""
    pattern = re.compile(f"(?:{_compiled(patterns).pattern})$")

    def find(asked: Asked) -> Span | None:
        for sentence in asked.sentences:
            if sentence.asks and (match := pattern.search(asked.plain, sentence.start, sentence.end)):
                return trimmed(asked, *match.span())
        return None

    return find


def either(*finders: Finder) -> Finder:
    """The earliest span of several finders."""

    def find(asked: Asked) -> Span | None:
        spans = [span for finder in finders if (span := finder(asked))]
        return min(spans, key=lambda span: (span.start, -span.end), default=None)

    return find


def unless(exempt: Callable[[Asked], bool], finder: Finder) -> Finder:
    return lambda asked: None if exempt(asked) else finder(asked)


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...], ending: str) -> re.Pattern[str] | None:
    words = [re.escape(normalised(name.strip())) for name in names if len(name.strip()) > 1]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)}){ending}(?!\w)") if words else None


def product_named(asked: Asked) -> Span | None:
    """Also inside quotation marks: naming it is showing it."""
    pattern = _any_of(asked.product_names, "")
    match = pattern.search(asked.spoken) if pattern else None
    return Span(*match.span()) if match else None


def jargon_used(asked: Asked) -> Span | None:
    pattern = _any_of(asked.jargon, "(?:s|es)?")
    match = pattern.search(asked.plain) if pattern else None
    return Span(*match.span()) if match else None


def sentence_at(asked: Asked, position: int) -> Sentence:
    return next(
        (sentence for sentence in asked.sentences if sentence.start <= position < sentence.after), asked.sentences[-1]
    )
