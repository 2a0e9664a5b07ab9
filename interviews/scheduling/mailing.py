"""Sending one letter: whether it is still to be sent, what stands in it, and what became of it.

Names and addresses go into the mail and nowhere else: a mail server's refusal repeats the address, so it is never logged.
"""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import audit
from accounts.models.audit_log import Actor
from interviews.models.appointment import End, Letter, LetterKind
from interviews.models.interview import InterviewState
from interviews.models.people import Stage
from interviews.scheduling.letter_text import compose


class CouldNotSend(Exception):
    """Tried again later. Says which kind of problem it was, without the mail server's own words."""


def send(letter_id: int) -> None:
    with transaction.atomic():
        letter = _waiting(letter_id)
        if letter is None:
            return
        if end := why_not(letter):
            letter.finish(end)
            return
        if letter.tried_at and letter.is_reminder:
            letter.finish(End.UNSURE)
            return
        letter.tried_at = timezone.now()
        letter.save(update_fields=["tried_at"])
        message = compose(letter)
    _hand_over(letter, message)


def _waiting(letter_id: int) -> Letter | None:
    rows = Letter.objects.select_for_update(no_key=True, of=("self",))
    whole = "participant__contact", "participant__study__workspace", "interview__appointment", "interview__interviewer"
    return rows.select_related(*whole).filter(pk=letter_id, end=End.WAITING).first()


def why_not(letter: Letter) -> str:
    """What is so now decides, not what was so when it was written."""
    person, interview = letter.participant, letter.interview
    contact = person.contact
    if contact is None or not contact.email:
        return End.NO_ADDRESS
    if person.has_withdrawn or contact.do_not_contact:
        return End.NOT_TO_ASK
    if interview is None:
        return "" if person.stage == Stage.INVITED else End.OVERTAKEN
    wanted = InterviewState.CANCELLED if letter.kind == LetterKind.CANCELLED else InterviewState.PLANNED
    over = letter.kind != LetterKind.CANCELLED and (interview.scheduled_at or timezone.now()) <= timezone.now()
    if interview.state != wanted or interview.appointment.sequence != letter.sequence or over:
        return End.OVERTAKEN
    return ""


def _hand_over(letter: Letter, message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as problem:
        if _for_good(problem):
            letter.finish(End.REFUSED)
            return
        Letter.objects.filter(pk=letter.pk).update(tried_at=None)  # it surely wasn't sent
        raise CouldNotSend(type(problem).__name__) from None
    study = letter.participant.study
    with transaction.atomic():
        letter.finish(End.SENT)
        audit(
            study.workspace, "letter.send", actor=Actor.APP, thing=letter.participant_id, study=study.pk,
            letter=letter.pk, kind=letter.kind,
        )  # fmt: skip


def _for_good(problem: Exception) -> bool:
    """Whether the server said no to this address for ever (5xx)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return isinstance(problem, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and problem.smtp_code >= 500
