"""The ten minutes after a call, each for oneself, before reading a teammate's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.consent import Purpose
from interviews.models.interview import Interview
from interviews.models.note import Note, Typed
from interviews.signals import line_saved
from studies.models import Assumption
from studies.models.event import record

NOT_HELD = "This interview hasn't been held yet, so there is nothing to look back on."


class DebriefQuerySet(models.QuerySet["Debrief"]):
    """Whatever shows what a debrief says goes through `open_to`: two views of a call, not one view twice."""

    def open_to(self, reader: User) -> DebriefQuerySet:
        """One's own, and a teammate's of those calls that one has written one's own about."""
        return self.filter(_has_written(reader))

    def hidden_from(self, reader: User) -> DebriefQuerySet:
        return self.filter(~_has_written(reader))


def _has_written(reader: User) -> models.Exists:
    return models.Exists(Debrief.objects.filter(author=reader, interview=models.OuterRef("interview")))


class Debrief(models.Model):
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="debriefs")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    quick_facts = models.TextField(blank=True)
    memorable = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="+")
    surprises = models.TextField(blank=True)
    needs = models.TextField(blank=True, default="")
    follow_ups = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    TEXTS = ("surprises", "needs", "follow_ups", "quick_facts")  # as the form asks for them

    objects = DebriefQuerySet.as_manager()

    class Meta:
        ordering = ["saved_at"]
        constraints = [models.UniqueConstraint(fields=["interview", "author"], name="one_debrief_a_person")]

    def __str__(self) -> str:
        return f"Debrief of {self.interview_id} by {self.author_id}"

    @property
    def stamp(self) -> str:
        """Which saved version this is; empty for one that isn't saved."""
        return self.saved_at.isoformat() if self.pk else ""

    @classmethod
    def write(
        cls, interview: Interview, author: User, signals: Mapping[int, str], seen: str | None = None, **fields: Any
    ) -> Debrief:
        """One's own debrief, written again as often as wanted. `signals`: assumption id -> signal.

        `seen`: the stamp of the version the writer had before them. If they have saved another one since, in another tab
        or on another device, nothing is overwritten.
        """
        if interview.started_at is None:
            raise Refused(NOT_HELD)
        interview.participant.demand(Purpose.NOTES)
        _demand_quotable(interview, fields.get("memorable"))
        with transaction.atomic():
            interview.study.lock()  # the same person saving twice at once writes one debrief
            standing = interview.debriefs.filter(author=author).first()
            if standing and standing._says(signals, fields):
                return standing
            if seen is not None and seen != (standing.stamp if standing else ""):
                raise Refused("You saved this debrief somewhere else meanwhile. Nothing was overwritten.")
            debrief, _ = cls.objects.update_or_create(
                interview=interview, author=author, defaults={**fields, "saved_at": timezone.now()}
            )
            debrief.signals.all().delete()
            AssumptionSignal.objects.bulk_create(
                AssumptionSignal(debrief=debrief, assumption_id=assumption, signal=signal)
                for assumption, signal in signals.items()
            )
            record(interview.study, "debrief", author, interview=interview.pk)
        return debrief

    def _says(self, signals: Mapping[int, str], fields: Mapping[str, Any]) -> bool:
        """Whether it says just that: sent twice, it is saved once."""
        same = all(getattr(self, name) == value for name, value in fields.items())
        return same and dict(self.signals.values_list("assumption", "signal")) == dict(signals)


def _demand_quotable(interview: Interview, note: Note | None) -> None:
    if note is None:
        return
    interview.participant.demand(Purpose.QUOTES)
    if note.interview_id != interview.pk or not is_memorable(note):
        raise Refused("Only words of this participant that are on the record can be the ones to remember.")


def is_memorable(note: Note | None) -> bool:
    """The participant's own words, standing and on the record. Whether they may be quoted is theirs to say, beside this."""
    return note is not None and note.is_said and note.deleted_at is None and not note.off_record


@receiver(line_saved)
def forget_what_is_off_record(note: Note, before: Typed, **_: Any) -> None:
    if note.off_record and before.text:
        note.study.lock()  # whoever writes a debrief holds it too, and looks again
        Debrief.objects.filter(memorable=note).update(memorable=None)


class Signal(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    MIXED = "mixed", "Mixed"
    NOTHING = "nothing", "Nothing said"


class AssumptionSignal(models.Model):
    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="signals")
    assumption = models.ForeignKey(Assumption, models.CASCADE, related_name="signals")
    signal = models.CharField(max_length=8, choices=Signal)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debrief", "assumption"], name="one_signal_an_assumption"),
            models.CheckConstraint(condition=models.Q(signal__in=Signal.values), name="signal_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assumption_id}: {self.signal}"
