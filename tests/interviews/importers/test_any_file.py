from __future__ import annotations

import ast
from pathlib import Path

import pytest

from interviews import importers
from interviews.importers import ImportRefused, read_transcript
from tests.interviews.importers.reading import SAMPLES, read, refused

PLAIN = "Ines: How?\nMarek: On paper.\n"
FORMATS = ["docx", "vtt", "srt", "txt", "md", "csv"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("data", [b"", b" ", b"\n\r\n", b"\x00", b".", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_next_to_nothing_is_refused(suffix, data):
    assert str(refused(data, f"interview.{suffix}"))


def test_too_large_is_refused():
    with pytest.raises(ImportRefused, match="larger than 20 MB"):
        read_transcript("a.txt", b"x" * (20 * 1024 * 1024 + 1))
    with pytest.raises(ImportRefused, match="larger than 1 MB"):
        read_transcript("a.txt", b"x" * (1024 * 1024 + 1), max_bytes=1024 * 1024)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "interview",
        "../../etc/passwd.txt",
        "..\\..\\interview.TXT",
        "a\x00b.txt",
        "\u202etxt.exe.txt",
        "x" * 300 + ".txt",
        "\U0001f600.txt",
        "CON.txt",
        "interview.txt. ",
        "interview.vtt",
    ],
)
def test_of_the_name_only_the_ending_counts(name):
    if name.endswith(".vtt"):
        assert "Nothing that somebody says" in str(refused(PLAIN, name))
    else:
        assert len(read(PLAIN, name).turns) == 2


def test_content_wins_over_the_ending():
    captions = (SAMPLES / "teams.vtt").read_bytes()
    assert read(captions, "interview.txt").format == "vtt"
    assert read(captions, "interview.srt").format == "vtt"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("a.docx", b"{\\rtf1 hello}", "RTF"),
        ("a.txt", b"\x1f\x8b\x08rest", "compressed"),
        ("a.txt", b"\x89PNG\r\n", "picture"),
        ("a.txt", b"<!DOCTYPE html><p>Ines: How?", "web page"),
        ("a.vtt", b"ID3\x03\x00\x00", "recording"),
        ("a.vtt", b"\x00\x00\x00\x18ftypmp42", "recording"),
        ("a.xyz", PLAIN.encode(), "Files ending in .xyz"),
        ("a.txt", bytes(range(1, 32)) * 20, "no text file"),
    ],
)
def test_other_files_are_named_for_what_they_are(name, data, said):
    assert said in str(refused(data, name))


@pytest.mark.parametrize("name", ["teams.vtt", "labelled.srt", "otter.txt", "meet.md", "rows.csv"])
def test_cut_off_anywhere_gives_turns_or_a_refusal(name):
    data = (SAMPLES / name).read_bytes()
    for sixteenth in range(17):
        try:
            assert read(data[: len(data) * sixteenth // 16], name).turns
        except ImportRefused as refusal:
            assert str(refusal).endswith((".", "?"))


def test_too_many_turns_are_refused():
    assert "50000 turns" in str(refused("Ines: a.\nMarek: b.\n" * 26_000))


def test_too_many_lines_are_refused_before_they_are_read():
    assert "300000 lines" in str(refused("a\n" * 300_001))


def test_importers_know_neither_django_nor_files_nor_the_network():
    folder = Path(importers.__file__).parent
    imported = {
        name.name if isinstance(node, ast.Import) else str(node.module)
        for source in folder.glob("*.py")
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    outside = {name.partition(".")[0] for name in imported} - {"interviews", "__future__"}
    assert outside <= {
        *("charset_normalizer", "codecs", "collections", "csv", "dataclasses", "enum", "functools", "html", "io"),
        *("itertools", "posixpath", "re", "struct", "unicodedata", "xml", "zipfile", "zlib"),
    }
