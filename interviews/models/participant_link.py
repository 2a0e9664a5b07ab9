"""A participant's way to their own page: a link without an account, stored only as a hash."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from accounts.tokens import hash_token, new_token
from interviews.models.people import Participant
from interviews.models.privacy import Outcome, StudyPrivacy
from studies.models.event import record

LINK_DAYS = 180


class ParticipantLinkQuerySet(models.QuerySet["ParticipantLink"]):
    def open(self) -> ParticipantLinkQuerySet:
        """Of whom everything goes there is no page any more. Whoever only stopped further use still gets at what is kept."""
        standing = models.Q(participant__withdrawal=None) | models.Q(participant__withdrawal__outcome=Outcome.STOP)
        return self.filter(standing, revoked_at=None, expires_at__gt=timezone.now())


class ParticipantLink(models.Model):
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ParticipantLinkQuerySet.as_manager()
    token = ""  # known while a page behind the link is being made, and stored nowhere

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"link until {self.expires_at:%d %b}"

    @classmethod
    def issue(cls, participant: Participant, by: User | None) -> tuple[ParticipantLink, str]:
        """The link and its token, which is known only this once. Earlier links go on: they may stand in a mail."""
        token = new_token()
        with transaction.atomic():
            if not participant.has_stopped:
                participant.demand_standing()
            link = cls.objects.create(
                participant=participant, token_hash=hash_token(token), created_by=by, expires_at=_end(participant)
            )
            record(participant.study, "participant_link", by, participant=participant.pk)
            audit(
                participant.study.workspace,
                "participant_link.make",
                by,
                thing=participant.pk,
                study=participant.study_id,
                link=link.pk,
            )
        link.token = token
        return link, token

    @classmethod
    def opened_by(cls, token: str) -> ParticipantLink | None:
        """One look-up by the hash, whatever the token: wrong, ended and revoked ones take the same way to the same nothing."""
        whole = (
            "participant__study__workspace",
            "participant__persona",
            "participant__contact",
            "participant__withdrawal",
        )
        link = cls.objects.open().select_related(*whole).filter(token_hash=hash_token(token)).first()
        if link:
            link.token = token
        return link

    def revoke(self, by: User | None) -> None:
        with transaction.atomic():
            if not ParticipantLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now()):
                return
            participant = self.participant
            record(participant.study, "participant_link", by, participant=participant.pk)
            audit(
                participant.study.workspace,
                "participant_link.end",
                by,
                thing=participant.pk,
                study=participant.study_id,
                link=self.pk,
            )


def _end(participant: Participant) -> datetime:
    """As long as anything of theirs is kept: the page is how they get at it."""
    privacy = StudyPrivacy.of(participant.study)
    last = max(filter(None, [privacy.media_until, privacy.words_until, privacy.identity_until]), default=None)
    soonest = timezone.now() + timedelta(days=LINK_DAYS)
    if last is None:
        return soonest
    return max(soonest, timezone.make_aware(datetime.combine(last + timedelta(days=1), time())))
