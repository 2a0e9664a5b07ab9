from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User, audit
from accounts.tokens import hash_token, new_token
from studies.models import Study
from studies.models.event import record


class Report(models.Model):
    """The words around the findings; everything else on the page comes from the study as it stands."""

    study = models.OneToOneField(Study, models.CASCADE, related_name="report")
    answer = models.TextField("the answer, in short", blank=True)
    unknown = models.TextField("what we do not know", blank=True)

    def __str__(self) -> str:
        return f"Report of {self.study_id}"

    @classmethod
    def of(cls, study: Study) -> Report:
        """The study's words so far; none were written yet in an unsaved one."""
        return cls.objects.filter(study=study).first() or cls(study=study)

    @classmethod
    def write(cls, study: Study, by: User, **words: str) -> Report:
        with transaction.atomic():
            report, _ = cls.objects.update_or_create(study=study, defaults=words)
            record(study, "report", by)
        return report


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self) -> ShareLinkQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def ended(self) -> ShareLinkQuerySet:
        return self.exclude(revoked_at=None, expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """Lets people without an account read the report until a day; the token itself is shown once and never stored."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="share_links")
    label = models.CharField("for whom", max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"link until {self.expires_at:%d %b}"

    @classmethod
    def issue(cls, study: Study, by: User, days: int, label: str = "") -> tuple[ShareLink, str]:
        token = new_token()
        expires = timezone.now() + timedelta(days=days)
        with transaction.atomic():
            link = cls.objects.create(
                study=study, label=label, token_hash=hash_token(token), created_by=by, expires_at=expires
            )
            record(study, "report_shared", by, link=link.pk)
            audit(study.workspace, "share.made", by, thing=link.pk, study=study.pk, days=days)
        return link, token

    @classmethod
    def opened_by(cls, token: str) -> ShareLink | None:
        return cls.objects.open().select_related("study").filter(token_hash=hash_token(token)).first()

    def revoke(self, by: User) -> None:
        with transaction.atomic():
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
            record(self.study, "share_ended", by, link=self.pk)
            audit(self.study.workspace, "share.ended", by, thing=self.pk, study=self.study_id)
