"""Stretches of a call that are off the record, and erasing what was typed in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models.debrief import Debrief
from interviews.models.interview import Interview, InterviewState
from interviews.models.legal_hold import demand_no_hold
from interviews.models.note import LINES_OF, Kind, Note, NoteSignal, Typed
from interviews.signals import line_saved, lines_erased
from studies.models.event import record


class OffRecord(models.Model):
    """From `began_ms` to `ended_ms` of the call nothing is recorded; without an end it is so now.

    Two note-takers without a network between them may each have begun one: the call is on the record again when every
    stretch has ended.
    """

    # Made in the browser, as a line's is: told twice is told once.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="off_records")
    began_ms = models.PositiveIntegerField()
    ended_ms = models.PositiveIntegerField(null=True)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["began_ms", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_ms=None) | models.Q(ended_ms__gte=models.F("began_ms")),
                name="off_record_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} off the record from {self.began_ms}"

    @classmethod
    def tell(
        cls, interview: Interview, stretch: uuid.UUID, by: User, began_ms: int, ended_ms: int | None = None
    ) -> OffRecord:
        """A stretch as a browser knows it. What has ended stays ended, and a call that is over has no open end.

        Lines that somebody typed in it before they could know are put off the record too.
        """
        with transaction.atomic():
            call = Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)
            if call.started_at is None:
                raise Refused("This interview hasn’t begun, so it has nothing off the record.")
            alone_with(call)
            row, created = cls.objects.get_or_create(
                pk=stretch, defaults={"interview": call, "began_ms": began_ms, "began_by": by}
            )
            if row.interview_id != call.pk:
                raise Refused("This stretch belongs to another interview.")
            if ended_ms is None and call.state != InterviewState.LIVE:
                ended_ms = call.length_ms
            closes = ended_ms is not None and row.ended_ms is None
            if closes and ended_ms is not None:
                row.ended_ms, row.ended_by = max(ended_ms, row.began_ms), by
                row.save(update_fields=["ended_ms", "ended_by"])
            if created:
                row._mark(by)
            if created or closes:
                record(interview.study, "off_record", by, interview=call.pk, stretch=row.pk)
        return row

    def _mark(self, by: User) -> None:
        lines = self.interview.notes.filter(transcript=None, off_record=False, erased_at=None)
        lines = lines.filter(offset_ms__gte=self.began_ms)
        if self.ended_ms is not None:
            lines = lines.filter(offset_ms__lt=self.ended_ms)
        marked = list(lines.select_for_update(no_key=True).order_by("pk"))
        for note in marked:
            note.revise({"off_record": True})
            line_saved.send(Note, note=note, by=by, before=Typed.on(note))
        if marked:
            record(self.interview.study, "note", by, interview=self.interview_id)

    @classmethod
    def erase(cls, interview: Interview, by: User, unsent: Iterable[uuid.UUID] = ()) -> int:
        """Erase every line off the record, the removed ones too, for good; how many there were.

        `unsent`: lines of `by` that their device gives up; should one be on its way, it finds its place taken.
        """
        with transaction.atomic():
            demand_no_hold(interview.participant)
            given_up = [_taken(interview, by, pk) for pk in unsent]
            lines = interview.notes.filter(transcript=None, erased_at=None)
            own = models.Q(pk__in=given_up, author=by)
            gone = list(lines.filter(models.Q(off_record=True) | own).select_for_update(no_key=True).order_by("pk"))
            if gone:
                lines_erased.send(Note, notes=gone, interview=interview, by=by)
                _empty(gone)
            if gone or given_up:
                record(interview.study, "erased", by, interview=interview.pk, lines=len(gone))
        return len(gone)


def _taken(interview: Interview, by: User, pk: uuid.UUID) -> uuid.UUID:
    now = timezone.now()
    erased = {"kind": Kind.NOTE, "text": "", "off_record": True, "erased_at": now, "deleted_at": now}
    place = {"study_id": interview.study_id, "interview": interview, "author": by, "offset_ms": 0, "position": 0}
    Note.objects.get_or_create(pk=pk, defaults={**place, **erased})
    return pk


def _empty(gone: list[Note]) -> None:
    now = timezone.now()
    Debrief.objects.filter(memorable__in=gone).update(memorable=None)
    NoteSignal.objects.filter(note__in=gone).delete()
    Note.objects.filter(pk__in=[note.pk for note in gone]).update(
        text="", theme_names=[], off_record=True, erased_at=now, deleted_at=now, updated_at=now,
        revision=models.F("revision") + 1,
    )  # fmt: skip


def alone_with(interview: Interview) -> None:
    """Wait for lines of this call that are just being saved: each is there then, or will see what is done here."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [LINES_OF, interview.pk % 2**31])
