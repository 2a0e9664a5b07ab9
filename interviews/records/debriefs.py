"""What the debrief page shows around its form: lines of the call as reminders, and the debriefs beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models.functions import Length

from interviews.models import Debrief, Interview, Kind, Note, NoteSignal, Purpose, SpeakerRole
from interviews.models.consent import standing_consent
from interviews.models.debrief import is_memorable
from studies.models import Assumption

SHORTEST_MEMORABLE = 40  # of a transcript's turns, those with something in them
MOST_TURNS = 400


def heard_about(interview: Interview) -> dict[int, list[NoteSignal]]:
    """Lines of the call by the assumption they were typed to speak of: a reminder, never an answer."""
    standing = {"note__interview": interview, "note__deleted_at": None, "note__off_record": False}
    heard: dict[int, list[NoteSignal]] = {}
    for row in NoteSignal.objects.filter(**standing).select_related("note").order_by("note__position", "pk"):
        heard.setdefault(row.assumption_id, []).append(row)
    return heard


def words_of(interview: Interview) -> list[Note]:
    """The quotes typed in the call; without any, the participant's longer turns in the transcript."""
    on_record = interview.notes.standing().filter(off_record=False)
    typed = list(on_record.filter(kind=Kind.VERBATIM).order_by("position", "pk"))
    if typed:
        return typed
    said = on_record.filter(speaker__role=SpeakerRole.PARTICIPANT).select_related("speaker")
    longer = said.alias(length=Length("text")).filter(length__gte=SHORTEST_MEMORABLE)
    return list(longer.order_by("position", "pk")[:MOST_TURNS])


def why_unquoted(interview: Interview) -> str:
    """Why no words are offered to remember, as a sentence; empty where the participant agreed to being quoted."""
    answer = standing_consent(interview.participant).get(Purpose.QUOTES)
    code = interview.participant.code
    if answer is None:
        return f"{code} hasn’t been asked about being quoted yet, so their words aren’t offered here."
    if not answer.granted:
        return f"{code} said no to being quoted on {answer.at:%-d %b %Y}, so their words aren’t offered here."
    return ""


def surprises_of(interview: Interview) -> list[Note]:
    return list(interview.notes.typed().filter(kind=Kind.AHA, off_record=False).order_by("position", "pk"))


def marks_of(interview: Interview) -> list[Note]:
    return list(interview.notes.typed().filter(kind=Kind.MARK).order_by("position", "pk"))


def follow_ups_of(interview: Interview) -> list[Note]:
    """Those left open first."""
    return list(interview.notes.typed().filter(kind=Kind.FOLLOW_UP).order_by("follow_up_done", "position", "pk"))


def words_to_remember(debrief: Debrief, quotable: bool) -> Note | None:
    """The line that was picked, as long as it may still be shown as the participant's words."""
    return debrief.memorable if quotable and is_memorable(debrief.memorable) else None


@dataclass(frozen=True)
class Side:
    """One person's debrief, as it stands beside the others."""

    debrief: Debrief
    words: Note | None

    @property
    def initials(self) -> str:
        return self.debrief.author.initials


@dataclass(frozen=True)
class Row:
    assumption: Assumption
    answers: list[str]  # in the order of the sides; empty where somebody gave none
    differ: bool


def sides(debriefs: Iterable[Debrief], quotable: bool, me: int) -> list[Side]:
    """One's own first. `debriefs` as `open_to` gives them."""
    ordered = sorted(debriefs, key=lambda one: (one.author_id != me, one.saved_at))
    return [Side(one, words_to_remember(one, quotable)) for one in ordered]


def compared(beside: Sequence[Side], assumptions: Iterable[Assumption]) -> list[Row]:
    """What each says of each assumption; those they differ on first, those nobody spoke of left out."""
    given = [{row.assumption_id: row for row in side.debrief.signals.all()} for side in beside]
    rows = []
    for assumption in assumptions:
        answers = [row.get_signal_display() if (row := theirs.get(assumption.pk)) else "" for theirs in given]
        if any(answers):
            rows.append(Row(assumption, answers, len(set(filter(None, answers))) > 1))
    return sorted(rows, key=lambda row: not row.differ)
