"""Who has the board open at the moment, so that nobody moves cards against somebody unseen."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from studies.models import Study
from studies.models.event import record

# Two beats of the board, less a moment: who missed them has closed it, or has no network.
GONE_AFTER = timedelta(seconds=38)


class Looking(models.Model):
    """Somebody has the board open; old rows say nothing."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="looking")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "user"], name="looking_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.study_id}"

    @classmethod
    def beat(cls, study: Study, user: User) -> list[User]:
        """`user` has the board open; who else has. One update and one query, and no bell, unless somebody came."""
        now = timezone.now()
        here = study.looking.filter(seen_at__gte=now - GONE_AFTER)
        if not here.filter(user=user).update(seen_at=now):
            with transaction.atomic():
                study.lock()
                cls.objects.update_or_create(study=study, user=user, defaults={"seen_at": now})
                record(study, "looking", user)
        return [row.user for row in here.exclude(user=user).select_related("user").order_by("user__name", "user")]

    @classmethod
    def leave(cls, study: Study, user: User) -> None:
        with transaction.atomic():
            study.lock()
            if study.looking.filter(user=user).delete()[0]:
                record(study, "looking", user)
