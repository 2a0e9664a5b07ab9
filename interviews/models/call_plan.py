"""How a study offers its calls: by which clock, where, how long, and how late is late."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction

from accounts.models import User
from studies.models import Study
from studies.models.event import record


class CallPlan(models.Model):
    study = models.OneToOneField(Study, models.CASCADE, primary_key=True, related_name="call_plan")
    zone = models.CharField("time zone of the team", max_length=64, default="UTC")
    minutes = models.PositiveSmallIntegerField("length in minutes", default=45)
    place = models.CharField("where", max_length=300, blank=True)
    # Whoever cancels later than this is counted; nothing else follows from it.
    late_hours = models.PositiveSmallIntegerField("late from so many hours before", default=24)

    def __str__(self) -> str:
        return f"{self.minutes} minutes, {self.zone}"

    @classmethod
    def of(cls, study: Study) -> CallPlan:
        """What stands; with nothing set yet, the defaults, unsaved."""
        return cls.objects.filter(study=study).first() or cls(study=study, zone=settings.TIME_ZONE)

    @classmethod
    def settle(cls, study: Study, by: User, **changes: Any) -> CallPlan:
        with transaction.atomic():
            study.lock()
            plan = cls.of(study)
            for name, value in changes.items():
                setattr(plan, name, value)
            plan.save()
            record(study, "call_plan", by)
        return plan

    @property
    def clock(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
