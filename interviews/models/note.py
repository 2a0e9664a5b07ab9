"""A note is one line: typed live, or a turn of a transcript. What was said, what was seen and what we think stay apart."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.planned import one_row
from accounts.refusal import Refused
from interviews.models.consent import Purpose
from interviews.models.insert_once import insert_once
from interviews.models.interview import Interview
from interviews.models.transcript import Speaker, SpeakerRole, Transcript
from interviews.signals import line_saved
from studies.models import Assumption, Question, Study
from studies.models.event import record

# Saving a line and putting its call off the record take turns; see `_under`.
LINES_OF = 1_002
UNDER = """
    select from interviews_offrecord
    where interview_id = %s and began_ms <= %s and (ended_ms is null or ended_ms > %s) limit 1
"""


class Erased(Refused):
    """The line was erased for good: whoever still holds its words has to let go of them."""


class Kind(models.TextChoices):
    NOTE = "note", "Note"
    VERBATIM = "verbatim", "Verbatim"
    OBSERVATION = "observation", "Non-verbal"
    AHA = "aha", "Surprise"
    FOLLOW_UP = "follow_up", "Follow up"
    OFF_SCRIPT = "off_script", "Off-script question"
    READING = "reading", "Our reading"
    MARK = "mark", "Time marker"
    TURN = "turn", "Turn"


GONE = "This line was erased. Nobody can bring it back."
EDITABLE = ("kind", "text", "question_id", "off_record", "theme_names", "follow_up_done")


def is_said(kind: str, role: str | None) -> bool:
    """Of a turn its speaker's role decides, of a typed line its kind."""
    return role == SpeakerRole.PARTICIPANT if kind == Kind.TURN else kind == Kind.VERBATIM


class NoteQuerySet(models.QuerySet["Note"]):
    def standing(self) -> NoteQuerySet:
        return self.filter(deleted_at=None)

    def typed(self) -> NoteQuerySet:
        """Lines written by the team, not the turns of a transcript."""
        return self.standing().filter(transcript=None)

    def on_record(self) -> NoteQuerySet:
        """What may leave the team: in exports, copies and whatever is made to be passed on."""
        return self.filter(off_record=False)

    def off_record(self) -> NoteQuerySet:
        """Lines off the record that still hold words, the removed ones too."""
        return self.filter(off_record=True, erased_at=None)

    def turns(self) -> NoteQuerySet:
        return self.standing().exclude(transcript=None)

    def for_lines(self) -> NoteQuerySet:
        """In their order, with all that a line shows. The few who wrote them are fetched once each, not with every line."""
        return self.prefetch_related("author", "signals__assumption").order_by("position", "id")

    def last_lines(self, most: int) -> tuple[list[Note], Note | None]:
        """The last so many of `for_lines`, and the first of them if there are earlier ones."""
        last = list(self.for_lines().reverse()[: most + 1])[::-1]
        return (last[1:], last[1]) if len(last) > most else (last, None)

    def before(self, note: Note) -> NoteQuerySet:
        return self.filter(Q(position__lt=note.position) | Q(position=note.position, id__lt=note.pk))


