"""Word documents. Only the words are taken: no macros, pictures, links or templates are opened or followed."""

from __future__ import annotations

import posixpath

from interviews.importers.archive import Archive
from interviews.importers.captions import read_captions
from interviews.importers.cues import looks_timed
from interviews.importers.dialogue import read_dialogue
from interviews.importers.lines import Line
from interviews.importers.safexml import parse
from interviews.importers.tidy import tidy_text
from interviews.importers.transcript import ImportProblem, ImportRefused, Transcript
from interviews.importers.wordxml import Paragraphs

RELATIONS = "_rels/.rels"
USUAL_PLACE = "word/document.xml"
OTHER_ARCHIVES = (
    ("mimetype", "an OpenDocument or EPUB file"),
    ("xl/workbook.xml", "an Excel file"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("Index/Document.iwa", "a Pages file"),
)
SEEN = {
    "deleted": "Tracked deletions and moves were left out: {}.",
    "inserted": "Tracked insertions were taken as accepted: {}.",
    "notes": "Footnotes and endnotes were left out: {}.",
    "comments": "Comments were left out: {}.",
}


def read_docx(data: bytes, problems: list[ImportProblem]) -> Transcript:
    archive = Archive(data)
    paragraphs = Paragraphs(archive.part(_document_name(archive)))
    problems += [
        ImportProblem(None, message.format(paragraphs.seen[kind]))
        for kind, message in SEEN.items()
        if paragraphs.seen[kind]
    ]
    lines = _lines(paragraphs.texts)
    if looks_timed(lines):
        turns, cues = read_captions(lines, problems, comments=False, unit="paragraph")
        return Transcript("docx", tuple(turns), cues=cues)
    return Transcript("docx", tuple(read_dialogue(lines, problems, unit="paragraph")))


def _lines(texts: list[str]) -> list[Line]:
    """Line breaks inside a paragraph part lines (Teams puts name and words into one paragraph)."""
    lines: list[Line] = []
    for number, text in enumerate(texts, start=1):
        if text:
            lines += [Line(number, line) for line in tidy_text(text).split("\n")]
        lines.append(Line(number, ""))
    return lines


def _document_name(archive: Archive) -> str:
    """Where the package says its main part is; usually word/document.xml."""
    found: list[str] = []

    def relation(_namespace: str, local: str, attributes: dict[str, str]) -> None:
        if local == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", ""))

    if RELATIONS in archive.names:
        parse(archive.part(RELATIONS), relation)
    for target in [*found, USUAL_PLACE]:
        name = posixpath.normpath(target).lstrip("/")
        if name in archive.names and name.endswith(".xml"):
            return _not_other(archive, name)
    return _not_other(archive, "")


def _not_other(archive: Archive, name: str) -> str:
    for member, what in OTHER_ARCHIVES:
        if member in archive.names:
            raise ImportRefused(f"This is {what}. Save the transcript as .docx or .txt, then import that.")
    if not name:
        raise ImportRefused("This is a zip archive without a Word document in it. Choose the transcript itself.")
    return name
