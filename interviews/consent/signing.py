"""What participants do on their own page: sign, change a choice, have a copy sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Actor, AuditEntry, audit
from accounts.refusal import Refused
from interviews.consent.notice import as_text
from interviews.consent_words import WORDS, ConsentWords
from interviews.models import ConsentForm, ConsentRecord, Method, Participant, Purpose, Signature
from interviews.models.consent import standing_consent

COPIES_A_DAY = 3


def sign(participant: Participant, form: ConsentForm, language: str, answers: Mapping[str, bool], name: str) -> bool:
    """Sending twice is signing once; False when everything stood like this already."""
    if set(answers) != set(form.asked):
        raise Refused("Each use needs a yes or a no.")
    with transaction.atomic():
        held = (
            Participant.objects.select_for_update(of=["self"], no_key=True)
            .select_related("contact")
            .get(pk=participant.pk)
        )
        if held.contact is None:
            raise Refused("Your name and address were deleted here, so nothing can be signed any more.")
        last = Signature.objects.filter(participant=held).first()
        standing = {purpose: row.granted for purpose, row in standing_consent(held).items() if row.form_id == form.pk}
        if last and (last.form_id, last.language, last.name) == (form.pk, language, name) and standing == dict(answers):
            return False
        Signature.objects.create(contact=held.contact, participant=held, form=form, language=language, name=name)
        ConsentRecord.capture(participant, answers, Method.LINK, None, form, language=language)
    return True


def change_answer(participant: Participant, purpose: str, granted: bool) -> bool:
    """To the text that the standing answer was given to; only what they were asked can be changed."""
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        standing = standing_consent(participant).get(purpose)
        if standing is None or standing.granted == granted:
            return False
        ConsentRecord.capture(
            participant, {Purpose(purpose): granted}, Method.LINK, None, standing.form, language=standing.language
        )
    return True


def mail_copy(participant: Participant, address: str, form: ConsentForm, words: ConsentWords) -> bool:
    """The text and the answers as they stand, to an address that isn't kept; False when enough were sent today."""
    study = participant.study
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        sent = AuditEntry.objects.filter(
            workspace=study.workspace_id, act="consent.copy", thing=str(participant.pk), at__gte=midnight
        )
        if sent.count() >= COPIES_A_DAY:
            return False
        body = copy_text(participant, form, words)
        # Before the log says that it was sent: what can't be sent leaves no entry.
        EmailMessage(words.mail_subject, body, to=[address]).send()
        audit(
            study.workspace,
            "consent.copy",
            actor=Actor.PARTICIPANT,
            thing=participant.pk,
            study=study.pk,
            form=form.pk,
        )
    return True


def copy_text(participant: Participant, form: ConsentForm, words: ConsentWords) -> str:
    document = form.document_in(words.code)
    labels = {row["purpose"]: row["label"] for row in document["purposes"]}
    standing = standing_consent(participant)
    chosen = [
        f"- {labels.get(purpose, WORDS[words.code].purposes[purpose][0])}: {words.yes if row.granted else words.no} "
        f"({words.day(timezone.localtime(row.at).date())})"
        for purpose in Purpose
        if (row := standing.get(purpose))
    ]
    published = words.day(timezone.localtime(form.created_at).date())
    parts = [
        words.mail_intro,
        "\n".join([words.mail_answers, *chosen]),
        words.mail_back,
        words.form_line.format(version=form.version, day=published),
        "—",
        as_text(document, participant.code),
    ]
    return "\n\n".join(parts)
