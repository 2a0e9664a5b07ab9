"""Tables for spreadsheets: commas, CRLF, UTF-8 with a byte order mark (without it Excel garbles letters).

A spreadsheet runs a cell that starts like a formula. Such a cell gets a leading apostrophe, which spreadsheets show
as text; `original` takes it off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


def harmless(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula; blanks before the sign don't help it."""
    return GUARD + cell if _is_risky(cell) or _is_risky(cell.lstrip(GUARD)) else cell


def original(cell: str) -> str:
    """The cell as it was before `harmless`."""
    return cell[1:] if cell.startswith(GUARD) and _is_risky(cell.lstrip(GUARD)) else cell


def _is_risky(cell: str) -> bool:
    return cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS)


def table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The file, line by line."""
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow([harmless(cell) for cell in row])
        yield line.getvalue()
