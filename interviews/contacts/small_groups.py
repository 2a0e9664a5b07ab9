"""Who can be told from a code by role, company and city: where fewer than three people of a study share the three.

The threshold is k-anonymity's (Sweeney 2002) at its smallest useful k.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from interviews.models import Participant
from studies.models import Study

FEWEST = 3
CITY = {"city", "town", "place", "location", "stadt", "ort"}


class Traits(NamedTuple):
    """Empty where it isn't known."""

    role: str
    company: str
    city: str

    @property
    def words(self) -> str:
        """ "head cook at Tin Spoon in Lodz", as far as it is known."""
        said = [self.role, self.company and f"at {self.company}", self.city and f"in {self.city}"]
        return " ".join(filter(None, said))

    @property
    def plain(self) -> Traits:
        return Traits(*(" ".join(each.casefold().split()) for each in self))


def told_apart(people: Mapping[int, Traits]) -> set[int]:
    """Those of whom something is known and that fewer than three share."""
    alike = Counter(traits.plain for traits in people.values())
    return {who for who, traits in people.items() if any(traits) and alike[traits.plain] < FEWEST}


def traits_of(study: Study) -> dict[int, Traits]:
    """Of everybody in the study, by participant. Two queries."""
    named = study.workspace.contact_attributes.all()
    cities = [attribute.key for attribute in named if attribute.name.casefold() in CITY]
    return {row.pk: _traits(row, cities) for row in study.participants.select_related("contact")}


def _traits(person: Participant, cities: list[str]) -> Traits:
    contact = person.contact
    own = [str(value) for key, value in person.attributes.items() if key.casefold() in CITY]
    theirs = [str(contact.attributes[key]) for key in cities if contact and contact.attributes.get(key)]
    city = next(iter([*theirs, *own]), "")
    return Traits(contact.job, contact.company, city) if contact else Traits("", "", city)
