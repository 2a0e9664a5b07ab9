"""What a coder has before them: the round's units with their own answers, and nobody else's. A fixed number of queries."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from analysis.models import Code, CodedTheme, Coder, CodingUnit
from interviews.models import Note, SpeakerRole

MOST_ASKED = 300  # characters: a long way to a question isn't the question, and that stands at its end


@dataclass(frozen=True)
class DeskUnit:
    """`themes`: those this coder applied. `asked`: what the words answer."""

    unit: CodingUnit
    number: int
    themes: Sequence[CodedTheme]
    asked: str = ""

    @property
    def code(self) -> str:
        return self.unit.note.interview.participant.code

    @property
    def chosen(self) -> set[int]:
        return {theme.pk for theme in self.themes}


@dataclass(frozen=True)
class Desk:
    coder: Coder
    units: Sequence[DeskUnit]
    themes: Sequence[CodedTheme]
    gone: int

    @property
    def bare(self) -> int:
        """Units to which no theme was applied yet."""
        return sum(not unit.themes for unit in self.units)

    def at(self, unit: int | None) -> DeskUnit | None:
        """The unit asked for; else the first after the last one that has an answer, where the work goes on."""
        asked = next((one for one in self.units if one.unit.pk == unit), None)
        if asked or not self.units:
            return asked
        done = [place for place, one in enumerate(self.units) if one.themes]
        return self.units[min(done[-1] + 1, len(self.units) - 1) if done else 0]

    def after(self, unit: int) -> int:
        """The unit to go on with after this one."""
        ids = [one.unit.pk for one in self.units]
        return ids[min(ids.index(unit) + 1, len(ids) - 1)] if unit in ids else unit


def read_desk(coder: Coder) -> Desk:
    themes = list(coder.round.themes.all())
    by_id = {theme.pk: theme for theme in themes}
    given: dict[int, set[int]] = defaultdict(set)
    assert coder.user is not None
    # While a round is open its gate leaves only one's own.
    for unit, theme in Code.objects.open_to(coder.user).filter(coder__round=coder.round).values_list("unit", "theme"):
        given[unit].add(theme)
    rows = list(coder.round.units.standing().select_related("note__interview__participant", "note__question"))
    asked = _asked([unit.note for unit in rows])
    units = [
        DeskUnit(unit, number, [theme for pk, theme in by_id.items() if pk in given[unit.pk]], asked[unit.note_id])
        for number, unit in enumerate(rows, start=1)
    ]
    return Desk(coder, units, themes, coder.round.n_units - len(units))


def _asked(notes: Sequence[Note]) -> dict[UUID, str]:
    """By line: what the interviewer said last before a turn, on the record; else the question of the script it stands under."""
    before: dict[int, list[tuple[int, UUID, str]]] = defaultdict(list)
    transcripts = {note.transcript_id for note in notes if note.transcript_id}
    ours = Note.objects.standing().on_record().filter(transcript__in=transcripts, speaker__role=SpeakerRole.TEAM)
    rows = ours.order_by("position", "id").values_list("transcript", "position", "id", "text")
    for transcript, position, pk, text in rows:
        before[transcript].append((position, pk, text))
    asked = {}
    for note in notes:
        turns = before[note.transcript_id] if note.transcript_id else []
        place = bisect_left(turns, (note.position, note.pk))
        words = turns[place - 1][2] if place else ""
        asked[note.pk] = _its_end(words) or (note.question.text if note.question else "")
    return asked


def _its_end(words: str) -> str:
    if len(words) <= MOST_ASKED:
        return words
    return f"… {words[-MOST_ASKED:].partition(' ')[2] or words[-MOST_ASKED:]}"
