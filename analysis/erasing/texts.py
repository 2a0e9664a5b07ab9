"""The team's own texts: what is literally the person's is taken out of them, what may mean the person is listed.

Runs of words that others say too stay. So does a line of somebody else: those are that person's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import IntegrityError, models, transaction

from analysis.erasing.literal import Seeker
from analysis.erasing.rows import model_of
from analysis.models import Change, Correction, Redaction
from analysis.personal import TABLES
from interviews.models import Debrief, Note, Participant
from interviews.models.note import Kind

OF_OTHERS = ("interviews.Note", "interviews.Debrief")
SAID = (Kind.VERBATIM, Kind.TURN)
JOURNALLED = ("theme", "memo")
AT_ONCE = 500


class Found:
    """A row of a text in which something stands: what it becomes, and whether it only hints at the person."""

    def __init__(self, row: models.Model, field: str, was: Any, becomes: Any, hint: bool) -> None:
        self.row, self.field, self.was, self.becomes, self.hint = row, field, was, becomes, hint

    @property
    def what(self) -> str:
        return f"{self.row._meta.label}.{self.field}"


def find(participant: Participant, seeker: Seeker) -> Iterator[Found]:
    """Every text of the study in which the person's words or names stand, or that may mean them."""
    if not seeker:
        return
    for table in TABLES:
        if table.of_the_team and table.study:
            rows = model_of(table)._default_manager.filter(**{table.study: participant.study_id})
            yield from _in_rows(rows, table.of_the_team, seeker)
    yield from _in_calls(participant, seeker)


def _in_rows(rows: models.QuerySet[Any], fields: tuple[str, ...], seeker: Seeker) -> Iterator[Found]:
    for row in rows.iterator(AT_ONCE):
        for field in fields:
            value = getattr(row, field)
            if not value:
                continue
            becomes = _without(value, seeker)
            if becomes != value or _any(seeker.hints, value):
                yield Found(row, field, value, becomes, hint=becomes == value)


def _in_calls(participant: Participant, seeker: Seeker) -> Iterator[Found]:
    """What the team wrote in calls with others, and what others said of the person by name."""
    notes = Note.objects.filter(study=participant.study_id, erased_at=None).exclude(text="")
    notes = notes.exclude(interview__participant=participant)
    for found in _in_rows(notes, ("text",), seeker):
        said = isinstance(found.row, Note) and found.row.kind in SAID
        if not said:
            yield found
        elif seeker.named(found.was):
            yield Found(found.row, found.field, found.was, found.was, hint=True)
    others = Debrief.objects.filter(interview__study=participant.study_id)
    yield from _in_rows(others.exclude(interview__participant=participant), Debrief.TEXTS, seeker)


def _without(value: Any, seeker: Seeker) -> Any:
    return [seeker.without(one) for one in value] if isinstance(value, list) else seeker.without(value)


def _any(test: Callable[[str], bool], value: Any) -> bool:
    return any(map(test, value)) if isinstance(value, list) else test(value)


def leave_what_others_say(participant: Participant, seeker: Seeker) -> None:
    """ "At the end of the day" is nobody's alone: a run that stands in somebody else's lines too is no longer looked for."""
    others = Note.objects.filter(study=participant.study_id).exclude(interview__participant=participant)
    asked: set[str] = set()
    for found in find(participant, seeker):
        for text in found.was if isinstance(found.was, list) else [found.was]:
            for span in seeker.spans(text):
                run = text[span.start : span.end]
                if run not in asked and others.filter(kind__in=SAID, text__icontains=run).exists():
                    seeker.leave(run)
                asked.add(run)


def clean(found: Found) -> None:
    """Write what a text becomes. A name that must be the only one of its kind gets a number."""
    field = found.row._meta.get_field(found.field)
    longest = getattr(field, "max_length", None)
    becomes = found.becomes[:longest] if isinstance(found.becomes, str) and longest else found.becomes
    changes: dict[str, Any] = {found.field: becomes}
    if isinstance(found.row, Note):
        changes["revision"] = models.F("revision") + 1
    rows = type(found.row)._default_manager.filter(pk=found.row.pk)
    for number in range(2, 100):
        try:
            with transaction.atomic():
                rows.update(**changes)
            return
        except IntegrityError:
            changes[found.field] = f"{becomes[: (longest or 80) - 3]} {number}"


def clean_journal(participant: Participant, seeker: Seeker) -> None:
    """Earlier names, definitions and memos."""
    told = Change.objects.filter(step__study=participant.study_id, kind__in=JOURNALLED)
    for change in told.iterator(AT_ONCE):
        before, after = _image(change.before, seeker), _image(change.after, seeker)
        if (before, after) != (change.before, change.after):
            Change.objects.filter(pk=change.pk).update(before=before, after=after)


def _image(image: Any, seeker: Seeker) -> Any:
    if not isinstance(image, dict):
        return image
    return {key: seeker.without(value) if isinstance(value, str) else value for key, value in image.items()}


def forget_redactions(participant: Participant, seeker: Seeker) -> int:
    """Words that were taken out and name the person, wherever they stood: nobody puts them back any more. How many."""
    rows = Redaction.objects.exclude(words="").filter(study=participant.study_id)
    named = [row.pk for row in rows.iterator(AT_ONCE) if any(map(seeker.means, _sealed(row)))]
    return Redaction.objects.filter(pk__in=named).forget()


def _sealed(row: Redaction) -> Iterator[str]:
    yield row.words
    for spelled in row.spelled.values():
        yield from spelled


def forget_earlier_wordings(participant: Participant, seeker: Seeker) -> int:
    """What lines of others said of the person before they were corrected: taking the correction back would write it again.

    What others said stays as it is, but for what names the person. How many.
    """
    rows = Correction.objects.filter(note__study=participant.study_id).exclude(note__interview__participant=participant)
    named = [row.pk for row in rows.select_related("note").iterator(AT_ONCE) if _names(row, seeker)]
    return Correction.objects.filter(pk__in=named).delete()[0]


def _names(row: Correction, seeker: Seeker) -> bool:
    theirs = seeker.named if row.note.kind in SAID else seeker.spans
    return bool(theirs(row.before)) or seeker.hints(row.before)