class Note(models.Model):
    # Made in the browser before the line is sent, so that sending twice is saving once.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.CASCADE, related_name="notes")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTE)
    text = models.TextField()
    # Milliseconds from the interview's start; unknown for transcripts without times.
    offset_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)
    # Order inside the interview: the offset for typed lines, the turn's number in a transcript.
    position = models.PositiveIntegerField()
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="notes")
    transcript = models.ForeignKey(Transcript, models.CASCADE, null=True, related_name="turns")
    speaker = models.ForeignKey(Speaker, models.CASCADE, null=True, related_name="turns")
    follow_up_done = models.BooleanField(default=False)
    # Said with the recording stopped: never quoted, never exported, and erased for good on demand.
    off_record = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)
    # Themes typed with # while the call ran, by name; quotes and tags are made of them where words may be quoted.
    theme_names = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["interview", "transcript", "position", "id"]),
            models.Index(fields=["study", "id"]),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="note_kind_known"),
            models.CheckConstraint(
                condition=models.Q(end_ms=None) | models.Q(offset_ms__isnull=False, end_ms__gte=models.F("offset_ms")),
                name="note_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.TURN, transcript__isnull=False)
                | (~models.Q(kind=Kind.TURN) & models.Q(transcript__isnull=True)),
                name="turns_belong_to_a_transcript",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(text="", deleted_at__isnull=False),
                name="erased_notes_hold_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_said(self) -> bool:
        """Whether these are the participant's own words: only then may they be quoted or wear quotation marks."""
        return is_said(self.kind, self.speaker.role if self.speaker else None)

    @property
    def may_be_quoted(self) -> bool:
        """The participant's own words, said on the record."""
        return self.is_said and not self.off_record

    def revise(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
        self.revision += 1
        self.updated_at = timezone.now()
        self.save(update_fields=[*changes, "revision", "updated_at"])

    def delete_softly(self, by: User) -> None:
        self._change(by, "deleted_at", timezone.now())

    def restore(self, by: User) -> None:
        """Refused like a new line when this person has taken back their yes to notes."""
        self.interview.participant.demand(Purpose.NOTES)
        self._change(by, "deleted_at", None)

    def tick(self, done: bool, by: User) -> None:
        """A follow-up was asked, or was not after all."""
        self._change(by, "follow_up_done", done)

    def go_off_record(self, by: User) -> None:
        """What was quoted of it is given up."""
        self._change(by, "off_record", True)

    def go_on_record(self, by: User) -> None:
        """Somebody has read why it was off the record, and says it may be quoted all the same."""
        self._change(by, "off_record", False)

    def _change(self, by: User, name: str, value: Any) -> None:
        """Doing it twice is doing it once."""
        with transaction.atomic():
            row = Note.objects.select_for_update(no_key=True).get(pk=self.pk)
            if bool(getattr(row, name)) != bool(value):
                if row.erased_at:
                    raise Erased(GONE)
                before = Typed.on(row)
                row.revise({name: value})
                line_saved.send(Note, note=row, by=by, before=before)
                record(self.study, "note", by, interview=self.interview_id, note=self.pk)
        self.refresh_from_db(fields=[name, "revision", "updated_at"])


class NoteStance(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    TOUCHES = "touches", "Touches"


class NoteSignal(models.Model):
    """What a typed line says about an assumption, as the note-taker heard it: `@A2`, `@A2+`, `@A2-`."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="signals")
    assumption = models.ForeignKey(Assumption, models.CASCADE, related_name="note_signals")
    stance = models.CharField(max_length=8, choices=NoteStance, default=NoteStance.TOUCHES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "assumption"], name="one_stance_a_note_and_assumption"),
            models.CheckConstraint(condition=models.Q(stance__in=NoteStance.values), name="note_stance_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assumption_id}: {self.stance}"


@dataclass(frozen=True)
class Typed:
    """A line as it stood: its words, and what was typed in it of themes and assumptions."""

    text: str = ""
    themes: frozenset[str] = frozenset()
    stances: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def on(cls, note: Note) -> Typed:
        stances = dict(note.signals.values_list("assumption", "stance"))
        return cls(note.text, frozenset(note.theme_names), stances)


@dataclass(frozen=True)
class SavedNote:
    """What became of a save. In a conflict `note` is the line as it stands, and nothing was overwritten."""

    note: Note
    created: bool = False
    conflict: bool = False


def save_note(interview: Interview, note_id: uuid.UUID, author: User, base_revision: int, **fields: Any) -> SavedNote:
    """Save a typed line: once, however often it is sent.

    `base_revision` is the revision the writer saw, 0 for a new line. A line that somebody else changed in the
    meantime is left alone and reported as a conflict. `fields`: kind, text, question_id, theme_names, stances (by the
    assumption's id), off_record, follow_up_done, removed (True takes the line away, False puts it back) and, for a new
    line, offset_ms and part_of (the line it was split from, whose author it keeps); what isn't named stays. Saving puts a
    line off the record, never back on it.
    """
    removed = fields.pop("removed", None)
    if not removed:
        interview.participant.demand(Purpose.NOTES)
    if interview.started_at is None:
        raise Refused("This interview hasn't begun, so it takes no lines yet.")
    stances: Any = fields.pop("stances", None)
    if removed:
        stances = None  # the words keep what they say
    if not fields.get("off_record"):
        fields.pop("off_record", None)
    new = _new(interview, note_id, author, removed, fields)
    with transaction.atomic():
        note, created = _kept(new, known=base_revision > 0)
        if note.interview_id != interview.pk or note.transcript_id:
            raise Refused("This line belongs to another interview.")
        if note.erased_at:
            raise Erased(GONE)
        if created and not note.off_record and _under(interview, new.position):
            note.off_record = True
            note.save(update_fields=["off_record"])
        before = Typed() if created else Typed.on(note)
        weighed = stances is not None and stances != before.stances
        changes = {} if created else _changes(note, base_revision, removed, fields)
        if (changes or weighed) and not created and base_revision != note.revision:
            if "off_record" in changes:  # whichever words stand in the end, they are off the record
                note.revise({"off_record": True})
                line_saved.send(Note, note=note, by=author, before=before)
                record(interview.study, "note", author, interview=interview.pk, note=note.pk)
            return SavedNote(note, conflict=True)
        if weighed:
            _weigh(note, before.stances, stances)
        if (changes or weighed) and not created:
            note.revise(changes)
        if created or changes or weighed:
            now = Typed(note.text, frozenset(note.theme_names), before.stances if stances is None else stances)
            line_saved.send(Note, note=note, by=author, before=before, now=now)
            record(interview.study, "note", author, interview=interview.pk, note=note.pk)
    return SavedNote(note, created)


def _new(interview: Interview, note_id: uuid.UUID, author: User, removed: bool | None, fields: dict[str, Any]) -> Note:
    """A line that was taken away before it was ever saved leaves its id and its time, and none of its words."""
    offset = fields.pop("offset_ms", None) or 0
    part_of = fields.pop("part_of", None)
    whole = interview.notes.filter(pk=part_of).select_related("author").first() if part_of else None
    whose = {"study_id": interview.study_id, "interview": interview, "author": (whole and whole.author) or author}
    new = Note(pk=note_id, **whose, **fields, offset_ms=offset, position=offset)
    if removed:
        new.text, new.theme_names, new.deleted_at = "", [], timezone.now()
    if whole and whole.off_record:
        new.off_record = True
    return new


def _kept(new: Note, known: bool) -> tuple[Note, bool]:
    """The line as the database has it, held until the transaction ends, and whether it came with this call."""
    if not known and insert_once(new):
        return new, True
    held = Note.objects.select_for_update(no_key=True).filter(pk=new.pk)
    standing = held.first()
    if standing is None and insert_once(new):
        return new, True  # erased since the writer saw it
    return standing or held.get(), False


def _changes(note: Note, base_revision: int, removed: bool | None, fields: dict[str, Any]) -> dict[str, Any]:
    """What is to be written. Taking a line away leaves its words as they are, and is done once."""
    if removed:
        gone = {} if note.deleted_at else {"deleted_at": timezone.now()}
        return gone | ({"off_record": True} if fields.get("off_record") and not note.off_record else {})
    changes = {name: fields[name] for name in EDITABLE if name in fields and fields[name] != getattr(note, name)}
    if note.deleted_at and (removed is False or base_revision == note.revision):
        changes["deleted_at"] = None  # the writer saw that it was removed, and wants it
    return changes


def _weigh(note: Note, before: Mapping[int, str], now: Mapping[int, str]) -> None:
    if before.keys() - now.keys():
        note.signals.exclude(assumption__in=now).delete()
    NoteSignal.objects.bulk_create(
        [NoteSignal(note=note, assumption_id=assumption, stance=stance) for assumption, stance in now.items()],
        update_conflicts=True, unique_fields=["note", "assumption"], update_fields=["stance"],
    )  # fmt: skip


EVENTS_LOOKED_AT = 500


def as_it_stands(note: Note) -> dict[str, Any]:
    """A line as a writer needs it who changed it at the same time."""
    return {
        "text": note.text,
        "kind": note.kind,
        "question": note.question_id,
        "themes": note.theme_names,
        "signals": [{"assumption": key, "stance": stance} for key, stance in Typed.on(note).stances.items()],
        "done": note.follow_up_done,
        "removed": note.deleted_at is not None,
        "off_record": note.off_record,
        "revision": note.revision,
        "by": _last_hand(note),
    }


def _last_hand(note: Note) -> str:
    """Initials of whoever changed the line last; of its author where that is long ago."""
    recent = note.study.events.filter(seq__gt=note.study.event_seq - EVENTS_LOOKED_AT, kind="note")
    last = recent.filter(ids__note=str(note.pk)).select_related("actor").order_by("-seq").first()
    hand = last.actor if last else note.author
    return hand.initials if hand else ""


def _under(interview: Interview, offset: int) -> bool:
    """Whether the call was off the record then, though the writer's page didn't know yet.

    Asked after the line is stored, in turn with those who put the call off the record: they find the line, or it finds them.
    """
    one_row("select pg_advisory_xact_lock_shared(%s, %s)", [LINES_OF, interview.pk % 2**31])
    return one_row(UNDER, [interview.pk, offset, offset]) is not None
