"""What an entry of the audit log says, as a sentence without its subject. Pure: only what the entry itself holds.

`{thing}` is where the thing stands that it was done to; the page makes a link of it. Other names in braces are details.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "contacts": ("Contacts", {
        "contact.listed": "looked through the contacts",
        "contact.read": "read {thing}",
        "contact.read_two": "read {thing} beside contact {other}",
        "contact.compared": "compared a table with the contacts",
        "contact.added": "added {thing}",
        "contact.changed": "changed {fields} of {thing}",
        "contact.removed": "removed {thing}",
        "contact.merged": "merged contact {gone} into {thing}",
        "contact.imported": "imported a table of contacts: {added} new, {changed} changed",
        "contact.exported": "exported {contacts} contacts",
        "attribute.added": "added {thing} to the contacts",
        "attribute.changed": "changed {thing} of the contacts",
        "attribute.removed": "removed {thing} from {contacts} contacts",
    }),
    "people": ("People of a study", {
        "participant.listed": "looked through the people",
        "participant.recognised": "was shown where names of people stand",
        "participant.read": "read the page of {thing}",
        "participant.added": "added {thing}, who is contact {contact}",
        "participant.removed": "removed {thing}",
        "participant.withdrew": "began the withdrawal of {thing}",
        "participant.erased": "carried out {thing}",
        "participant.export": "handed out all that is held of {thing}",
        "participant.invite": "invited {thing} to choose a time",
        "participant.time": "planned a time with {thing}",
        "participant.cancel": "cancelled the time with {thing}",
        "participant.decline": "wrote down that {thing} would rather not take part",
        "recruit.change": "changed {fields} of {thing}",
        "letter.send": "sent a letter to {thing}",
        "participant_link.make": "made a link to the own page of {thing}",
        "participant_link.end": "ended a link to the own page of {thing}",
    }),
    "consent": ("Consent", {
        "consent.answer": "wrote down answers of {thing}",
        "consent.copy": "sent {thing} a copy of their answers",
        "consent_paper.read": "opened {thing}",
        "consent_form.publish": "published version {version} of the consent form",
        "privacy.change": "changed what the study promises: {fields}",
    }),
    "kept": ("What is kept", {
        "retention.media": "let the recordings of {thing} go, as the study promised",
        "retention.words": "let the words of {thing} go, as the study promised",
        "retention.identity": "let name and address of {thing} go, as the study promised",
        "hold.set": "put {thing} under legal hold",
        "hold.release": "ended the legal hold of {thing}",
    }),
    "words": ("Words", {
        "words.redact": "redacted words in {places} places ({thing})",
        "words.put_back": "put redacted words back in {places} places ({thing})",
    }),
    "passed": ("Passed on", {
        "study.exported": "exported {thing} ({format})",
        "study.removed": "removed {thing} with {people} people in it",
        "interview.exported": "exported {thing}",
        "share.made": "made {thing} to the report, for {days} days",
        "share.ended": "ended {thing} to the report",
        "audit.exported": "exported this log",
    }),
    "team": ("The team", {
        "member.joined": "joined as {role}",
        "member.left": "left the workspace",
        "member.removed": "removed {thing} from the workspace",
        "member.role_changed": "made {thing} {role}, who was {before}",
        "invitation.made": "made {thing} for one {role}",
        "invitation.withdrawn": "withdrew {thing}",
        "workspace.second_step_on": "made a second step of signing in compulsory",
        "workspace.second_step_off": "no longer asks for a second step of signing in",
    }),
}  # fmt: skip
SENTENCES = {act: words for _, acts in GROUPS.values() for act, words in acts.items()}
# Where a participant did it themselves, the sentence has no thing: it is they.
BY_THEMSELVES = {
    "consent.answer": "answered what they agree to",
    "consent.copy": "had a copy of their answers sent",
    "participant.withdrew": "withdrew",
    "participant.export": "took all that is held of them",
    "participant.time": "chose a time",
    "participant.cancel": "cancelled their time",
    "participant.decline": "would rather not take part",
}
THINGS = {
    "participant.erased": "withdrawal",  # by then there may be no participant
    "contact": "contact", "attribute": "attribute", "participant": "participant", "participant_link": "participant",
    "consent": "participant", "recruit": "participant", "letter": "participant", "hold": "participant", "retention": "participant",
    "consent_paper": "the scan of consent", "words": "redaction", "member": "member", "invitation": "invitation", "share": "link", "interview": "interview",
}  # fmt: skip
FIELDS = {"job": "role", "email": "e-mail", "do_not_contact": "“do not contact”"}


def sentence(act: str, details: Mapping[str, Any], by_themselves: bool = False) -> tuple[str, bool, str]:
    """The words before the thing, whether it has one, and the words after it."""
    words = (BY_THEMSELVES.get(act) if by_themselves else None) or SENTENCES.get(act) or f"did “{act}” to {{thing}}"
    before, thing, after = words.partition("{thing}")
    return _filled(before, details), bool(thing), _filled(after, details)


def kind_of(act: str) -> str:
    """What the thing of an act is called."""
    return THINGS.get(act) or THINGS.get(act.partition(".")[0], act.partition(".")[0].replace("_", " "))


def _filled(words: str, details: Mapping[str, Any]) -> str:
    return words.format_map(_Told({name: _as_words(name, value) for name, value in details.items()}))


def _as_words(name: str, value: Any) -> str:
    if name == "fields" and isinstance(value, list):
        said = [
            FIELDS.get(field, "attributes" if field.startswith("attribute") else field) for field in map(str, value)
        ]
        return ", ".join(said).replace("_", " ") or "nothing"
    return str(value)


class _Told(dict[str, str]):
    """A detail that an older entry doesn't have is said to be missing."""

    def __missing__(self, name: str) -> str:
        return "?"
