"""Where quoted words stand after their line was corrected. Pure.

The old and the new line are laid side by side word by word; a word that was only spelt anew counts as the same one. A
quote begins and ends with the words it began and ended with. Where more than half of its words are gone, or none is left
to begin or end with, it can't follow. All offsets are code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from analysis.quoting.cutting import cut
from analysis.quoting.standing import Place, place

LIKE = 0.5  # from here on two spellings are the same word
GAP = 0.55  # so that two unlike words are rather one put for the other than one gone and one new
MOST_CELLS = 2_500  # of words put for others; a passage written anew at more length has none of the old words
MOST_LETTERS = 400_000  # of pairs of letters in them: words of a hundred letters each would take seconds
MOST_COMPARED = 4_000_000


@dataclass(frozen=True)
class Token:
    """A word or a sign; white space lies between."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


def tokens(text: str) -> list[Token]:
    """Signs stand alone; so do characters of scripts that put no space between words."""
    found: list[Token] = []
    begun = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _goes_on(text[at - 1], text[at]):
            if not text[begun].isspace():
                found.append(Token(begun, at, text[begun:at]))
            begun = at
    return found


def _goes_on(before: str, now: str) -> bool:
    """Whether a character belongs to the one before it: a letter of the same word, an accent, a part of an emoji."""
    if before.isspace() or now.isspace():
        return before.isspace() and now.isspace()
    if unicodedata.category(now) in {"Mn", "Mc", "Me", "Cf", "Sk"} or before == "\u200d":
        return True
    inside = before.isalnum() or before in "'’" or unicodedata.category(before) in {"Mn", "Mc", "Me"}
    if now in "'’":
        return inside
    return inside and now.isalnum() and not (_stands_alone(before) or _stands_alone(now))


