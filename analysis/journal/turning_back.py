"""Taking a correction back, or making it again: the line gets its words, and the quotes over it follow them.

What the correction itself did to a quote is turned round exactly, where nobody has changed that quote since; all others over
the line, also those taken since, follow as they do when a line is corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.refusal import Refused
from analysis.journal.bringing_back import cut_again
from analysis.journal.net_changes import Image, Net
from analysis.models import Correction, Quote, Step
from interviews.models import Note
from interviews.models.consent import why_withheld
from studies.models.event import record

LATER = "This line was changed again since. That stays, so nothing was undone."
GONE = "The line is gone, or its earlier words were erased, so there is nothing to take back."


@dataclass(frozen=True)
class Held:
    """A line whose row is held until the transaction ends, with what was done to it."""

    correction: Correction
    note: Note


def hold_lines(step: Step) -> list[Held]:
    """To be called before the study's row is held: whoever saves a line takes the two in this order."""
    corrections = {row.note_id: row for row in step.corrections.all()}
    notes = Note.objects.select_for_update(no_key=True, of=["self"]).filter(pk__in=corrections).order_by("pk")
    return [Held(corrections[note.pk], note) for note in notes.select_related("interview__participant")]


def turn_lines(step: Step, held: Sequence[Held], nets: Sequence[Net], now: dict[int, Image], by: User) -> list[Net]:
    """The changes of quotes that are still to be turned round exactly, as the journal does."""
    if not held:
        raise Refused(GONE)
    for line in held:
        note = line.note
        if note.erased_at or note.deleted_at:
            raise Refused(GONE)
        withheld = why_withheld(note.interview.participant)
        if withheld:
            raise Refused(withheld)
        if note.revision != line.correction.revision:
            raise Refused(LATER)
    before = {line.note.pk: line.note.text for line in held}
    for line in held:
        line.note.revise({"text": line.correction.before})
    exact = [net for net in nets if _as_it_was_left(net, now) and _stands_again(step, net, now)]
    for line in held:
        _follow(line.note, before[line.note.pk], {net.row_id for net in exact}, by)
        Correction.keep(line.note, before[line.note.pk])
        record(step.study, "note", by, interview=line.note.interview_id, note=line.note.pk)
    return exact


def _as_it_was_left(net: Net, now: dict[int, Image]) -> bool:
    image = now.get(net.row_id)
    if net.kind != "quote" or net.came or net.went or image is None:
        return False
    return all(image.get(name) == value for name, value in (net.before or {}).items())


def _stands_again(step: Step, net: Net, now: dict[int, Image]) -> bool:
    """Whether its words are there again, also in the other lines it holds words of."""
    try:
        cut_again(step.study, {**now[net.row_id], **(net.after or {})})
    except Refused:
        return False
    return True


def _follow(note: Note, before: str, exact: set[int], by: User) -> None:
    if note.text == before or not note.may_be_quoted:
        return
    quotes = Quote.objects.over(note).exclude(pk__in=exact)
    for quote in quotes.select_related("study", "first_note__interview", "last_note"):
        quote.mend(note, before, by)
