"""A participant asks out: from that moment nothing more is done with their words. What goes, and how, others see to."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Actor, User, audit
from accounts.refusal import Refused
from interviews.models.consent import ConsentRecord, Method, standing_consent
from interviews.models.people import Participant
from interviews.models.privacy import Outcome, StudyPrivacy
from interviews.signals import withdrawal_asked
from studies.models.event import record


class WithdrawalRequest(models.Model):
    """`outcome` is what the study promised when they asked."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="withdrawal_request")
    outcome = models.CharField(max_length=6, choices=Outcome)
    asked_at = models.DateTimeField(default=timezone.now)
    # Nobody when the participant did it, on their own page.
    taken_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="withdrawal_outcome_known")
        ]

    def __str__(self) -> str:
        return f"asked on {self.asked_at:%d %b %Y}"


def withdrawal_of(participant: Participant) -> WithdrawalRequest | None:
    return WithdrawalRequest.objects.filter(participant=participant).first()


def ask_to_withdraw(participant: Participant, by: User | None = None) -> WithdrawalRequest:
    """Asking twice is asking once. Every yes turns into a no, and their links end."""
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        standing = withdrawal_of(participant)
        if standing:
            return standing
        study = participant.study
        privacy = StudyPrivacy.of(study)
        if not privacy.may_withdraw:
            raise Refused(
                f"{participant.code} could withdraw until {privacy.withdraw_until:%-d %B %Y}. That day has passed."
            )
        asked = WithdrawalRequest.objects.create(participant=participant, outcome=privacy.outcome, taken_by=by)
        _say_no(participant, by)
        participant.links.open().update(revoked_at=timezone.now())
        withdrawal_asked.send(WithdrawalRequest, request=asked)
        record(study, "withdrawal", by, participant=participant.pk)
        audit(
            study.workspace,
            "withdrawal.ask",
            by,
            actor="" if by else Actor.PARTICIPANT,
            thing=participant.pk,
            study=study.pk,
            outcome=privacy.outcome,
        )
    return asked


def _say_no(participant: Participant, by: User | None) -> None:
    """One answer for each yes, to the text it was given to."""
    agreed = [row for row in standing_consent(participant).values() if row.granted]
    for form in {row.form for row in agreed}:
        mine = [row for row in agreed if row.form_id == form.pk]
        ConsentRecord.capture(
            participant,
            {row.purpose: False for row in mine},
            Method.WRITTEN if by else Method.LINK,
            by,
            form,
            language=mine[0].language,
        )
