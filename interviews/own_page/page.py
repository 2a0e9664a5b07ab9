"""What stands on a participant's own page: the text, their answers, who listens, and which call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from interviews.consent_words import WORDS, ConsentWords
from interviews.models import (
    ConsentForm,
    ConsentRecord,
    Interview,
    InterviewState,
    Observer,
    Participant,
    ParticipantLink,
    Purpose,
)
from interviews.own_page.times import clock_of
from interviews.scheduling.arranging import may_choose


@dataclass(frozen=True)
class OwnAnswer:
    purpose: str
    label: str
    help: str
    granted: bool | None
    since: str


@dataclass(frozen=True)
class OwnCall:
    when: str
    listeners: list[str]
    held: bool


def page_of(link: ParticipantLink, form: ConsentForm, words: ConsentWords) -> dict[str, Any]:
    """The text, the calls, who listens. As many queries for one call as for ten."""
    participant = link.participant
    document = form.document_in(words.code)
    calls = calls_of(participant, words, clock_of(participant))
    day = words.day(timezone.localtime(form.created_at).date())
    return {
        "link": link,
        "words": words,
        "languages": [WORDS[code] for code in form.languages()],
        "participant": participant,
        "organisation": participant.study.workspace.name,
        "consent_form": form,
        "document": document,
        "named": document["named"].format(code=participant.code),
        "looks": looks_of(participant),
        "calls": calls,
        "may_choose": may_choose(participant),
        "is_planned": any(not call.held for call in calls),
        "watched": any(call.listeners for call in calls),
        "form_line": words.form_line.format(version=form.version, day=day),
    }


def looks_of(participant: Participant) -> list[str]:
    """What stands beside their words in our work: "P07", "operations lead", "small shop"."""
    persona = participant.persona.name if participant.persona else ""
    return [participant.code, *filter(None, [persona, *(str(value) for value in participant.attributes.values())])]


SAID = {
    "signed": "done_signed",
    "changed": "done_changed",
    "sent": "copy_sent",
    "enough": "copy_enough",
    "failed": "copy_failed",
}


def as_it_stands(context: dict[str, Any], standing: dict[str, ConsentRecord], said: str) -> dict[str, Any]:
    """What somebody finds who has answered before; `said` is what was done just now."""
    words, form, participant = context["words"], context["consent_form"], context["participant"]
    latest = participant.study.consent_forms.first()
    signed = participant.signatures.first()
    return {
        "standing": standing,
        "heading": words.title_held if any(call.held for call in context["calls"]) else context["document"]["title"],
        "answers": answers_of(standing, form.asked, context["document"], words),
        "signed": words.stands_intro.format(when=words.moment(timezone.localtime(signed.at))) if signed else "",
        "newer": latest.pk != form.pk or any(purpose not in standing for purpose in latest.asked),
        "copy_to": words.copy_known.format(address=masked(participant.contact.email))
        if participant.contact and participant.contact.email
        else "",
        "said": getattr(words, SAID[said]) if said in SAID else "",
        "said_badly": said in {"enough", "failed"},
    }


def masked(address: str) -> str:
    """Enough for its owner to know it, too little for anybody else who has the link."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def answers_of(
    standing: dict[str, ConsentRecord], asked: list[Purpose], document: dict[str, Any], words: ConsentWords
) -> list[OwnAnswer]:
    """Each use that the form asks about or that they ever answered."""
    shown = {row["purpose"]: (row["label"], row["help"]) for row in document["purposes"]}
    rows = []
    for purpose in Purpose:
        record = standing.get(purpose)
        if record is None and purpose not in asked:
            continue
        label, explained = shown.get(purpose, words.purposes[purpose])
        since = words.day(timezone.localtime(record.at).date()) if record else ""
        rows.append(OwnAnswer(purpose, label, explained, record.granted if record else None, since))
    return rows


def calls_of(participant: Participant, words: ConsentWords, clock: ZoneInfo) -> list[OwnCall]:
    found = participant.interviews.exclude(state=InterviewState.CANCELLED).prefetch_related("observers")
    return [_call(interview, words, clock) for interview in found.order_by("scheduled_at", "pk")]


def _call(interview: Interview, words: ConsentWords, clock: ZoneInfo) -> OwnCall:
    at = interview.held_at
    when = words.no_call
    if at is not None:
        told = at.astimezone(clock)
        when = words.call_at.format(when=f"{words.moment(told)} {told:%Z}", minutes=interview.minutes)
    held = interview.state == InterviewState.DONE
    return OwnCall(when, [listener(row) for row in interview.observers.all()], held)


def listener(row: Observer) -> str:
    return f"{row.role}, {row.organisation}" if row.organisation else row.role


def form_of(participant: Participant, standing: dict[str, ConsentRecord]) -> ConsentForm:
    """The text they agreed to last."""
    version = max(row.form.version for row in standing.values())
    return participant.study.consent_forms.prefetch_related("texts").get(version=version)
