"""Lines of text to turns: what TXT, Markdown and Word files have in common.

The file's way of marking speakers is the one with most marks that name somebody (see `marks` and `labels`).
Text before the first mark (title, keywords, list of people) is left out and reported. Lines without a mark go on
with the turn before. Without any marks each paragraph is a turn of an unknown speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interviews.importers.labels import running_headings, speakers_among
from interviews.importers.lines import Line
from interviews.importers.marks import Mark, Style, leading_time, marks_on
from interviews.importers.tidy import tidy_text
from interviews.importers.times import milliseconds
from interviews.importers.transcript import ImportProblem, ImportRefused, Turn

HEADING = re.compile(r"#{1,6} +(.*?)[ #]*")
BARE_TIME = re.compile(r"[\[(]? ?([0-9:.,]{3,16}) ?[\])]?")
# Lines that the tool wrote, not somebody said.
BY_THE_TOOL = re.compile(
    r"\W*(?:meeting ended after [0-9:]+|transcription ended after [0-9:]+"
    r"|this editable transcript was computer generated.*|transcribed by https?://\S+|view original transcript.*"
    r"|.{1,60} (?:started|stopped) transcription)\W*",
    re.IGNORECASE,
)


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
    marks, stems = _chosen_marks(lines, problems, unit)
    if not any(mark.label not in stems for mark in marks.values()):
        problems.append(
            ImportProblem(None, 'No names of speakers were found. Lines such as "Anna: ..." tell who speaks.')
        )
    turns = _turns(lines, marks, stems, problems) if marks else _paragraphs(lines)
    _report_disorder(turns, problems)
    return _with_words(turns, problems)


def _chosen_marks(
    lines: Sequence[Line], problems: list[ImportProblem], unit: str
) -> tuple[dict[int, Mark], dict[str, str]]:
    """Marks by index of their line, and the running headings among their labels."""
    found: dict[Style, dict[int, Mark]] = {style: {} for style in Style}
    for index, line in enumerate(lines):
        if line.text and not HEADING.fullmatch(line.text) and not BY_THE_TOOL.fullmatch(line.text):
            for mark in marks_on(line):
                found[mark.style][index] = mark
    accepted = {style: _accepted(marks) for style, marks in found.items()}
    style = max(Style, key=lambda style: (len(accepted[style]), -style))
    chosen = _without_spoilt(accepted[style], unit)
    if len(chosen) == 1 and not _opens_the_text(lines, next(iter(chosen))):
        return {}, {}
    _report_doubts(chosen, found, style, problems)
    return chosen, running_headings(mark.label for mark in chosen.values())


def _accepted(marks: dict[int, Mark]) -> dict[int, Mark]:
    labels = [mark.label for mark in marks.values()]
    names = speakers_among(labels) | set(running_headings(labels))
    return {index: mark for index, mark in marks.items() if mark.label in names}


def _without_spoilt(marks: dict[int, Mark], unit: str) -> dict[int, Mark]:
    """A time that cannot be read is refused, unless the line is likely no mark at all: a name heard nowhere else."""
    timed = {mark.label for mark in marks.values() if mark.start_ms is not None}
    for mark in marks.values():
        if mark.is_spoilt and (mark.label in timed or not timed):
            raise ImportRefused(
                f'The time "{mark.stamp}" cannot be read. Write it as minutes:seconds or hours:minutes:seconds.',
                mark.line,
                unit,
            )
    return {index: mark for index, mark in marks.items() if not mark.is_spoilt}


def _opens_the_text(lines: Sequence[Line], index: int) -> bool:
    return not any(line.text and not HEADING.fullmatch(line.text) for line in lines[:index])


def _report_doubts(
    chosen: dict[int, Mark], found: dict[Style, dict[int, Mark]], style: Style, problems: list[ImportProblem]
) -> None:
    counts = Counter(mark.label for mark in chosen.values())
    for mark in chosen.values():
        if len(counts) > 2 and counts[mark.label] == 1 and " " not in mark.label and not mark.stamp:
            problems.append(ImportProblem(mark.line, f'"{mark.label}" speaks only here. Is it a person?'))
    for index, mark in found[Style.COLON].items():
        if style != Style.COLON and index not in chosen and mark.label in counts:
            message = f'This line begins with "{mark.label}:" but is not marked like the other turns; it was kept as text.'
            problems.append(ImportProblem(mark.line, message))


def _turns(
    lines: Sequence[Line], marks: dict[int, Mark], stems: dict[str, str], problems: list[ImportProblem]
) -> list[Turn]:
    first = min(marks)
    _report_left_out(lines[:first], problems)
    done: list[_Open] = []
    waiting = _last_time(lines[:first])
    after_heading = False
    for index in range(first, len(lines)):
        line, mark = lines[index], marks.get(index)
        if mark is not None:
            done.append(_opened(mark, stems, line, waiting))
            waiting, after_heading = None, mark.label in stems
        elif _is_heading(lines, marks, index):
            waiting = _time_in(line.text) or waiting
        elif after_heading and line.text:
            done.append(_Open("", line.number, waiting, [line.text]))
            waiting, after_heading = None, False
        else:
            done[-1].lines.append(line.text)
    return [entry.turn() for entry in done]


def _opened(mark: Mark, stems: dict[str, str], line: Line, waiting: int | None) -> _Open:
    """A running heading keeps its number as words, and its speaker is what is counted ("Question")."""
    start = mark.start_ms if mark.start_ms is not None else waiting
    if mark.label in stems:
        return _Open(stems[mark.label], mark.line, start, [line.text])
    return _Open(mark.label, mark.line, start, [mark.words])


def _is_heading(lines: Sequence[Line], marks: dict[int, Mark], index: int) -> bool:
    """Headings, lines the tool wrote, and a time alone on the line before somebody speaks."""
    text = lines[index].text
    if HEADING.fullmatch(text) or BY_THE_TOOL.fullmatch(text):
        return True
    if _time_in(text) is None:
        return False
    return text.startswith(("[", "(")) or next((i in marks for i in _following(lines, index)), False)


def _following(lines: Sequence[Line], index: int) -> list[int]:
    """Index of the next line that has words, in a list of one or none."""
    return [later for later in range(index + 1, min(index + 4, len(lines))) if lines[later].text][:1]


def _time_in(text: str) -> int | None:
    heading = HEADING.fullmatch(text)
    found = BARE_TIME.fullmatch(heading[1] if heading else text)
    return milliseconds(found[1]) if found else None


def _last_time(lines: Sequence[Line]) -> int | None:
    return next((time for line in reversed(lines) if (time := _time_in(line.text)) is not None), None)


def _paragraphs(lines: Sequence[Line]) -> list[Turn]:
    """Paragraphs are parted by blank lines; where there are none, every line is one."""
    parted = any(not line.text for line in lines[1:-1])
    done: list[_Open] = []
    fresh = True
    for line in lines:
        if not line.text:
            fresh = True
        elif not HEADING.fullmatch(line.text) and not BY_THE_TOOL.fullmatch(line.text):
            if fresh or not parted:
                done.append(_Open("", line.number))
            done[-1].lines.append(line.text)
            fresh = False
    turns = (entry.turn() for entry in done)
    return [replace(turn, start_ms=time, text=words) for turn in turns for time, words in [leading_time(turn.text)]]


def _report_left_out(lines: Sequence[Line], problems: list[ImportProblem]) -> None:
    written = [line for line in lines if line.text]
    if written:
        words = sum(len(line.text.split()) for line in written)
        message = f'{words} words before the first speaker were left out, beginning "{written[0].text[:60]}".'
        problems.append(ImportProblem(written[0].number, message))


def _report_disorder(turns: Sequence[Turn], problems: list[ImportProblem]) -> None:
    latest = -1
    for turn in turns:
        if turn.start_ms is not None and turn.start_ms < latest:
            problems.append(ImportProblem(turn.line, "The time here is earlier than one before it; the order was kept."))
            return
        latest = max(latest, turn.start_ms if turn.start_ms is not None else -1)


def _with_words(turns: Sequence[Turn], problems: list[ImportProblem]) -> list[Turn]:
    empty = [turn for turn in turns if not turn.text]
    if empty:
        message = f"{len(empty)} turns have a speaker but no words and were left out; this is the first."
        problems.append(ImportProblem(empty[0].line, message))
    return [turn for turn in turns if turn.text]
