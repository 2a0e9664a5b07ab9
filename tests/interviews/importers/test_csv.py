from __future__ import annotations

import pytest

from tests.interviews.importers.reading import read, refused, sample, warned


def test_sample():
    transcript = sample("rows.csv")
    assert [(turn.speaker, turn.text, turn.start_ms, turn.line) for turn in transcript.turns] == [
        ("Ines Vogt", "How do you plan\nthe week?", 2_000, 2),
        ("Marek Dolan", "On paper, mostly.", 5_000, 4),
        ("", "Somebody laughs.", 9_000, 5),
    ]
    assert warned(transcript, "no speaker") == [5]


@pytest.mark.parametrize("head", ["Speaker;Start;End;Text", "sep=;\nname;time;end;text"])
def test_other_separators_and_names(head):
    turn = read(f"{head}\nInes;0:01;0:03;How?\n", "a.csv").turns[0]
    assert (turn.speaker, turn.start_ms, turn.end_ms, turn.text) == ("Ines", 1_000, 3_000, "How?")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("speaker,time,text\nInes,0:01,How?\nMarek,0:99,So.", 3),
        ('speaker,text\nInes,"How?\nMarek,So.', 2),
        ("who knows\nwhat", 1),
        ("speaker,words", None),
        (f"speaker,words\nInes,{'x' * 200_000}", 2),
    ],
)
def test_refusals_name_the_line(text, line):
    assert refused(text, "a.csv").line == line
