"""Names and companies of a study's people, looked for in what was said, so that they can be taken out there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from accounts.planned import all_rows
from interviews.contacts.spelling import fold
from studies.models import Study

SHORTEST = 3  # letters; "Al" and "Jo" stand in too many words' places
NAMES = """
    select c.name, c.company, p.number from interviews_participant p join interviews_contact c on c.id = p.contact_id
    where p.study_id = %s and not exists (select from interviews_withdrawal w where w.participant_id = p.id)
"""


class Known(NamedTuple):
    words: str
    about: str  # as redactions name it


def people_by_name(study: Study) -> list[tuple[str, str, int]]:
    """(name, company, number) of everybody who hasn't withdrawn."""
    return all_rows(NAMES, (study.pk,))  # type: ignore[return-value]


def known_names(study: Study) -> list[Known]:
    return names_of((name, company) for name, company, _ in people_by_name(study))


def names_of(contacts: Iterable[tuple[str, str]]) -> list[Known]:
    """From (name, company): whole names and companies first, then the parts of names."""
    whole: dict[Known, None] = {}
    parts: dict[Known, None] = {}
    for name, company in contacts:
        spaced = " ".join(name.split())
        found = [part for part in re.split(r"[\s,.]+", spaced) if len(part) >= SHORTEST and part[0].isupper()]
        parts |= dict.fromkeys(Known(part, "person") for part in found)
        if " " in spaced:
            whole[Known(spaced, "person")] = None
        if len(company.strip()) >= SHORTEST:
            whole[Known(" ".join(company.split()), "company")] = None
    return [*whole, *(part for part in parts if part not in whole)]


def stand_in(texts: Iterable[str], known: Iterable[Known]) -> list[Known]:
    """Those that stand there as whole words, spelled as with the contact. A part is left out while its whole name stands there."""
    said = fold("\n".join(texts), case=True)
    found: list[Known] = []
    for each in known:
        words = fold(each.words, case=True)
        stands = words in said and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said)
        if stands and not any(each.words in whole.words.split() for whole in found):
            found.append(each)
    return found
