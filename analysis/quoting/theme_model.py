"""Which themes fit some words, learned from what a study's own people tagged. Pure counting, and nothing leaves the server.

Every theme is a bag of the words tagged with it. Words speak for a theme as far as they are commoner in it than in all the
study's quotes (a language model with Dirichlet smoothing: a theme with few quotes leans on the words of all). A common word
is as common everywhere, so it says nothing, and no list of stop words is needed in any language. A theme's own name and
definition count as one more quote of it: from the first day on it can be suggested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Self

from analysis.search.query import RUN, WORD

SUGGESTED = 3
# So many letters stand for the word: endings differ, beginnings rarely, in the languages that have endings.
STEM = 5
SMOOTHING = 60.0


def features(text: str) -> Iterator[str]:
    """Beginnings of words; pairs of letters where a script has no spaces."""
    for word in WORD.findall(text.lower()):
        if RUN.search(word):
            yield from (word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif len(word) > 1:
            yield word[:STEM]


# The words of a quote, and the themes it is under.
Example = tuple[str, Sequence[int]]


@dataclass(frozen=True)
class Model:
    """`words`: by theme, how often each was tagged. `everything`: the same over all quotes."""

    words: Mapping[int, Counter[str]]
    quotes: Counter[int]
    everything: Counter[str]
    total: int

    @classmethod
    def learn(cls, examples: Iterable[Example], names: Mapping[int, str] | None = None) -> Self:
        """`names`: what each theme is called, and means."""
        words: dict[int, Counter[str]] = defaultdict(Counter)
        quotes: Counter[int] = Counter()
        everything: Counter[str] = Counter()
        for text, themes in examples:
            bag = Counter(features(text))
            everything.update(bag)
            for theme in themes:
                words[theme].update(bag)
                quotes[theme] += 1
        for theme, name in (names or {}).items():
            bag = Counter(features(name))
            everything.update(bag)
            words[theme].update(bag)
        return cls(words, quotes, everything, everything.total())

    def rank(self, text: str, most: int = SUGGESTED) -> list[int]:
        """The likeliest themes, best first; none where no word of the text was ever tagged."""
        known = [(word, n) for word, n in Counter(features(text)).items() if word in self.everything]
        if not known:
            return []
        scores = {theme: self._score(theme, known) for theme in self.words}
        return sorted(scores, key=lambda theme: (-scores[theme], -self.quotes[theme], theme))[:most]

    def _score(self, theme: int, known: Sequence[tuple[str, int]]) -> float:
        bag = self.words[theme]
        size = bag.total() + SMOOTHING
        said = 0.0
        for word, n in known:
            share = self.everything[word] / self.total
            said += n * log((bag[word] + SMOOTHING * share) / (size * share))
        return said + log(self.quotes[theme] + 1)


@dataclass(frozen=True)
class Hits:
    """How often one of a quote's own themes was among the three named, against always naming the three most used."""

    quotes: int
    model: int
    most_used: int


def leave_one_out(groups: Mapping[int, Sequence[Example]], names: Mapping[int, str] | None = None) -> Hits:
    """`groups`: by interview, its tagged quotes. Each interview is guessed by what the others teach."""
    asked = model_hits = used_hits = 0
    for left_out, quotes in groups.items():
        others = [quote for group, rows in groups.items() if group != left_out for quote in rows]
        model = Model.learn(others, names)
        counts = Counter(theme for _, themes in others for theme in themes)
        used = sorted(counts, key=lambda theme: (-counts[theme], theme))[:SUGGESTED]
        for text, themes in quotes:
            asked += 1
            model_hits += bool(set(model.rank(text)) & set(themes))
            used_hits += bool(set(used) & set(themes))
    return Hits(asked, model_hits, used_hits)
