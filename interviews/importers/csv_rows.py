"""CSV with a header row: who spoke, when, and the words, under one of the usual column names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from interviews.importers.tidy import tidy_name, tidy_text
from interviews.importers.times import milliseconds
from interviews.importers.transcript import ImportProblem, ImportRefused, Transcript, Turn

SPEAKER = ("speaker", "name", "who", "participant")
WORDS = ("words", "text", "transcript", "utterance", "content")
START = ("timestamp", "time", "start", "start time")
END = ("end", "end time")
SEPARATORS = ",;\t|"


def read_csv(text: str, problems: list[ImportProblem]) -> Transcript:
    rows = _rows(text)
    columns = _columns(next(rows, (1, [])))
    read = (_turn(number, row, columns) for number, row in rows)
    turns = [turn for turn in read if turn.text]
    if any(not turn.speaker for turn in turns):
        line = next(turn.line for turn in turns if not turn.speaker)
        problems.append(ImportProblem(line, "This row has no speaker."))
    return Transcript("csv", tuple(turns))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that has any."""
    separator = _separator(text.partition("\n")[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) and not (start == 1 and row[0].startswith("sep=")):
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"The table cannot be read from here on ({error}). Look for a stray quotation mark."
        raise ImportRefused(message, start) from error


def _separator(first_line: str) -> str:
    """The one the first line has most of; Excel sometimes says it there (sep=;)."""
    return max(SEPARATORS, key=first_line.count)


def _columns(header: tuple[int, list[str]]) -> dict[str, int]:
    names = [tidy_name(cell).casefold() for cell in header[1]]
    found = {}
    for key, choices in (("speaker", SPEAKER), ("words", WORDS), ("start", START), ("end", END)):
        found[key] = next((names.index(choice) for choice in choices if choice in names), -1)
    if found["words"] < 0 or found["speaker"] < 0:
        raise ImportRefused('The first row must name the columns, among them "speaker" and "words".', header[0])
    return found


def _turn(number: int, row: list[str], columns: dict[str, int]) -> Turn:
    cells = {key: row[index].strip() if 0 <= index < len(row) else "" for key, index in columns.items()}
    start, end = _time(cells["start"], number), _time(cells["end"], number)
    if start is None or (end is not None and end < start):
        end = None
    return Turn(tidy_name(cells["speaker"]), tidy_text(cells["words"]), start, end, number)


def _time(cell: str, number: int) -> int | None:
    if not cell:
        return None
    value = milliseconds(cell.strip("[]() "))
    if value is None:
        raise ImportRefused(f'The time "{cell[:40]}" cannot be read. Write it as minutes:seconds.', number)
    return value
