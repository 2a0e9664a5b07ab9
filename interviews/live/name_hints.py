"""Names from the contacts in what is typed during a call, and the code to write in their place.

The page sends what was typed and hears where a name stands in it; it is never told a name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from accounts.planned import all_rows
from interviews.contacts.known_names import names_of
from interviews.contacts.spelling import Folded, fold
from studies.models import Study

NAMES = """
    select c.name, c.company, p.number
    from interviews_participant p join interviews_contact c on c.id = p.contact_id
    where p.study_id = %s and not exists (select from interviews_withdrawal w where w.participant_id = p.id)
"""
SOMEBODY = "[person]"


class Hint(NamedTuple):
    """From code point `start` to `end` stands a name; `say` is what to write instead."""

    start: int
    end: int
    say: str


def name_hints(study: Study, text: str) -> list[Hint]:
    """Whole words only, spelled as with the contact; of a name and its parts the whole name. In the order they stand."""
    say = _sayings(all_rows(NAMES, (study.pk,)))
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
            codes[fold(known.words, case=True)].add(f"P{number:02d}" if known.about == "person" else f"[{known.about}]")
    return {words: min(says) if len(says) == 1 else SOMEBODY for words, says in codes.items()}
