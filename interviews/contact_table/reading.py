"""Bytes to rows: any encoding, any of the usual separators, quoted cells, and rows that are too short or too long."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from interviews.importers.decode import NEVER_IN_TEXT, decode
from interviews.importers.tidy import INVISIBLE
from interviews.importers.transcript import ImportRefused

SEPARATORS = ",;\t|"
MAX_BYTES = 5 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
LOOKED_AT = 20
TOLD = re.compile(r"sep=(.)\s*", re.I)
OTHERS = (
    (b"PK\x03\x04", "This is a spreadsheet file. Save it as CSV there, then choose that."),
    (b"\xd0\xcf\x11\xe0", "This is an old spreadsheet file. Save it as CSV there, then choose that."),
    (b"%PDF", "This is a PDF. Choose a table saved as CSV."),
    (b"BEGIN:VCARD", "These are address cards. Export the contacts as CSV, then choose that."),
)
NO_TABLE = "This file can’t be read as a table. Save it as CSV (UTF-8), then choose that."


class TableRefused(Exception):
    """Why a file is no table, and what to do."""


@dataclass(frozen=True)
class Table:
    """Rows with the lines they start on; the first names the columns if `has_header`."""

    rows: list[tuple[int, list[str]]]
    has_header: bool
    warnings: list[str]


def read_table(data: bytes) -> Table:
    for magic, sentence in OTHERS:
        if data.lstrip(b"\xef\xbb\xbf\r\n\t ")[:16].upper().startswith(magic):
            raise TableRefused(sentence)
    if len(data) > MAX_BYTES:
        raise TableRefused(f"This file is larger than {MAX_BYTES // 2**20} MB. Split it into several.")
    text, warnings = _text(data)
    told = TOLD.fullmatch(text.partition("\n")[0])
    skipped = 1 if told else 0
    body = text.partition("\n")[2] if told else text
    separator = told.group(1) if told and told.group(1) in SEPARATORS else _separator(body)
    rows = list(_rows(body, separator, skipped))
    if not rows:
        raise TableRefused("This file is empty. Export it again, with a row that names the columns.")
    has_header = not any("@" in cell for cell in rows[0][1])
    if has_header and len(rows) == 1:
        raise TableRefused("This file names its columns and has no row below. Export it again, with the people in it.")
    return Table(rows, has_header, warnings)


def cells_of(text: str, separator: str = ",") -> list[str]:
    """One row as a person typed it. What can't be taken apart is one cell."""
    try:
        return [tidy_cell(cell) for cell in next(csv.reader([text], delimiter=separator, strict=True), [])]
    except csv.Error:
        return [tidy_cell(text)]


def tidy_cell(cell: str) -> str:
    """On one line, without what can't be seen: fields of a contact are one line each."""
    return " ".join(INVISIBLE.sub("", cell).split())


def _text(data: bytes) -> tuple[str, list[str]]:
    try:
        text, problems = decode(data)
    except ImportRefused as refused:
        raise TableRefused(str(refused) if refused.line else NO_TABLE) from refused
    if len(NEVER_IN_TEXT.findall(text[:10_000])) > 20:
        raise TableRefused(NO_TABLE)
    return text, [
        f"Line {problem.line}: {problem.message}" if problem.line else problem.message for problem in problems
    ]


def _separator(text: str) -> str:
    """The one by which most of the first rows have the same number of cells, and the more cells the better."""
    return max(SEPARATORS, key=lambda separator: _fit(text, separator))


def _fit(text: str, separator: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            widths += [len(row)] if row else []
            if len(widths) == LOOKED_AT:
                break
    except csv.Error:
        pass
    if not widths or widths[0] == 1:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]


def _rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, found = 1, 0
    try:
        for row in reader:
            cells = [tidy_cell(cell) for cell in row]
            if any(cells):
                found += 1
                yield line + skipped, _within(cells, line + skipped, found)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableRefused(
            f"From line {line + skipped} on the table can’t be read. Look there for a quotation mark that is never closed."
        ) from error


def _within(cells: list[str], line: int, found: int) -> list[str]:
    if found > MAX_ROWS + 1:
        raise TableRefused(f"This file has more than {MAX_ROWS:,} rows. Split it into several.")
    while cells and not cells[-1] and len(cells) > 1:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TableRefused(
            f"Line {line} has {len(cells):,} columns; {MAX_COLUMNS} can be read. Take out those you don’t need."
        )
    for place, cell in enumerate(cells, start=1):
        if len(cell) > MAX_CELL:
            raise TableRefused(f"Line {line}, column {place}: this cell has {len(cell):,} characters. Shorten it.")
    return cells
