"""Paragraphs of a WordprocessingML body, in reading order: tables and text boxes included, deletions not."""

from __future__ import annotations

from collections import Counter

from interviews.importers.safexml import parse
from interviews.importers.transcript import ImportRefused

# Transitional and strict.
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# Formatting, field codes, and what tracked changes took away.
FORMATTING = ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")
SKIPPED = frozenset([*FORMATTING, "instrText", "delText", "delInstrText", "del", "moveFrom"])
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
COUNTED = {
    "del": "deleted",
    "moveFrom": "deleted",
    "ins": "inserted",
    "moveTo": "inserted",
    "footnoteReference": "notes",
    "endnoteReference": "notes",
    "commentReference": "comments",
}


class Paragraphs:
    """`texts` in order; `seen` counts tracked changes, notes and comments."""

    def __init__(self, document: bytes) -> None:
        self._parts: list[list[str]] = []
        self._open: list[list[str]] = []
        self._skipping = 0
        self._in_text = False
        self._is_document: bool | None = None
        self.seen: Counter[str] = Counter()
        parse(document, self._start, self._end, self._characters)
        if not self._is_document:
            raise ImportRefused("The file is packed like a Word document but holds none. Save it as .docx in Word.")
        self.texts: list[str] = ["".join(parts) for parts in self._parts]

    def _start(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        if self._is_document is None:
            self._is_document = namespace in WORD and local == "document"
        if self._skipping:
            self._skipping += 1
        elif namespace not in WORD:
            # A text box is written twice, once for old programs.
            self._skipping = int(local == "Fallback")
        else:
            self._word(local)

    def _word(self, local: str) -> None:
        if local in COUNTED:
            self.seen[COUNTED[local]] += 1
        if local in SKIPPED:
            self._skipping = 1
        elif local == "p":
            self._parts.append([])
            self._open.append(self._parts[-1])
        elif self._open and local in BREAKS:
            self._open[-1].append(BREAKS[local])
        self._in_text = local == "t"

    def _end(self, namespace: str, local: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        self._in_text = False
        if namespace in WORD and local == "p" and self._open:
            self._open.pop()

    def _characters(self, data: str) -> None:
        if self._in_text and not self._skipping and self._open:
            self._open[-1].append(data)
