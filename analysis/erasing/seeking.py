"""What is looked for when a person withdraws: their words as they stand, and who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models import Q

from analysis.erasing.literal import Seeker
from analysis.erasing.telling import telling
from analysis.personal import BY_MODEL, What
from interviews.contacts.spelling import fold
from interviews.models import Contact, Kind, Participant, SpeakerRole
from interviews.models.transcript import TranscriptDraft

SAID = Q(kind=Kind.VERBATIM) | Q(kind=Kind.TURN, speaker__role=SpeakerRole.PARTICIPANT)
# Fields of a contact that say who it is, but may be anybody's too: a company's name is in many texts that mean the company.
ANYBODYS = {"company", "job"}


def seeker_for(participant: Participant) -> Seeker:
    return Seeker(said_by(participant), names_of(participant), parts_of(participant))


def said_by(participant: Participant) -> Iterator[str]:
    """Removed lines and those off the record too: somebody may have copied them."""
    yield from _lines(participant)
    yield from participant.quotes.filter(words_gone=False).values_list("text", flat=True).iterator()
    for draft in TranscriptDraft.objects.filter(interview__participant=participant):
        yield from (str(turn.get("text", "")) for turn in draft.turns if isinstance(turn, dict))


def _lines(participant: Participant) -> Iterator[str]:
    for interview in participant.interviews.all():
        yield from interview.notes.filter(SAID).exclude(text="").values_list("text", flat=True).iterator()


def names_of(participant: Participant) -> list[str]:
    """All that the contact says of who it is, and nobody's else."""
    contact = participant.contact
    if contact is None:
        return []
    fields = [name for name, what in BY_MODEL["interviews.Contact"].fields.items() if what is What.IDENTITY]
    values = [getattr(contact, name, "") for name in fields if name not in ANYBODYS]
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    return [*texts, *(found for value in contact.attributes.values() for found in telling(value))]


def parts_of(participant: Participant) -> list[str]:
    contact: Contact | None = participant.contact
    if contact is None:
        return []
    name = fold(contact.name, case=True)
    return list(dict.fromkeys([*re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", name), *re.findall(r"[^\W\d_]+", name)]))
