"""What a column holds, guessed from its name, or from its cells where nothing names it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

NEW = "new"
FIELDS = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "company": "Company",
    "job": "Role",
    "do_not_contact": "Do not contact",
}
NAMES = {
    "name": ("name", "full name", "contact", "contact name", "person", "display name", "vollständiger name", "nom"),
    "first_name": ("first name", "firstname", "given name", "forename", "vorname", "prénom"),
    "last_name": ("last name", "lastname", "family name", "surname", "nachname", "familienname", "nom de famille"),
    "email": (
        *("email", "e mail", "mail", "email address", "e mail address", "e mail 1 value", "email 1", "courriel"),
        *("mailadresse", "e mail adresse", "primary email", "work email"),
    ),
    "company": (
        *("company", "company name", "organisation", "organization", "employer", "account name", "firma"),
        *("organization name", "organization 1 name", "unternehmen", "société", "entreprise"),
    ),
    "job": ("role", "job", "job title", "title", "position", "organization title", "organization 1 title", "funktion"),
    "do_not_contact": ("do not contact", "dnc", "opt out", "opted out", "unsubscribed", "no contact"),
}
BY_NAME = {name: field for field, names in NAMES.items() for name in names}


def plain(header: str) -> str:
    """“E-Mail_Address ” and “e mail address” are one name."""
    return " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split())


def header_of(first: Sequence[str], width: int, has_header: bool) -> list[str]:
    """A name for each column; what has none, or one that was there before, is told apart by its number."""
    names: list[str] = []
    for place in range(width):
        name = first[place] if has_header and place < len(first) else ""
        if not name:
            name = f"Column {place + 1}"
        elif plain(name) in {plain(other) for other in names}:
            name = f"{name} (column {place + 1})"
        names.append(name)
    return names


def guess_columns(header: Sequence[str], rows: Sequence[Sequence[str]], attributes: Mapping[str, str]) -> list[str]:
    """`attributes`: names of the workspace's own and what stands for them. Each field is taken once."""
    known = BY_NAME | {plain(name): target for name, target in attributes.items()}
    taken: set[str] = set()
    found = []
    for name in header:
        target = known.get(plain(name), "")
        found.append("" if target in taken else target)
        taken.add(target)
    if "name" in found:  # beside a whole name its parts say nothing
        found = ["" if target in {"first_name", "last_name"} else target for target in found]
    if not any(found):
        return _by_cells(len(header), rows)
    return found


def _by_cells(width: int, rows: Sequence[Sequence[str]]) -> list[str]:
    """The column with the most addresses is the e-mail's, the first other one the name's."""
    marks = [sum("@" in row[place] for row in rows if place < len(row)) for place in range(width)]
    found = [""] * width
    if max(marks, default=0):
        found[marks.index(max(marks))] = "email"
    if "" in found:
        found[found.index("")] = "name"
    return found
