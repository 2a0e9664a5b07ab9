from __future__ import annotations

import pytest

from interviews.importers.labels import could_be_speaker, looks_like_name, running_headings, speakers_among
from interviews.importers.times import milliseconds


@pytest.mark.parametrize(
    "label",
    [
        "Anna",
        "ANNA",
        "Ben",
        "Marek Dolan",
        "Vogt, Ines",
        "Ludwig van Beethoven",
        "Panagiotis Alexiou (Peter Alexiou)",
        "O'Neill",
        "Marek | Depot",
        "Marek 🚚",
        "P07",
        "DC01",
        "Speaker 1",
        "interviewer",
        "Interviewer 2",
        "张伟",
        "Íñigo",
        "La Toya",
    ],
)
def test_names(label):
    assert could_be_speaker(label)
    assert looks_like_name(label)


@pytest.mark.parametrize(
    "label",
    [
        "Note",
        "NB",
        "So",
        "The thing is",
        "I went there and said",
        "https",
        "12",
        "See [3]",
        "He said",
        "What?",
        "",
        "- x",
    ],
)
def test_no_names(label):
    assert not (could_be_speaker(label) and looks_like_name(label))


def test_a_label_that_recurs_is_taken_if_it_is_short_and_no_sentence():
    labels = ["q", "a", "q", "a", "old hand", "old hand", "the thing is", "the thing is", "once", "Note", "Note"]
    assert speakers_among(labels) == {"q", "a", "old hand"}


def test_running_headings_and_numbered_speakers():
    assert running_headings(["Runde 1", "Anna", "Runde 2", "Runde 3"]) == dict.fromkeys(
        ["Runde 1", "Runde 2", "Runde 3"], "Runde"
    )
    assert running_headings(["Question 4"]) == {"Question 4": "Question"}
    assert running_headings(["Speaker 1", "Speaker 2", "Speaker 3"]) == {}
    assert running_headings(["P1", "P2", "P3"]) == {}
    assert running_headings(["DC01", "DC02", "DC01", "DC02"]) == {}


@pytest.mark.parametrize(
    ("clock", "value"),
    [
        ("0:03", 3_000),
        ("1:08:45", 4_125_000),
        ("00:00:05.080", 5_080),
        ("0:0:0.570", 570),
        ("01:08:10.13", 4_090_130),
        ("00:01,5", 1_500),
        ("75:12", 4_512_000),
        ("0:60", 60_000),
        ("0:61", None),
        ("1:75:00", None),
        ("501:00:00", None),
        ("12", None),
        ("٠:٠٣", None),
    ],
)
def test_clock_times(clock, value):
    assert milliseconds(clock) == value
