"""Whatever comes in, turns or a refusal come out, soon. More rounds: IMPORT_FUZZ_ROUNDS=20000."""

from __future__ import annotations

import os
import random
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interviews.importers import ImportRefused, Transcript, read_transcript
from tests.interviews.importers.reading import SAMPLES
from tests.interviews.importers.word_files import OTTER, archive, document, word_file

ROUNDS = int(os.environ.get("IMPORT_FUZZ_ROUNDS", "60"))
SEED = int(os.environ.get("IMPORT_FUZZ_SEED", "20261123"))
MOST_SECONDS = 2.0
SPICE = [
    *(b"-->", b"\n\n", b"\r", b"<v ", b"</v>", b"&#99999999;", b"&#x0;", b"00:99", b"**", b"# ", b"[00:12]", b"\xff"),
    *(
        b"\x00",
        b"\xed\xa0\x80",
        b"\xe2\x80\xa8",
        b"\xcc\x81" * 40,
        b"NOTE ",
        b'"',
        b",",
        b";",
        b"{\\an8}",
        b"PK\x03\x04",
    ),
    *(b"Ines Vogt: ", "：".encode(), b"WEBVTT\n", b"\xef\xbb\xbf", b"\xff\xfe", b"1\n", b"(", b"]", b"\t" * 30),
]
NAMES = ["teams.vtt", "rolling.vtt", "labelled.srt", "otter.txt", "dialogue.txt", "meet.md", "rows.csv"]


def check(name: str, data: bytes) -> None:
    began = time.process_time()
    try:
        transcript = read_transcript(name, data)
    except ImportRefused as refusal:
        assert str(refusal)
    else:
        check_transcript(transcript)
    assert time.process_time() - began < MOST_SECONDS


def check_transcript(transcript: Transcript) -> None:
    assert transcript.turns
    for turn in transcript.turns:
        assert turn.text.strip() == turn.text != ""
        assert unicodedata.is_normalized("NFC", turn.text + "\n" + turn.speaker)
        assert not set("\x00\r\u2028") & set(turn.text + turn.speaker)
        assert (turn.text + turn.speaker).encode()
        assert turn.line >= 1
        assert turn.end_ms is None or (turn.start_ms is not None and turn.start_ms <= turn.end_ms < 2**31)


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed) + 1)
        until = min(len(changed), at + chance.randint(0, 30))
        match chance.randrange(5):
            case 0:
                changed[at:at] = chance.choice(SPICE) * chance.choice([1, 1, 1, 50])
            case 1:
                del changed[at:until]
            case 2:
                changed[at:at] = changed[chance.randrange(len(changed) + 1) :][:200]
            case 3:
                changed[at:until] = chance.randbytes(until - at)
            case 4:
                changed[at:until] = changed[at:until][::-1]
    return bytes(changed)


@pytest.mark.parametrize("name", NAMES)
def test_mutated_samples(name):
    chance = random.Random(f"{SEED}-{name}")
    data = (SAMPLES / name).read_bytes()
    for _ in range(ROUNDS):
        check(name, mutated(data, chance))


def test_mutated_word_files():
    chance = random.Random(SEED)
    whole, inner = word_file(*OTTER), document(*OTTER)
    for _ in range(ROUNDS):
        check("interview.docx", mutated(whole, chance))
        check("interview.docx", archive(("word/document.xml", mutated(inner, chance))))


@settings(max_examples=ROUNDS, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["a.vtt", "a.srt", "a.txt", "a.md", "a.csv", "a"]), st.text(max_size=300))
@example("a.txt", "Ines:\nInes:\n")
@example("a.md", "**Ines:** **\n**Ines:** *")
@example("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n&#" + "9" * 5000 + ";")
def test_any_text(name, text):
    check(name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=ROUNDS, deadline=None, derandomize=True)
@given(st.sampled_from(["a.docx", "a.vtt", "a.txt", "a.csv"]), st.binary(max_size=400))
def test_any_bytes(name, data):
    check(name, data)


HEAVY = {
    "open voices": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 30_000),
    "open tags": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<c.a" * 24_000),
    "tiny cues": ("a.srt", b"00:01,0 --> 00:02,0\na\n" * 4_400),
    "rolling": ("a.vtt", b"WEBVTT\n\n" + b"00:01.0 --> 00:02.0\na\na\na\n\n" * 3_300),
    "arrows": ("a.vtt", b"WEBVTT\n\n" + b"-->" * 33_000),
    "braces": ("a.srt", b"00:01,0 --> 00:02,0\n" + b"{\\" * 49_000),
    "colons": ("a.txt", b":" * 99_000),
    "labels": ("a.txt", b"A: b\n" * 19_000),
    "one long label": ("a.txt", b"A " * 49_000 + b": b"),
    "spaces": ("a.txt", b"A: b\n" + b" " * 99_000 + b"0:01"),
    "stars": ("a.md", b"*" * 99_000),
    "strong": ("a.md", b"**A:** b\n" + b"**a" * 32_000),
    "marks": ("a.md", b"- > " * 24_000),
    "brackets": ("a.txt", b"A: b\n" + b"[0:01" * 19_000),
    "quotes": ("a.csv", b"speaker,text\n" + b'"a","b"\n' * 12_000),
    "accents": ("a.txt", b"A: a" + "\u0316\u0301".encode() * 24_000),
    "high bytes": ("a.txt", bytes(range(128, 256)) * 780),
    "high lines": ("a.txt", b"\xe9: \xfc\n" * 20_000),
    "entities": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"&amp" * 24_000),
    "paragraphs": ("a.docx", archive(("word/document.xml", document(body="<w:p/>" * 160_000)))),
    "words": ("a.docx", archive(("word/document.xml", document(*["A: b"] * 20_000)))),
    "members": ("a.docx", archive(*((f"{n}", b"") for n in range(900)))),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_nothing_small_takes_long(kind):
    name, data = HEAVY[kind]
    assert len(data) <= 100_000
    check(name, data)
