"""What a study promises whoever takes part: until when what is kept, and what happens when somebody withdraws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from accounts.refusal import Refused
from interviews.consent.notice import MEDIA_PURPOSES
from interviews.models.promises import Outcome, kept_to
from studies.models import Study
from studies.models.event import record

__all__ = ["Outcome", "StudyPrivacy"]

DAYS = ("withdraw_until", "media_until", "words_until", "identity_until")


class StudyPrivacy(models.Model):
    """The settings as they stand; what a published form promised stands in the form. No date yet is None."""

    study = models.OneToOneField(Study, models.CASCADE, primary_key=True, related_name="privacy")
    outcome = models.CharField("after a withdrawal", max_length=6, choices=Outcome, default=Outcome.DELETE)
    # The last day on which words can still be taken out; without one, for as long as they are kept.
    withdraw_until = models.DateField(null=True, blank=True)
    # Each is the last day on which it is kept.
    media_until = models.DateField("recordings until", null=True, blank=True)
    words_until = models.DateField("notes and transcripts until", null=True, blank=True)
    identity_until = models.DateField("names and addresses until", null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "study privacy"
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="privacy_outcome_known")
        ]
        indexes = [
            models.Index(fields=["media_until"], name="privacy_media_until"),
            models.Index(fields=["words_until"], name="privacy_words_until"),
            models.Index(fields=["identity_until"], name="privacy_identity_until"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, words until {self.words_until or 'no day yet'}"

    @classmethod
    def of(cls, study: Study) -> StudyPrivacy:
        """What stands; with nothing set yet, the defaults, unsaved."""
        return cls.objects.filter(study=study).first() or cls(study=study)

    @classmethod
    def settle(cls, study: Study, by: User, **changes: Any) -> StudyPrivacy:
        with transaction.atomic():
            study.lock()
            privacy = cls.of(study)
            changed = [name for name, value in changes.items() if getattr(privacy, name) != value]
            if not changed:
                return privacy
            for name in changed:
                setattr(privacy, name, changes[name])
            broken = kept_to(study, {name: getattr(privacy, name) for name in ["outcome", *DAYS]})
            if broken:
                raise Refused(" ".join(broken.values()))
            privacy.updated_at = timezone.now()
            privacy.save()
            record(study, "privacy", by)
            audit(study.workspace, "privacy.change", by, thing=study.pk, study=study.pk, fields=sorted(changed))
        return privacy

    def promises(self) -> dict[str, Any]:
        """As they are kept with a published form: days as ISO text, or None."""
        days = {name: getattr(self, name) for name in DAYS}
        return {"outcome": str(self.outcome), **{name: day.isoformat() if day else None for name, day in days.items()}}

    def gaps(self, purposes: Sequence[str]) -> dict[str, str]:
        """What keeps a form from being published, by field. Who records nothing keeps no recordings."""
        needed = {"words_until": "notes and transcripts", "identity_until": "names and addresses"}
        if MEDIA_PURPOSES & set(purposes):
            needed = {"media_until": "recordings", **needed}
        gaps = {}
        for name, what in needed.items():
            day: date | None = getattr(self, name)
            if day is None:
                gaps[name] = f"The day until which {what} are kept"
            elif day < timezone.localdate():
                gaps[name] = f"A later day for {what}: {day:%-d %B %Y} has passed"
        return gaps

    @property
    def may_withdraw(self) -> bool:
        return self.withdraw_until is None or timezone.localdate() <= self.withdraw_until

    @property
    def own_outcome(self) -> Outcome:
        """What somebody gets on their own page. After the study's last day for it, words stay where they are; that they are used
        no further can be had at any time."""
        return Outcome(self.outcome) if self.may_withdraw else Outcome.STOP
