"""What stands in a letter: both clocks, the way to their own page, and the calendar file."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from interviews.models.appointment import Letter, LetterKind
from interviews.models.call_plan import CallPlan
from interviews.models.participant_link import ParticipantLink
from interviews.models.recruit import Recruit
from interviews.scheduling.calendar_file import Call, calendar_file, method
from interviews.scheduling.wall_time import told

SUBJECTS = {
    LetterKind.INVITATION: "{team} would like to talk with you",
    LetterKind.CONFIRMED: "Your talk with {team}: {when}",
    LetterKind.MOVED: "Moved: your talk with {team} is now {when}",
    LetterKind.CANCELLED: "Cancelled: your talk with {team} on {when}",
    LetterKind.DAY_BEFORE: "Tomorrow: your talk with {team}, {when}",
    LetterKind.HOUR_BEFORE: "In an hour: your talk with {team}, {when}",
}


def compose(letter: Letter) -> EmailMessage:
    person = letter.participant
    assert person.contact
    facts = _facts(letter)
    subject = SUBJECTS[LetterKind(letter.kind)].format(**facts)
    message = EmailMessage(
        " ".join(subject.split()),  # a name may hold a line break, and a subject must not
        render_to_string(f"interviews/mail/{letter.kind}.txt", facts),
        to=[person.contact.address()],
        reply_to=[facts["answer_to"]] if facts["answer_to"] else [],
        # The same mail twice is known as such, should the mail server have taken it without our hearing of it.
        headers={"Message-ID": f"<letter.{letter.pk}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    if letter.interview and not letter.is_reminder:
        call = _call(letter, facts)
        message.attach("call.ics", calendar_file(call), f'text/calendar; method={method(call)}; charset="utf-8"')
    return message


def _facts(letter: Letter) -> dict[str, Any]:
    person, interview = letter.participant, letter.interview
    plan, theirs = CallPlan.of(person.study), Recruit.of(person)
    facts: dict[str, Any] = {
        "team": person.study.workspace.name,
        "name": person.contact.name if person.contact else "",
        "minutes": interview.minutes if interview else plan.minutes,
        "incentive": theirs.amount,
        "link": own_link(letter),
        "answer_to": "",
    }
    asker = (interview.interviewer if interview else None) or letter.by
    if asker:
        facts["answer_to"], facts["asker"] = asker.email, asker.name
    if interview and interview.scheduled_at:
        zone = ZoneInfo(theirs.zone) if theirs.zone else plan.clock
        facts |= {
            "when": f"{told(interview.scheduled_at, zone)}",
            "zone": zone.key,
            "place": interview.place,
            "late_hours": plan.late_hours,
            "team_when": told(interview.scheduled_at, plan.clock) if plan.clock != zone else "",
            "team_zone": plan.zone,
        }
    return facts


def _call(letter: Letter, facts: dict[str, Any]) -> Call:
    interview = letter.interview
    assert interview
    assert interview.scheduled_at
    assert letter.participant.contact
    return Call(
        uid=f"{interview.appointment.uid}@{_host()}",
        sequence=letter.sequence,
        starts_at=interview.scheduled_at,
        minutes=interview.minutes,
        zone=CallPlan.of(letter.participant.study).clock,
        title=f"Talk with {facts['team']}",
        place=interview.place,
        words=f"Move or cancel it on your page: {facts['link']}" if facts["link"] else "",
        organiser=facts["answer_to"] or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        guest=letter.participant.contact.email,
        stamp=timezone.now(),
        cancelled=letter.kind == LetterKind.CANCELLED,
    )


def own_link(letter: Letter) -> str:
    """To the times on their own page. Made here, because its token is stored nowhere."""
    if not settings.SITE_URL:
        raise ImproperlyConfigured(
            "SITE_URL has to say at which address this server is reached: letters hold links to it."
        )
    _, token = ParticipantLink.issue(letter.participant, letter.by)
    return settings.SITE_URL.rstrip("/") + reverse("interviews:own_time", args=[token])


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
