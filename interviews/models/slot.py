"""Times a study offers. A slot belongs to whoever takes it first."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.interview import Interview
from studies.models import Study
from studies.models.event import record

NOTICE = timedelta(hours=1)  # what begins sooner isn't offered any more
LONGEST = timedelta(hours=8)


class SlotQuerySet(models.QuerySet["Slot"]):
    def standing(self) -> SlotQuerySet:
        return self.filter(withdrawn_at=None)

    def free(self, now: datetime | None = None) -> SlotQuerySet:
        return self.standing().filter(interview=None, starts_at__gte=(now or timezone.now()) + NOTICE)


class Slot(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="slots")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField("where", max_length=300, blank=True)
    interview = models.OneToOneField(Interview, models.SET_NULL, null=True, related_name="slot")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["study", "starts_at", "id"], name="slot_by_time"),
            models.Index(fields=["interviewer", "starts_at"], name="slot_of_somebody"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["interviewer", "starts_at"], condition=models.Q(withdrawn_at=None), name="slot_once_a_person"
            ),
            models.CheckConstraint(condition=models.Q(minutes__range=(5, 480)), name="slot_of_a_sane_length"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%-d %b %H:%M}, {self.minutes} min"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @classmethod
    def offer(
        cls, study: Study, starts: list[datetime], minutes: int, interviewer: User, place: str, by: User
    ) -> list[Slot]:
        """All of them or none. Refused where the interviewer has another slot or call then, in whichever study."""
        with transaction.atomic():
            study.lock()
            # Of one person at a time, whichever studies they are in.
            User.objects.select_for_update(no_key=True).get(pk=interviewer.pk)
            made: list[Slot] = []
            for start in sorted(set(starts)):
                new = cls(study=study, interviewer=interviewer, starts_at=start, minutes=minutes, place=place)
                clash = _busy(interviewer, new.starts_at, new.ends_at)
                if clash is not None:
                    raise Refused(
                        f"{interviewer.initials} has something at {clash:%-d %b %H:%M} UTC, which a slot at "
                        f"{start:%-d %b %H:%M} UTC would run into."
                    )
                new.save()
                made.append(new)
            record(study, "slots", by)
        return made

    def withdraw(self, by: User) -> None:
        with transaction.atomic():
            row = Slot.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.interview_id:
                raise Refused("Somebody has taken this time. Cancel the interview instead.")
            if row.withdrawn_at is None:
                row.withdrawn_at = timezone.now()
                row.save(update_fields=["withdrawn_at"])
                record(self.study, "slots", by)

    def offer_again(self, by: User) -> None:
        """Takes `withdraw` back."""
        with transaction.atomic():
            row = Slot.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.withdrawn_at and _busy(row.interviewer, row.starts_at, row.ends_at) is not None:
                raise Refused("Something else stands there by now.")
            row.withdrawn_at = None
            row.save(update_fields=["withdrawn_at"])
            record(self.study, "slots", by)


def _busy(interviewer: User, start: datetime, end: datetime) -> datetime | None:
    """The beginning of what that person has between the two."""
    near = (start - LONGEST, end)
    others = Slot.objects.standing().filter(interviewer=interviewer, starts_at__range=near)
    calls = Interview.objects.filter(interviewer=interviewer, scheduled_at__range=near, state__in=["planned", "live"])
    spans = [*others.values_list("starts_at", "minutes"), *calls.values_list("scheduled_at", "minutes")]
    for begun, minutes in spans:
        if begun and begun < end and start < begun + timedelta(minutes=minutes):
            return begun
    return None
