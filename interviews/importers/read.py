"""The one door: any file in, turns or a refusal out."""

from __future__ import annotations

from dataclasses import replace

from interviews.importers import limits
from interviews.importers.csv_rows import read_csv
from interviews.importers.decode import decode
from interviews.importers.docx import read_docx
from interviews.importers.markdown import read_markdown
from interviews.importers.plain import read_plain
from interviews.importers.sniff import is_word_file, text_format
from interviews.importers.split import split_long
from interviews.importers.srt import read_srt
from interviews.importers.transcript import ImportProblem, ImportRefused, Transcript
from interviews.importers.vtt import read_vtt

EMPTY = "The file is empty. Choose another one, or export the transcript again."
DIVIDE = "Divide it into one file for each interview."
READERS = {"vtt": read_vtt, "srt": read_srt, "txt": read_plain, "md": read_markdown, "csv": read_csv}


def read_transcript(filename: str, data: bytes, *, max_bytes: int = limits.MAX_BYTES) -> Transcript:
    """Raises ImportRefused and nothing else. Of the name only the ending is used."""
    if not data.strip():
        raise ImportRefused(EMPTY)
    if len(data) > max_bytes:
        size = max_bytes // limits.MEGABYTE
        raise ImportRefused(f"The file is larger than {size} MB. A transcript holds words only; is this the recording?")
    problems: list[ImportProblem] = []
    is_word = is_word_file(filename, data)
    found = read_docx(data, problems) if is_word else _read_text(filename, data, problems)
    return _finished(found, problems)


def _read_text(filename: str, data: bytes, problems: list[ImportProblem]) -> Transcript:
    text, mended = decode(data)
    if not text.strip():
        raise ImportRefused(EMPTY)
    if text.count("\n") > limits.MAX_LINES:
        raise ImportRefused(f"The file has more than {limits.MAX_LINES} lines. {DIVIDE}")
    problems += mended
    return READERS[text_format(filename, text.split("\n", 200)[:200])](text, problems)


def _finished(found: Transcript, problems: list[ImportProblem]) -> Transcript:
    if not any(char.isalnum() for turn in found.turns for char in turn.text):
        raise ImportRefused("Nothing that somebody says was found in this file. Is it the right one?")
    turns = split_long(found.turns, problems)
    if len(turns) > limits.MAX_TURNS:
        raise ImportRefused(f"The file has more than {limits.MAX_TURNS} turns. {DIVIDE}")
    in_order = sorted(problems, key=lambda problem: problem.line or 0)
    return replace(found, turns=turns, warnings=tuple(in_order))
