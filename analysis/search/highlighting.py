"""Where a text holds what was looked for, and the part of it worth showing. Pure; the template writes the marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.search.query import WORD, Query, Term

MOST_SHOWN = 320
BEFORE_THE_FIRST = 70
# A letter belongs to a word or to the gap between two, never to both: where a run of "_" could be either, a phrase tries
# every way to part it, and a line of some hundred letters takes hours.
_GAP, _LETTER = r"[\W_]+", r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word once, in small letters, to be asked about."""
    return {word.lower() for text in texts for word in WORD.findall(text)}


def pieces(text: str, query: Query, meant: Collection[str], most: int = MOST_SHOWN) -> list[Piece]:
    """The text in pieces, found or not. `meant`: words, in small letters, that stand for one that was looked for.

    A long text is cut to the stretch that holds most of the different words that were found.
    """
    found = _merged(_found(text, query, meant))
    start, end = _window(text, _best(text, found, most), most)
    parts, at = [Piece("… " if text[start - 1 : start].isspace() else "…")] if start else [], start
    for begin, stop in found:
        begin, stop = max(begin, start), min(stop, end)
        if begin >= stop:
            continue
        parts += [Piece(text[at:begin]), Piece(text[begin:stop], True)]
        at = stop
    parts += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return [part for part in parts if part.text]


def _found(text: str, query: Query, meant: Collection[str]) -> list[tuple[int, int]]:
    words = [match.span() for match in WORD.finditer(text) if match[0].lower() in meant] if meant else []
    return words + [match.span() for term in query.wanted for match in _pattern(term).finditer(text) if match[0]]


def _pattern(term: Term) -> re.Pattern[str]:
    if term.is_run:
        return re.compile(re.escape(term.text))
    rest, end = (f"{_LETTER}*", "") if term.is_beginning else ("", f"(?!{_LETTER})")
    words = (rest + _GAP).join(re.escape(word) for word in term.text.split())
    return re.compile(rf"(?<!{_LETTER}){words}{rest}{end}", re.IGNORECASE)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _best(text: str, found: Sequence[tuple[int, int]], most: int) -> int:
    """Where the stretch to show begins to be interesting: the first of those that hold most different words."""
    words = [text[begin:end].lower() for begin, end in found]
    room = most - BEFORE_THE_FIRST
    best, best_count = 0, 0
    for at, (begin, _) in enumerate(found):
        near = takewhile(lambda other: found[other][1] - begin <= room, range(at, len(found)))  # noqa: B023 (used at once)
        within = {words[other] for other in near}
        if len(within) > best_count:
            best, best_count = begin, len(within)
    return best


def _window(text: str, first: int, most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    start = max(0, min(first - BEFORE_THE_FIRST, len(text) - most))
    end = min(len(text), start + most)
    space = text.rfind(" ", end - 20, end) if end < len(text) else -1
    return _to_a_space(text, start), space if space > 0 else end


def _to_a_space(text: str, start: int) -> int:
    """On to the next word, if it begins soon."""
    space = text.find(" ", start, start + 20) if start else -1
    return space + 1 if space >= 0 else start
