"""XML of strangers: no document type, hence no entities; bounded depth and size; nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from interviews.importers.archive import DAMAGED
from interviews.importers.limits import MAX_DEPTH, MAX_ELEMENTS
from interviews.importers.transcript import ImportRefused

Start = Callable[[str, str, dict[str, str]], None]
End = Callable[[str, str], None]
Characters = Callable[[str], None]


def parse(data: bytes, start: Start, end: End | None = None, characters: Characters | None = None) -> None:
    """Calls back with (namespace, local name) as it reads."""
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    guard = _Guard(start, end)
    parser.StartElementHandler = guard.open
    parser.EndElementHandler = guard.close
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ImportRefused(DAMAGED) from error


class _Guard:
    def __init__(self, start: Start, end: End | None) -> None:
        self._start, self._end = start, end
        self._depth = self._elements = 0

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise ImportRefused("The Word file is built too deeply or too finely. Copy its text into a new document.")
        namespace, _, local = name.rpartition("\n")
        self._start(namespace, local, attributes)

    def close(self, name: str) -> None:
        self._depth -= 1
        if self._end:
            namespace, _, local = name.rpartition("\n")
            self._end(namespace, local)


def _refuse_doctype(*_: object) -> None:
    raise ImportRefused("The Word file contains an XML document type, which no Word program writes. It was not read.")
