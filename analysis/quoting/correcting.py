"""Correcting the words of a line that is quoted: its quotes follow, and of two people neither overwrites the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Correction, Quote
from interviews.models import Note
from interviews.models.consent import why_withheld
from studies.models.event import record


@dataclass(frozen=True)
class Corrected:
    """`conflict`: somebody else changed the line first; `note` is the line as it stands, and nothing was overwritten.

    `lost`: how many quotes could not follow; they keep their old words, and the page lists them.
    """

    note: Note
    conflict: bool = False
    lost: int = 0


def correct(note: Note, base_revision: int, text: str, by: User) -> Corrected:
    withheld = why_withheld(note.interview.participant)
    if withheld:
        raise Refused(withheld)
    with transaction.atomic():
        row = Note.objects.select_for_update(no_key=True).get(pk=note.pk)
        if row.deleted_at:
            raise Refused("This line was taken away in the meantime, so there is nothing to correct.")
        if row.text == text:
            return Corrected(row)
        if row.revision != base_revision:
            return Corrected(row, conflict=True)
        before = row.text
        row.revise({"text": text})
        row.study.lock()
        lost = follow_line(row, before, by)
        Correction.keep(row, before)
        record(row.study, "note", by, interview=row.interview_id, note=row.pk)
    return Corrected(row, lost=lost)


def follow_line(note: Note, before: str, by: User, cited: bool = True, whole: bool = True) -> int:
    """The quotes over a line whose words were changed follow them. How many lost their words by it.

    Without `cited`, what an insight cites keeps its words; without `whole`, the quote that is the whole line is left alone.
    """
    if note.text == before or not before or not note.may_be_quoted:
        return 0
    note.study.lock()  # whoever takes a quote holds it too, and reads the line under it
    quotes = Quote.objects.over(note).select_related("study", "first_note__interview", "last_note")
    if not cited:
        quotes = quotes.filter(citations=None)
    if not whole:
        quotes = quotes.exclude(first_note=note, last_note=note, start=0, text=before)
    return sum(not quote.mend(note, before, by) for quote in quotes)
