from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.consent import Purpose
from interviews.models.people import Participant, Stage
from studies.models import Question, Script, Study
from studies.models.event import record

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class InterviewState(models.TextChoices):
    PLANNED = "planned", "Planned"
    LIVE = "live", "Under way"
    DONE = "done", "Held"
    CANCELLED = "cancelled", "Cancelled"


class InterviewQuerySet(models.QuerySet["Interview"]):
    def held(self) -> InterviewQuerySet:
        return self.filter(state=InterviewState.DONE)

    def people_heard(self) -> Counter[int | None]:
        """How many people of each persona were heard, everybody once; None for those without one."""
        rows = (
            self.held()
            .order_by()
            .values_list("participant__persona")
            .annotate(n=models.Count("participant", distinct=True))
        )
        return Counter(dict(rows))

    def with_people(self) -> InterviewQuerySet:
        return self.select_related("participant__persona", "interviewer")


class Interview(models.Model):
    study = models.ForeignKey(Study, models.CASCADE, related_name="interviews")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="interviews")
    script = models.ForeignKey(Script, models.RESTRICT, related_name="interviews")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="interviews")
    state = models.CharField(max_length=10, choices=InterviewState, default=InterviewState.PLANNED)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField("where", max_length=300, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    current_question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["scheduled_at", "pk"]
        indexes = [models.Index(fields=["study", "state", "scheduled_at", "id"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=InterviewState.values), name="interview_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["live", "done"]) | models.Q(started_at__isnull=False),
                name="interview_held_has_a_start",
            ),
            # Far outside a calendar a time can be stored in one zone and not be shown in another.
            models.CheckConstraint(
                condition=models.Q(scheduled_at=None) | models.Q(scheduled_at__range=(EARLIEST, LATEST)),
                name="interview_within_the_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"Interview with {self.participant.code}"

    @classmethod
    def schedule(
        cls,
        participant: Participant,
        interviewer: User,
        scheduled_at: datetime | None,
        by_them: bool = False,
        **fields: Any,
    ) -> Interview:
        """`by_them`: the person took the time themselves."""
        participant.demand_standing()
        participant.demand_contact()
        with transaction.atomic():
            study = participant.study
            script = study.current_script
            interview = cls.objects.create(
                study=study,
                participant=participant,
                script=script,
                interviewer=interviewer,
                scheduled_at=scheduled_at,
                **fields,
            )
            if participant.stage != Stage.INTERVIEWED:
                participant.move_to(Stage.SCHEDULED)
            record(study, "interview_scheduled", None if by_them else interviewer, interview=interview.pk)
        return interview

    @property
    def is_planned(self) -> bool:
        return self.state == InterviewState.PLANNED

    @property
    def is_live(self) -> bool:
        return self.state == InterviewState.LIVE

    @property
    def is_done(self) -> bool:
        return self.state == InterviewState.DONE

    @property
    def held_at(self) -> datetime | None:
        return self.started_at or self.scheduled_at

    @property
    def length_ms(self) -> int:
        """From its start to its end, or to now; by the server's clock."""
        if self.started_at is None:
            return 0
        return max(0, int(((self.ended_at or timezone.now()) - self.started_at).total_seconds() * 1000))

    def start(self, by: User) -> bool:
        """Begin the call; whether it began now. Refused without this person's yes to written notes. Starting again goes
        on with the same clock."""
        self.participant.demand(Purpose.NOTES)
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.state not in {InterviewState.PLANNED, InterviewState.LIVE}:
                raise Refused("This interview is over. Its notes stay open for corrections.")
            begins = row.state == InterviewState.PLANNED
            if begins:
                row.state, row.started_at, row.interviewer = InterviewState.LIVE, timezone.now(), by
                row.save(update_fields=["state", "started_at", "interviewer"])
                record(self.study, "interview_started", by, interview=self.pk)
        self.refresh_from_db(fields=["state", "started_at", "interviewer"])
        return begins

    def finish(self, by: User) -> None:
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.state == InterviewState.LIVE:
                row.state, row.ended_at = InterviewState.DONE, timezone.now()
                row.save(update_fields=["state", "ended_at"])
                # A call that is over is over for what was off the record as well.
                end = Greatest(models.F("began_ms"), models.Value(row.length_ms))
                row.off_records.filter(ended_ms=None).update(ended_ms=end, ended_by=by)
                self.participant.move_to(Stage.INTERVIEWED)
                record(self.study, "interview_finished", by, interview=self.pk)
        self.refresh_from_db(fields=["state", "ended_at"])

    def mark_held(self, by: User, started_at: datetime, ended_at: datetime | None = None) -> None:
        """Held elsewhere, known from its transcript. An interview held here keeps its own times."""
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.state == InterviewState.LIVE:
                raise Refused("This interview is under way. Finish it first.")
            if row.state != InterviewState.DONE:
                row.state, row.started_at, row.ended_at = InterviewState.DONE, started_at, ended_at
                row.save(update_fields=["state", "started_at", "ended_at"])
                self.participant.move_to(Stage.INTERVIEWED)
                record(self.study, "interview_finished", by, interview=self.pk)
        self.refresh_from_db(fields=["state", "started_at", "ended_at"])

    def replan(self, by: User | None, scheduled_at: datetime | None, minutes: int, place: str) -> None:
        with transaction.atomic():
            row = self._planned("Only an interview that hasn't begun can be moved.")
            row.scheduled_at, row.minutes, row.place = scheduled_at, minutes, place
            row.save(update_fields=["scheduled_at", "minutes", "place"])
            _tell(row, "moved", by)
            record(self.study, "interview_scheduled", by, interview=self.pk)
        self.refresh_from_db(fields=["scheduled_at", "minutes", "place"])

    def cancel(self, by: User | None, stage: str = Stage.TO_INVITE) -> None:
        """The person goes to `stage`, unless they were heard before or another interview with them still stands."""
        with transaction.atomic():
            row = self._planned("Only an interview that hasn't begun can be cancelled.")
            row.state = InterviewState.CANCELLED
            row.save(update_fields=["state"])
            waiting = self.participant.interviews.filter(state__in=[InterviewState.PLANNED, InterviewState.LIVE])
            if self.participant.stage == Stage.SCHEDULED and not waiting.exists():
                self.participant.move_to(stage)
            _tell(row, "cancelled", by, came=stage != Stage.NO_SHOW)
            record(self.study, "interview_cancelled", by, interview=self.pk)
        self.refresh_from_db(fields=["state"])

    def plan_again(self, by: User) -> None:
        """Takes a cancellation back."""
        self.participant.demand_standing()
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.state != InterviewState.CANCELLED:
                return
            row.state = InterviewState.PLANNED
            row.save(update_fields=["state"])
            if self.participant.stage != Stage.INTERVIEWED:
                self.participant.move_to(Stage.SCHEDULED)
            _tell(row, "confirmed", by)
            record(self.study, "interview_scheduled", by, interview=self.pk)
        self.refresh_from_db(fields=["state"])

    def _planned(self, otherwise: str) -> Interview:
        row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.state != InterviewState.PLANNED:
            raise Refused(otherwise)
        return row

    def turn_to(self, question: Question | None, by: User, left_as: str | None = None, at_ms: int = 0) -> None:
        """Make `question` the one under way; the one left behind is noted as asked or skipped."""
        with transaction.atomic():
            row = Interview.objects.select_for_update(no_key=True).get(pk=self.pk)
            if row.state != InterviewState.LIVE:
                raise Refused("This interview isn't under way.")
            # A question isn't left by turning to it: a turn that is told twice must not mark the one it led to.
            stays = question is not None and question.pk == row.current_question_id
            if row.current_question_id is not None and left_as and not stays:
                QuestionAsk.objects.update_or_create(
                    interview=row, question_id=row.current_question_id, defaults={"state": left_as, "left_ms": at_ms}
                )
            # Whichever way it is left: what was asked off the script before this turn is over then.
            left = row.current_question_id or (question.pk if question else None)
            QuestionAsk.objects.filter(interview=row, question=left).update(left_ms=at_ms)
            if question is not None:
                QuestionAsk.objects.get_or_create(interview=row, question=question, defaults={"begun_ms": at_ms})
            row.current_question = question
            row.save(update_fields=["current_question"])
            record(self.study, "question", by, interview=self.pk)
        self.current_question = question


class AskState(models.TextChoices):
    UNDER_WAY = "under_way", "Under way"
    ASKED = "asked", "Asked"
    SKIPPED = "skipped", "Skipped"


class QuestionAsk(models.Model):
    """What became of a question in one interview. Times are milliseconds from the interview's start."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="asks")
    question = models.ForeignKey(Question, models.CASCADE, related_name="asks")
    state = models.CharField(max_length=10, choices=AskState, default=AskState.UNDER_WAY)
    begun_ms = models.PositiveIntegerField(default=0)
    left_ms = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "question"], name="question_once_an_interview")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.state}"


def _tell(interview: Interview, kind: str, by: User | None, came: bool = True) -> None:
    """Slots, calendars and letters follow what was done to a call."""
    from interviews.scheduling.arranging import after_change  # it knows the calls, not the other way round

    after_change(interview, kind, by, came)