def _stands_alone(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or character >= "\U00020000"


@dataclass(frozen=True)
class Trail:
    """Which token of the old line is which of the new one, and how alike they are."""

    old: Sequence[Token]
    new: Sequence[Token]
    pairs: dict[int, int]
    likeness: dict[int, float]

    def covered(self, start: int, end: int) -> list[int]:
        return [i for i, token in enumerate(self.old) if token.start < end and token.end > start]

    def counted(self, covered: Sequence[int]) -> tuple[int, int]:
        """How many of these are still there, and how many there were: of the words, or of the signs if there is no word."""
        words = [i for i in covered if self.old[i].is_word] or covered
        return sum(self.likeness.get(i, 0) >= LIKE for i in words), len(words)


def trail(old: str, new: str) -> Trail:
    before, after = tokens(old), tokens(new)
    a, b = [token.text for token in before], [token.text for token in after]
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - head
    tail = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    pairs = {i: i for i in range(head)} | {len(a) - i: len(b) - i for i in range(1, tail + 1)}
    likeness = dict.fromkeys(pairs, 1.0)
    a, b = a[head : len(a) - tail], b[head : len(b) - tail]
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > MOST_COMPARED)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            alike = [(i, j, 1.0) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            alike = [(i1 + i, j1 + j, like) for i, j, like in _aligned(a[i1:i2], b[j1:j2])]
        for i, j, like in alike:
            pairs[head + i], likeness[head + i] = head + j, like
    return Trail(before, after, pairs, likeness)


def _aligned(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, float]]:
    """Which of these was put for which of those, in their order, the most alike ones together."""
    if not a or not b or len(a) * len(b) > MOST_CELLS or len("".join(a)) * len("".join(b)) > MOST_LETTERS:
        return []
    alike = [[_likeness(x, y) for y in b] for x in a]
    cost = [[GAP * (i + j) for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            put = cost[i - 1][j - 1] + 1 - alike[i - 1][j - 1]
            cost[i][j] = min(put, cost[i - 1][j] + GAP, cost[i][j - 1] + GAP)
    found, i, j = [], len(a), len(b)
    while i and j:
        like = alike[i - 1][j - 1]
        if cost[i][j] == cost[i - 1][j - 1] + 1 - like:
            i, j = i - 1, j - 1
            if like >= 0:
                found.append((i, j, like))
        elif cost[i][j] == cost[i - 1][j] + GAP:
            i -= 1
        else:
            j -= 1
    return found


def _likeness(x: str, y: str) -> float:
    """From 0 to 1; below 0 for what never stands for each other, a word and a sign."""
    if x[0].isalnum() != y[0].isalnum():
        return -1.0
    return 1.0 if x.casefold() == y.casefold() else SequenceMatcher(None, x.casefold(), y.casefold()).ratio()


def follow(old: str, new: str, start: int, end: int, elsewhere: int = 0) -> tuple[int, int] | None:
    """Where the words from `start` to `end` of the old line stand in the new one; None where they can't follow.

    `elsewhere`: how many words of the quote stand in other lines, which are as they were.
    """
    if start >= end:
        return None
    return _follow(trail(old, new), old, new, start, end, elsewhere)


def _follow(way: Trail, old: str, new: str, start: int, end: int, elsewhere: int) -> tuple[int, int] | None:
    covered = way.covered(start, end)
    kept, total = way.counted(covered)
    left = [i for i in covered if i in way.pairs]
    if not left or not kept or (kept + elsewhere) * 2 < total + elsewhere:
        return None
    if left[0] != covered[0]:  # a sign is no beginning for what is left, and no end
        left = left[next((n for n, i in enumerate(left) if way.old[i].is_word), 0) :]
    if left[-1] != covered[-1]:
        left = left[: len(left) - next((n for n, i in enumerate(reversed(left)) if way.old[i].is_word), 0)]
    first, last = left[0], left[-1]
    begins = _edge(way.old[first], way.new[way.pairs[first]], start, opens=True)
    ends = _edge(way.old[last], way.new[way.pairs[last]], end, opens=False)
    if begins >= ends:
        return None
    return _to_the_letter(way, old[start:end], new, start, end, (begins, ends)) or (begins, ends)


def _edge(old: Token, new: Token, at: int, opens: bool) -> int:
    """An edge inside a word stays between the same letters, if both are there; else it goes to the word's own edge."""
    outer = new.start if opens else new.end
    if not old.start < at < old.end:
        return outer
    if old.text == new.text:
        return new.start + at - old.start
    inner = at - old.start if opens else at - old.start - 1  # the letter that is the quote's first, or last
    for block in SequenceMatcher(None, old.text, new.text, autojunk=False).get_matching_blocks():
        if block.a <= inner < block.a + block.size:
            return new.start + block.b + inner - block.a + (not opens)
    return outer


def _to_the_letter(
    way: Trail, words: str, new: str, start: int, end: int, found: tuple[int, int]
) -> tuple[int, int] | None:
    """The very words, where they still stand about there: of words that come twice, either may be the one that went."""
    if new[slice(*found)] == words:
        return found
    starts, ends = {token.start for token in way.new}, {token.end for token in way.new}
    whole_start = any(token.start == start for token in way.old)
    whole_end = any(token.end == end for token in way.old)
    places = []
    at = new.find(words, max(found[0] - len(words), 0))
    while 0 <= at < found[1]:
        stop = at + len(words)
        if stop > found[0] and (at in starts or not whole_start) and (stop in ends or not whole_end):
            places.append((at, stop))
        at = new.find(words, at + 1)
    return min(places, key=lambda one: abs(one[0] - found[0]), default=None)


def follow_over(
    old: Sequence[str], new: Sequence[str], number: int, start: int, end: int, words: str
) -> tuple[Place, str] | None:
    """Where a quote over several lines stands after line `number` was corrected, and its words there.

    None where they can't follow, or weren't there before.
    """
    stands = place(old, start, end, words)
    if stands is None:
        return None
    if stands.first <= number <= stands.last:
        moved = _moved(stands, old[number], new[number], number, words)
        if moved is None:
            return None
        stands = moved
    text = cut(new[stands.first : stands.last + 1], stands.start, stands.end)
    return (stands, text) if text.strip() else None


def _moved(stands: Place, old: str, new: str, number: int, words: str) -> Place | None:
    start, end = stands.in_line(number, len(old))
    way = trail(old, new)
    kept, total = way.counted(way.covered(start, end))
    elsewhere = max(sum(token.is_word for token in tokens(words)) - total, 0)
    if stands.first < number < stands.last:  # it holds the line whole, whatever stands there
        return stands if (kept + elsewhere) * 2 >= total + elsewhere else None
    found = _follow(way, old, new, start, end, elsewhere) if start < end else (len(new), len(new))
    if found is None:
        return None
    begins = found[0] if number == stands.first else stands.start
    ends = found[1] if number == stands.last else stands.end
    return Place(stands.first, begins, stands.last, ends)
