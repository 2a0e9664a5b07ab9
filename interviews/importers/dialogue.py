"""Lines of text to turns: what TXT, Markdown and Word files have in common.

The file's way of marking speakers is the one with most marks that name somebody (see `marks` and `labels`).
Text before the first mark (title, keywords, list of people) is left out and reported. Lines without a mark go on
with the turn before. Without any marks each paragraph is a turn of an unknown speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interviews.importers.choosing import Marks, chosen_marks
from interviews.importers.lines import Line
from interviews.importers.marks import Mark, leading_time
from interviews.importers.tidy import tidy_text
from interviews.importers.times import milliseconds
from interviews.importers.transcript import ImportProblem, Turn

BARE_TIME = re.compile(r"[\[(]? ?([0-9:.,]{3,16}) ?[\])]?")
# Lines that the tool wrote, not somebody said.
BY_THE_TOOL = re.compile(
    r"\W*(?:(?:meeting|transcription) ended after [0-9:]+|this editable transcript was computer generated.*"
    r"|transcribed by https?://\S+|view original transcript.*|.{1,60} (?:started|stopped) transcription)\W*",
    re.IGNORECASE,
)
NOBODY_NAMED = 'No names of speakers were found; lines such as "Anna: ..." would tell who speaks.'


@dataclass(slots=True)
class _Open:
    """A turn being put together."""

    speaker: str
    line: int
    start_ms: int | None = None
    lines: list[str] = field(default_factory=list)

    def turn(self) -> Turn:
        return Turn(self.speaker, tidy_text("\n".join(self.lines)), self.start_ms, None, self.line)


def read_dialogue(lines: Sequence[Line], problems: list[ImportProblem], *, unit: str = "line") -> list[Turn]:
    lines = [replace(line, text="") if BY_THE_TOOL.fullmatch(line.text[:200]) else line for line in lines]
    marks, stems = chosen_marks(lines, problems, unit)
    if all(mark.label in stems for mark in marks.values()):
        problems.append(ImportProblem(None, NOBODY_NAMED))
    for stem in dict.fromkeys(stems.values()):
        message = f'Numbered lines such as "{stem} 1" are kept as turns of "{stem}"; what follows has no known speaker.'
        problems.append(ImportProblem(None, message))
    if marks:
        _report_left_out(lines[: min(marks)], problems)
    turns = _turns(lines, marks, stems) if marks else _paragraphs(lines)
    _report_disorder(turns, problems)
    return _with_words(turns, problems)


def _turns(lines: Sequence[Line], marks: Marks, stems: dict[str, str]) -> list[Turn]:
    first = min(marks)
    waiting = next((time for line in reversed(lines[:first]) if (time := _time_in(line.text)) is not None), None)
    done: list[_Open] = []
    after_heading = False
    for index in range(first, len(lines)):
        line, mark = lines[index], marks.get(index)
        if mark:
            done.append(_opened(mark, stems, line, waiting))
            waiting, after_heading = None, mark.label in stems
        elif _is_time_only(lines, marks, index):
            waiting = _time_in(line.text)
        elif after_heading and line.text:
            done.append(_Open("", line.number, waiting, [line.text]))
            waiting, after_heading = None, False
        else:
            done[-1].lines.append(line.text)
    return [entry.turn() for entry in done]


def _opened(mark: Mark, stems: dict[str, str], line: Line, waiting: int | None) -> _Open:
    """A running heading keeps its number as words, and its speaker is what it counts ("Question")."""
    start = waiting if mark.start_ms is None else mark.start_ms
    if mark.label in stems:
        return _Open(stems[mark.label], mark.line, start, [line.text])
    return _Open(mark.label, mark.line, start, [mark.words])


def _is_time_only(lines: Sequence[Line], marks: Marks, index: int) -> bool:
    """A time alone, in brackets or on the line before somebody speaks; elsewhere it may be somebody's answer."""
    text = lines[index].text
    if _time_in(text) is None:
        return False
    following = (later for later in range(index + 1, min(index + 4, len(lines))) if lines[later].text)
    return text.startswith(("[", "(")) or next(following, -1) in marks


def _time_in(text: str) -> int | None:
    found = BARE_TIME.fullmatch(text)
    return milliseconds(found[1]) if found else None


def _paragraphs(lines: Sequence[Line]) -> list[Turn]:
    """Paragraphs are parted by blank lines; where there are none, every line is one."""
    written = [index for index, line in enumerate(lines) if line.text]
    parted = bool(written) and written[-1] - written[0] >= len(written)
    done: list[_Open] = []
    for index in written:
        line = lines[index]
        if not done or not parted or not lines[index - 1].text:
            done.append(_Open("", line.number))
        done[-1].lines.append(line.text)
    return [_with_own_time(entry.turn()) for entry in done]


def _with_own_time(turn: Turn) -> Turn:
    start, words = leading_time(turn.text)
    return replace(turn, start_ms=start, text=words)


def _report_left_out(lines: Sequence[Line], problems: list[ImportProblem]) -> None:
    written = [line for line in lines if line.text and _time_in(line.text) is None]
    if written:
        words = sum(len(line.text.split()) for line in written)
        message = f'Text before the first speaker was left out: {words} words, from "{written[0].text[:60]}" on.'
        problems.append(ImportProblem(written[0].number, message))


def _report_disorder(turns: Sequence[Turn], problems: list[ImportProblem]) -> None:
    latest = 0
    for turn in turns:
        if turn.start_ms is not None and turn.start_ms < latest:
            problems.append(ImportProblem(turn.line, "This time is earlier than one before it; the order was kept."))
            return
        latest = max(latest, turn.start_ms or 0)


def _with_words(turns: Sequence[Turn], problems: list[ImportProblem]) -> list[Turn]:
    empty = [turn.line for turn in turns if not turn.text]
    if empty:
        message = f"Turns with a speaker but no words were left out: {len(empty)}, this the first."
        problems.append(ImportProblem(empty[0], message))
    return [turn for turn in turns if turn.text]
