"""Is the word before a colon somebody speaking?

"Anna: Hello", "Note: see below", "The thing is: we never did" and "12:30" look alike. A label counts as a speaker when

1. it could be one at all (`could_be_speaker`): short, no sentence punctuation, at least one letter, not in the
   list of words that head notes (Note, Example, Question ...), not a single sentence opener (So, But, Well ...);
2. and it either looks like a name (`looks_like_name`): every word begins with a capital or belongs to a script
   without capitals, small particles (de, van, von ...) allowed; or a code such as P07 or DC01; or a role word
   (interviewer, moderator ...);
   or it recurs: twice or more, at most three words, not opening like a sentence ("The thing is").

Running headings ("Task 1", "Task 2", "Task 3") each occur once and count up: they are headings, and are told apart
from "Speaker 1", "Speaker 2", "P1", "P2" by the word before the number (`running_headings`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from interviews.importers.speaker_words import (
    NAME_OPENERS,
    NOT_SPEAKERS,
    NUMBERED_SPEAKERS,
    OPENERS,
    PARTICLES,
    ROLES,
)

MAX_LABEL = 60
FORBIDDEN = re.compile(r'[?!;:"“”„…=<>{}\[\]*\\~^`]|//|\.\.|\w@\w')
CODE = re.compile(r"[A-Za-z]{1,4}[-_ ]?[0-9]{1,4}")
NUMBERED = re.compile(r"(.*?\D)[ #.-]*([0-9]{1,3})")


def could_be_speaker(label: str) -> bool:
    words = label.split()
    if not words or len(label) > MAX_LABEL or len(words) > 7 or FORBIDDEN.search(label):
        return False
    if not any(char.isalpha() for char in label) or label[0] in "-–—•.,'’/|&+(":
        return False
    bare = label.casefold().rstrip(".")
    return bare not in NOT_SPEAKERS and (bare not in OPENERS or len(bare) == 1)


def looks_like_name(label: str) -> bool:
    words = re.sub(r"\([^()]*\)", " ", label).replace("|", " ").split()
    if not words or len(words) > 5:
        return False
    if CODE.fullmatch(label) or words[0].casefold() in ROLES:
        return len(words) <= 3
    if len(label) < 2 or words[0] in PARTICLES or words[0].casefold() in OPENERS - NAME_OPENERS:
        return False
    return not words[-1].islower() and all(_begins_like_name(word) for word in words)


def speakers_among(labels: Iterable[str]) -> set[str]:
    """The labels of one file (one for each line that has one) that are taken for speakers."""
    counts = Counter(label for label in labels if could_be_speaker(label))
    return {label for label, count in counts.items() if looks_like_name(label) or (count > 1 and _recurs_well(label))}


def running_headings(labels: Iterable[str]) -> dict[str, str]:
    """Label to the word it counts with, for headings such as "Question 7"."""
    series: dict[str, list[tuple[int, str]]] = {}
    for label in labels:
        found = NUMBERED.fullmatch(label)
        stem = found[1].strip(" #.-") if found else ""
        if found and stem and stem.casefold() not in NUMBERED_SPEAKERS:
            series.setdefault(stem, []).append((int(found[2]), label))
    return {
        label: stem
        for stem, entries in series.items()
        if stem.casefold() in NOT_SPEAKERS or _counts_up([number for number, _ in entries])
        for _, label in entries
    }


def _recurs_well(label: str) -> bool:
    """A capitalised opener may still begin a name: So Young Kim."""
    words = label.split()
    opens = words[0].casefold() in OPENERS and not all(map(_begins_like_name, words))
    return len(words) <= 3 and (len(words) == 1 or not opens)


def _begins_like_name(word: str) -> bool:
    first = next((char for char in word if char.isalnum()), "")
    return not first or not first.islower() or word.casefold() in PARTICLES


def _counts_up(numbers: list[int]) -> bool:
    return len(numbers) >= 3 and numbers[0] <= 3 and all(after > before for before, after in pairwise(numbers))
