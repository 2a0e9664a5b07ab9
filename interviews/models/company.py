"""Who else is in a call: observers, declared before it, and teammates who have its page open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.consent import Purpose
from interviews.models.interview import Interview, InterviewState
from studies.models.event import record

SALT = "interviews.observer-back"
UNDO_SECONDS = 24 * 60 * 60
# Two beats of the capture page, less a moment: who missed them has closed it, or has no network.
GONE_AFTER = timedelta(seconds=28)


class Observer(models.Model):
    """Somebody who listens: declared with organisation and role, never silent (ICC/ESOMAR guideline on observation)."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="observers")
    organisation = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["declared_at", "pk"]

    def __str__(self) -> str:
        return self.role

    @classmethod
    def declare(
        cls, interview: Interview, role: str, organisation: str, by: User, at: datetime | None = None
    ) -> Observer:
        """Refused unless this person said yes to observers. `at`: when they were declared first, if this puts them back."""
        interview.participant.demand(Purpose.OBSERVERS)
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
            if row.state not in {InterviewState.PLANNED, InterviewState.LIVE} and at is None:
                raise Refused("Observers are declared before the call or during it; this one isn’t to come any more.")
            observer = cls.objects.create(
                interview=interview,
                role=role,
                organisation=organisation,
                declared_by=by,
                declared_at=at or timezone.now(),
            )
            record(interview.study, "observers", by, interview=interview.pk)
        return observer

    def withdraw(self, by: User) -> str:
        """Take the declaration back; the answer is a token that `put_back` takes."""
        token = signing.dumps(
            [self.interview_id, self.role, self.organisation, self.declared_at.isoformat()], salt=SALT, compress=True
        )
        with transaction.atomic():
            interview = self.interview
            self.delete()
            record(interview.study, "observers", by, interview=interview.pk)
        return token

    @classmethod
    def put_back(cls, interview: Interview, token: str, by: User) -> Observer:
        try:
            of, role, organisation, at = signing.loads(token, salt=SALT, max_age=UNDO_SECONDS)
        except signing.BadSignature:
            of = None
        if of != interview.pk:
            raise Refused("It’s too late to take this back. Declare the observer again.")
        declared = datetime.fromisoformat(at)
        standing = interview.observers.filter(role=role, organisation=organisation, declared_at=declared).first()
        return standing or cls.declare(interview, role, organisation, by, declared)


class Presence(models.Model):
    """A teammate has the capture page open; old rows say nothing."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "user"], name="one_presence_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.interview_id}"

    @classmethod
    def beat(cls, interview: Interview, user: User) -> list[User]:
        """`user` has the page open; who else has. One update and one query, and no bell, unless somebody came or left."""
        now = timezone.now()
        here = interview.presences.filter(seen_at__gte=now - GONE_AFTER)
        if not here.filter(user=user).update(seen_at=now):
            with transaction.atomic():
                cls.objects.update_or_create(interview=interview, user=user, defaults={"seen_at": now})
                record(interview.study, "presence", user, interview=interview.pk)
        everybody = list(interview.presences.exclude(user=user).select_related("user").order_by("pk"))
        others = [presence for presence in everybody if presence.seen_at >= now - GONE_AFTER]
        if len(others) < len(everybody):
            cls._sweep(interview, now - GONE_AFTER)
        return [presence.user for presence in others]

    @classmethod
    def _sweep(cls, interview: Interview, before: datetime) -> None:
        """Rows that somebody else is just sweeping, or who comes back just now, are left to them."""
        with transaction.atomic():
            old = interview.presences.filter(seen_at__lt=before).select_for_update(skip_locked=True)
            if cls.objects.filter(pk__in=[presence.pk for presence in old]).delete()[0]:
                record(interview.study, "presence", None, interview=interview.pk)

    @classmethod
    def leave(cls, interview: Interview, user: User) -> None:
        with transaction.atomic():
            if interview.presences.filter(user=user).delete()[0]:
                record(interview.study, "presence", user, interview=interview.pk)
