"""Where a person's words and names stand in somebody else's text. Pure.

Words: runs of five or more that stand in theirs just so, whatever the capitals, the spelling of a letter and the punctuation between. Names: the whole
name, an e-mail address, a number to call. A part of a name is only likely to mean the person, so it is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from interviews.contacts.spelling import Folded, fold

RUN = 5
GONE = "[withdrawn]"
MARKED = "[^\\W_][\u0300-\u036f]*"  # a mark that no letter has as its own stands behind it
WORD = re.compile(f"(?:{MARKED})+(?:'(?:{MARKED})+)*")
GENITIVE = re.compile(r"'?s$")
SHORTEST_NAME = 3  # "Jo" alone is no name to go looking for


@dataclass(frozen=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A text as its words, folded, each with its place."""

    folded: tuple[str, ...]
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        folded = Folded.of(text)
        found = list(WORD.finditer(folded.text))
        return cls(
            tuple(match[0] for match in found),
            tuple(Span(folded.starts[match.start()], folded.ends[match.end() - 1]) for match in found),
        )

    def runs(self, length: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        for at in range(len(self.folded) - length + 1):
            yield at, self.folded[at : at + length]


class Seeker:
    """Knows one person's words and names. `said`: their lines; `names`: the whole name and the like; `parts` of the name."""

    def __init__(self, said: Iterable[str], names: Collection[str], parts: Collection[str] = ()) -> None:
        self._runs = {run for text in said for _, run in Words.of(text).runs(RUN)}
        phrases = {Words.of(name).folded for name in names}
        self._names = {phrase for phrase in phrases if _tells(phrase)}
        self._parts = {fold(part) for part in parts if len(part) >= SHORTEST_NAME}

    def __bool__(self) -> bool:
        return bool(self._runs or self._names or self._parts)

    def leave(self, text: str) -> None:
        """Runs of this text are no longer looked for: others say it as well."""
        self._runs -= {run for _, run in Words.of(text).runs(RUN)}

    def named(self, text: str) -> bool:
        """Whether the whole name or an address stands in the text."""
        words = Words.of(text)
        return any(_is(name, run) for name in self._names for _, run in words.runs(len(name)))

    def spans(self, text: str) -> list[Span]:
        """What is theirs in the text, in order, touching places joined."""
        words = Words.of(text)
        taken = [False] * len(words.folded)
        for at, run in words.runs(RUN):
            if run in self._runs:
                taken[at : at + RUN] = [True] * RUN
        for name in self._names:
            for at, run in words.runs(len(name)):
                if _is(name, run):
                    taken[at : at + len(name)] = [True] * len(name)
        return _joined(words, taken)

    def without(self, text: str) -> str:
        """The text with a stone where their words stood. Taking them out twice takes them out once."""
        out, at = [], 0
        for span in self.spans(text):
            out += [text[at : span.start], GONE]
            at = span.end
        return "".join([*out, text[at:]])

    def hints(self, text: str) -> bool:
        """Whether a part of the name stands in the text, with a capital: it may mean somebody else."""
        if not self._parts:
            return False
        words = Words.of(text)
        return any(
            self._is_a_part(word) and text[span.start].isupper()
            for word, span in zip(words.folded, words.spans, strict=True)
        )

    def means(self, text: str) -> bool:
        """Whether anything of the person stands in the text, a part of the name in small letters too."""
        return bool(self.spans(text)) or any(map(self._is_a_part, Words.of(text).folded))

    def _is_a_part(self, word: str) -> bool:
        return word in self._parts or GENITIVE.sub("", word) in self._parts


def _is(name: tuple[str, ...], run: tuple[str, ...]) -> bool:
    """The name, or something of theirs: "Ada Canary’s"."""
    return run == name or (run[:-1] == name[:-1] and GENITIVE.sub("", run[-1]) == name[-1])


def _tells(phrase: tuple[str, ...]) -> bool:
    """One plain word is a word like any other: "Will" will be somebody, and will not."""
    whole = "".join(phrase)
    return len(whole) >= SHORTEST_NAME and (len(phrase) > 1 or any(letter.isdigit() for letter in whole))


def _joined(words: Words, taken: list[bool]) -> list[Span]:
    spans: list[Span] = []
    for number, theirs in enumerate(taken):
        if not theirs:
            continue
        here = words.spans[number]
        if number and taken[number - 1] and spans:
            spans[-1] = Span(spans[-1].start, here.end)
        else:
            spans.append(here)
    return spans
