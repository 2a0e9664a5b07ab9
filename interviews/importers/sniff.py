"""Which format a file is. Where name and content disagree, the content is believed or the file refused."""

from __future__ import annotations

from collections.abc import Sequence

from interviews.importers.transcript import ImportRefused

FORMATS = {
    "docx": "docx",
    "vtt": "vtt",
    "srt": "srt",
    "txt": "txt",
    "text": "txt",
    "md": "md",
    "markdown": "md",
    "csv": "csv",
}
ACCEPTED = "DOCX, VTT, SRT, TXT, MD or CSV"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
RECORDINGS = (b"ID3", b"OggS", b"fLaC", b"RIFF", b"\x1a\x45\xdf\xa3", b"\xff\xfb", b"\xff\xf3")
OTHERS = (
    (b"{\\rtf", "an RTF document. Save it as .docx"),
    (b"%PDF", "a PDF. Export the transcript as .docx or .txt instead"),
    (b"\x1f\x8b", "a compressed file. Unpack it first"),
    (b"7z\xbc\xaf", "a compressed file. Unpack it first"),
    (b"\x89PNG", "a picture. Have its text as .txt"),
    (b"\xff\xd8\xff", "a picture. Have its text as .txt"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def suffix_of(filename: str) -> str:
    """Lower-case letters and digits after the last dot; nothing else of the name is ever used."""
    base = filename.replace("\\", "/").rpartition("/")[2].strip(" .\x00")
    suffix = base.rpartition(".")[2].lower() if "." in base else ""
    return suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 10 else ""


def is_word_file(filename: str, data: bytes) -> bool:
    """Refuses what is recognisably something else."""
    _refuse_others(data)
    if data.startswith(ZIP):
        return True
    suffix = suffix_of(filename)
    if suffix == "docx":
        raise ImportRefused(
            "The file is named .docx but is no Word document, or it is cut off at the start. Export it again."
        )
    if suffix and suffix not in FORMATS:
        raise ImportRefused(f"Files ending in .{suffix} cannot be read. Choose a transcript as {ACCEPTED}.")
    return False


def text_format(filename: str, lines: Sequence[str]) -> str:
    """vtt and srt are told by what they contain, whatever they are called."""
    first = [line for line in lines[:200] if line.strip()][:4]
    if first and first[0].lstrip().startswith("WEBVTT"):
        return "vtt"
    named = FORMATS.get(suffix_of(filename), "txt")
    if named in ("txt", "md") and any("-->" in line and line.strip()[:1].isdigit() for line in first):
        return "srt"
    return named


def _refuse_others(data: bytes) -> None:
    if data.startswith(OLE):
        raise ImportRefused(_ole_advice(data))
    head = data[:256].lstrip()
    for magic, what in OTHERS:
        if head.startswith(magic):
            raise ImportRefused(f"This is {what}, then import that.")
    if data[4:8] == b"ftyp" or (data.startswith(RECORDINGS) and b"\x00" in data[:4096]):
        raise ImportRefused("This is a sound or video recording. Have it transcribed, then import the transcript.")
    if head.lower().startswith((b"<!doctype html", b"<html")):
        raise ImportRefused("This is a web page. Copy the transcript into a .txt file, then import that.")


def _ole_advice(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "This Word file is protected by a password. Save it without one, then import it again."
    return "This is an old Word file (.doc). Save it as .docx, then import that."
