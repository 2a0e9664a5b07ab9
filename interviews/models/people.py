"""Who we ask. Names live in Contact, in the workspace; a study knows a Participant by code alone."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.refusal import Refused
from interviews.codes import code_of
from interviews.models.consent import ConsentRecord, Purpose, latest_answer, why_withheld
from interviews.models.contact import Contact
from studies.models import Persona, Study
from studies.models.ordering import next_number


class Stage(models.TextChoices):
    TO_INVITE = "to_invite", "To invite"
    INVITED = "invited", "Invited"
    SCHEDULED = "scheduled", "Scheduled"
    INTERVIEWED = "interviewed", "Interviewed"
    DECLINED = "declined", "Declined"
    NO_SHOW = "no_show", "No-show"


# Reached only by asking the person.
BY_ASKING = {Stage.INVITED, Stage.SCHEDULED}


class Participant(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="participations")
    number = models.PositiveIntegerField()
    persona = models.ForeignKey(Persona, models.SET_NULL, null=True, blank=True, related_name="participants")
    attributes = models.JSONField(default=dict, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.TO_INVITE)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="participant_number_once"),
            models.UniqueConstraint(fields=["study", "contact"], name="contact_once_a_study"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="participant_stage_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return code_of(self.number)

    @classmethod
    def add(cls, study: Study, contact: Contact | None, **fields: Any) -> Participant:
        if contact:
            contact.demand_contact()
        with transaction.atomic():
            study.lock()
            if contact and study.participants.filter(contact=contact).exists():
                raise Refused("This contact takes part in the study already.")
            # The code of somebody who withdrew is nobody else's.
            number = max(next_number(study.participants.all()), next_number(study.withdrawals.all()))
            return cls.objects.create(study=study, contact=contact, number=number, **fields)

    def demand_contact(self) -> None:
        """Refused for whoever asked not to be contacted, or said no to being asked again when they took part in another study.
        A removed contact can't be asked by us anyway."""
        if self.contact:
            self.contact.demand_contact()
            elsewhere = ConsentRecord.objects.filter(participant__contact=self.contact, purpose=Purpose.RECONTACT)
            last = elsewhere.exclude(participant=self.pk).order_by("-pk").first()
            if last and not last.granted:
                raise Refused(f"{self.code} said no to being asked again on {last.at:%-d %b %Y}, so this isn't done.")

    def move_to(self, stage: str) -> None:
        if stage in BY_ASKING:
            self.demand_contact()
        self.stage = stage
        self.save(update_fields=["stage"])

    @property
    def has_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def has_stopped(self) -> bool:
        """Their words are used no further, and still kept."""
        return self.has_withdrawn and bool(self.withdrawal.only_stopped)

    def demand_standing(self) -> None:
        """Refuse what would begin anew with somebody who withdrew."""
        if self.has_withdrawn:
            raise Refused(
                f"{self.code} withdrew from the study. Add the person again if they want to take part after all."
            )

    def allows(self, purpose: Purpose) -> bool:
        granted, _ = latest_answer(self, purpose)
        return bool(granted) and not (purpose == Purpose.QUOTES and why_withheld(self))

    def demand(self, purpose: Purpose) -> None:
        """The gate: refuse, with the reason, what this person hasn't agreed to."""
        granted, at = latest_answer(self, purpose)
        if at is None:
            raise Refused(f"{self.code} hasn't been asked about {purpose.words} yet. Record their answer first.")
        if not granted:
            raise Refused(f"{self.code} said no to {purpose.words} on {at:%-d %b %Y}, so this isn't done.")
        if purpose == Purpose.QUOTES and (withheld := why_withheld(self)):
            raise Refused(f"{withheld} So nothing is quoted.")
