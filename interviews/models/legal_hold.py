"""A legal hold: nothing of a study, or of one person in it, goes while it stands, whatever the dates say."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from accounts.refusal import Refused
from interviews.models.people import Participant
from studies.models import Study
from studies.models.event import record


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> LegalHoldQuerySet:
        return self.filter(released_at=None)


class LegalHold(models.Model):
    """Without a participant it is on the whole study. Released ones stay, as a record."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="legal_holds")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="legal_holds")
    # The participant can be gone one day; a hold that was on one person never becomes one on everybody.
    of_one = models.BooleanField(default=False)
    reason = models.CharField("why", max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["study", "-id"], name="legal_hold_newest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="legal_hold_has_a_reason"),
            models.UniqueConstraint(
                fields=["study"], condition=models.Q(released_at=None, of_one=False), name="one_hold_a_study"
            ),
            models.UniqueConstraint(
                fields=["participant"], condition=models.Q(released_at=None, of_one=True), name="one_hold_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"hold since {self.set_at:%d %b %Y}"

    @classmethod
    def put(cls, study: Study, participant: Participant | None, reason: str, by: User) -> LegalHold:
        if not reason.strip():
            raise Refused("Say why: a hold keeps what was promised to go.")
        with transaction.atomic():
            study.lock()
            same = study.legal_holds.standing().filter(participant=participant, of_one=participant is not None)
            if same.exists():
                raise Refused("There is a hold already. Release it first, if the reason has changed.")
            hold = cls.objects.create(
                study=study, participant=participant, of_one=participant is not None, reason=reason.strip(), set_by=by
            )
            record(study, "retention", by)
            audit(
                study.workspace, "hold.set", by,
                thing=participant.pk if participant else study.pk, study=study.pk, hold=hold.pk,
            )  # fmt: skip
        return hold

    def release(self, by: User) -> None:
        with transaction.atomic():
            row = LegalHold.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.released_at:
                return
            row.released_at, row.released_by = timezone.now(), by
            row.save(update_fields=["released_at", "released_by"])
            record(self.study, "retention", by)
            audit(
                self.study.workspace, "hold.release", by,
                thing=row.participant_id or self.study_id, study=self.study_id, hold=row.pk,
            )  # fmt: skip
        self.refresh_from_db(fields=["released_at"])


def is_held(participant: Participant) -> bool:
    standing = LegalHold.objects.standing().filter(study=participant.study_id)
    return standing.filter(models.Q(of_one=False) | models.Q(participant=participant)).exists()


def demand_no_hold(participant: Participant) -> None:
    if is_held(participant):
        raise Refused(
            f"A legal hold stands on {participant.code}: nothing of theirs can be removed until it is released."
        )


def demand_no_hold_in(study: Study) -> None:
    """On the study, or on anybody in it."""
    if study.legal_holds.standing().exists():
        raise Refused("A legal hold stands in this study: nothing of it can be removed until it is released.")
