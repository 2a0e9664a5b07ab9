"""The side of taking part that only those see who see names: why somebody fits, what they get for it, by which clock they live."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models, transaction

from accounts.models import User, audit
from accounts.refusal import Refused
from interviews.models.people import Participant, Stage
from studies.models.event import record

LONGEST_NOTE = 4000


class Recruit(models.Model):
    participant = models.OneToOneField(Participant, models.CASCADE, primary_key=True, related_name="recruit")
    screener = models.TextField("screener notes", blank=True, max_length=LONGEST_NOTE)
    incentive = models.DecimalField("incentive", max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    paid_on = models.DateField("paid on", null=True, blank=True)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    zone = models.CharField("their time zone", max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["paid_on"], name="recruit_paid_on")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(incentive=None) | models.Q(incentive__gte=0), name="incentive_not_below_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(paid_on=None) | models.Q(incentive__isnull=False), name="paid_an_amount"
            ),
            models.CheckConstraint(condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="currency_of_three_letters"),
        ]

    def __str__(self) -> str:
        return f"recruiting of {self.participant_id}"

    @classmethod
    def of(cls, participant: Participant) -> Recruit:
        return cls.objects.filter(participant=participant).first() or cls(participant=participant)

    @classmethod
    def write(cls, participant: Participant, by: User, **changes: Any) -> Recruit:
        """Change what is named; the log says which fields, never what stands in them."""
        with transaction.atomic():
            Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
            row = cls.of(participant)
            changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
            if not changed:
                return row
            for name in changed:
                setattr(row, name, changes[name])
            if "paid_on" in changed:
                row.paid_by = by if row.paid_on else None
            row.save()
            record(participant.study, "recruiting", by, participant=participant.pk)
            audit(
                participant.study.workspace, "recruit.change", by,
                thing=participant.pk, study=participant.study_id, fields=changed,
            )  # fmt: skip
        return row

    @classmethod
    def note_zone(cls, participant: Participant, zone: str) -> None:
        """By which clock they read their page."""
        row = cls.of(participant)
        if row.zone != zone:
            row.zone = zone
            row.save()

    @classmethod
    def pay(cls, participant: Participant, by: User, on: date) -> Recruit:
        if cls.of(participant).incentive is None:
            raise Refused(f"Write down first what {participant.code} gets.")
        return cls.write(participant, by, paid_on=on)

    @property
    def amount(self) -> str:
        if self.incentive is None:
            return ""
        whole = self.incentive == self.incentive.to_integral_value()
        return f"{self.incentive:.0f} {self.currency}" if whole else f"{self.incentive:.2f} {self.currency}"

    @property
    def is_owed(self) -> bool:
        return bool(self.incentive) and self.paid_on is None and self.participant.stage == Stage.INTERVIEWED


def place(participant: Participant, stage: str, by: User | None, seen: str = "") -> str:
    """Put somebody into a column of the board; gives the column they came from. `seen`: where the page showed them.

    Refused where they have moved on meanwhile, and where the contact isn't to be asked.
    """
    with transaction.atomic():
        row = (
            Participant.objects.select_for_update(no_key=True, of=("self",))
            .select_related("contact", "study")
            .get(pk=participant.pk)
        )
        if seen and row.stage != seen:
            raise Refused(f"{row.code} is {row.get_stage_display().lower()} by now. Look again before you move them.")
        was = row.stage
        if was != stage:
            demand_asking(row, stage)
            row.move_to(stage)
            record(row.study, "recruiting", by, participant=row.pk)
    participant.stage = stage
    return was


def demand_asking(participant: Participant, stage: str) -> None:
    """Whoever asked not to be contacted, or withdrew, is neither invited nor given a time."""
    contact = participant.contact
    if stage in {Stage.INVITED, Stage.SCHEDULED}:
        participant.demand_standing()
    if stage in {Stage.INVITED, Stage.SCHEDULED} and contact and contact.do_not_contact:
        raise Refused(f"{participant.code} asked not to be contacted, so they aren’t invited.")


def owed(participants: models.QuerySet[Participant]) -> dict[str, Decimal]:
    """By currency, what is still to be paid to people who were heard."""
    rows = Recruit.objects.filter(participant__in=participants, participant__stage=Stage.INTERVIEWED, paid_on=None)
    sums = rows.exclude(incentive=None).values("currency").annotate(sum=models.Sum("incentive")).order_by("currency")
    return {row["currency"]: row["sum"] for row in sums if row["sum"]}
