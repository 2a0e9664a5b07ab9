"""Names from the contacts in what is typed during a call, and the code to write in their place.

The page sends what was typed and hears where a name stands in it; it is never told a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from interviews.codes import code_of
from interviews.contacts.known_names import names_of, people_by_name
from interviews.contacts.spelling import Folded, fold
from studies.models import Study

SOMEBODY = "[person]"


class Hint(NamedTuple):
    """From code point `start` to `end` stands a name; `say` is what to write instead."""

    start: int
    end: int
    say: str


def name_hints(study: Study, text: str) -> list[Hint]:
    """Whole words only, spelled as with the contact; of a name and its parts the whole name. In the order they stand."""
    say = _sayings(people_by_name(study))
    if not say:
        return []
    longest_first = sorted(say, key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    typed = Folded.of(text, case=True)
    found = ((typed.span(*match.span()), say[match.group()]) for match in names.finditer(typed.text))
    return [Hint(*span, written) for span, written in found if span]


def _sayings(people: list[tuple[str, str, int]]) -> dict[str, str]:
    """A name that two people share says neither's code."""
    codes: dict[str, set[str]] = defaultdict(set)
    for name, company, number in people:
        for known in names_of([(name, company)]):
            codes[fold(known.words, case=True)].add(code_of(number) if known.about == "person" else f"[{known.about}]")
    return {words: min(says) if len(says) == 1 else SOMEBODY for words, says in codes.items()}
