"""Which of the marks in a file are meant: one style, names only, no times that cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviews.importers.labels import running_headings, speakers_among
from interviews.importers.lines import Line
from interviews.importers.marks import Mark, Style, marks_on
from interviews.importers.transcript import ImportProblem, ImportRefused

Marks = dict[int, Mark]


def chosen_marks(lines: Sequence[Line], problems: list[ImportProblem], unit: str) -> tuple[Marks, dict[str, str]]:
    """Marks by index of their line, and the running headings among their labels with the word they count."""
    found: dict[Style, Marks] = {style: {} for style in Style}
    for index, line in enumerate(lines):
        for mark in marks_on(line):
            found[mark.style][index] = mark
    accepted = {style: _accepted(marks) for style, marks in found.items()}
    style = max(Style, key=lambda style: (len(accepted[style]), -style))
    chosen = _without_spoilt(accepted[style], unit)
    stems = running_headings(mark.label for mark in chosen.values())
    chosen = _without_lone_label(lines, chosen, stems)
    _report_single(chosen, stems, problems)
    if style != Style.COLON:
        _report_unlike(chosen, found[Style.COLON], problems)
    return chosen, stems


def _accepted(marks: Marks) -> Marks:
    labels = [mark.label for mark in marks.values()]
    names = speakers_among(labels) | set(running_headings(labels))
    return {index: mark for index, mark in marks.items() if mark.label in names}


def _without_spoilt(marks: Marks, unit: str) -> Marks:
    """A time that cannot be read is refused, unless the line is hardly a mark: a name found nowhere else."""
    timed = {mark.label for mark in marks.values() if mark.start_ms is not None}
    counts = Counter(mark.label for mark in marks.values())
    for mark in marks.values():
        if mark.is_spoilt and (mark.label in timed or not timed or counts[mark.label] > 1):
            message = f'The time "{mark.stamp}" cannot be read. Write it as minutes:seconds or hours:minutes:seconds.'
            raise ImportRefused(message, mark.line, unit)
    return {index: mark for index, mark in marks.items() if not mark.is_spoilt}


def _without_lone_label(lines: Sequence[Line], marks: Marks, stems: dict[str, str]) -> Marks:
    """One label somewhere in a text is not enough to call the text a dialogue, unless the text begins with it."""
    people = [index for index, mark in marks.items() if mark.label not in stems]
    if len(people) != 1 or not any(line.text for line in lines[: people[0]]):
        return marks
    return {index: mark for index, mark in marks.items() if index != people[0]}


def _report_single(chosen: Marks, stems: dict[str, str], problems: list[ImportProblem]) -> None:
    """One word, one time, among several speakers: as likely a word like "Remember:" as a person."""
    counts = Counter(mark.label for mark in chosen.values() if mark.label not in stems)
    for mark in chosen.values():
        if len(counts) > 2 and counts[mark.label] == 1 and " " not in mark.label and mark.start_ms is None:
            problems.append(ImportProblem(mark.line, f'"{mark.label}" speaks only here. Is it a person?'))


def _report_unlike(chosen: Marks, colons: Marks, problems: list[ImportProblem]) -> None:
    names = {mark.label for mark in chosen.values()}
    for index, mark in colons.items():
        if index not in chosen and mark.label in names:
            what = f'This line begins with "{mark.label}:" but is not marked like the other turns'
            problems.append(ImportProblem(mark.line, f"{what}; it was kept as part of the turn before."))
