from __future__ import annotations

import pytest

from tests.interviews.importers.reading import read, refused, sample, spoken, timed, warned


def test_otter_sample():
    transcript = sample("otter.txt")
    assert spoken(transcript) == [
        ("Ines Vogt", "How do you plan the week's deliveries?"),
        ("Marek Dolan", "On paper, mostly.\nNote: I tried an app once.\n\nIt lasted until 12:30 the same day."),
        ("Ines Vogt", "What happened?"),
        ("Marek Dolan", "See https://example.org/app: it was gone."),
    ]
    assert [turn.start_ms for turn in transcript.turns] == [2_000, 5_000, 3_729_000, 3_735_000]
    assert [turn.line for turn in transcript.turns] == [4, 7, 13, 16]
    assert warned(transcript, "before the first speaker was left out: 3 words") == [1]


def test_labels_with_times():
    transcript = sample("dialogue.txt")
    assert timed(transcript) == [
        ("Interviewer", 12_000, None),
        ("P07", 20_000, None),
        ("Interviewer", 41_000, None),
        ("P07", 44_000, None),
    ]
    assert transcript.turns[1].text == "On paper, mostly.\nThe thing is: paper never crashes.\nNote: shows the wall."


@pytest.mark.parametrize(
    "first",
    [
        "Ines: How?",
        "Ines (0:12): How?",
        "Ines [00:12]: How?",
        "[00:12] Ines: How?",
        "(0:00:12) Ines: How?",
        "00:12 Ines: How?",
        "Ines 0:12: How?",
        "Ines: [0:12] How?",
        "Ines  0:12\nHow?",
        "Ines (0:12)\nHow?",
        "Ines - 0:12\nHow?",
        "Ines:\nHow?",
        "**Ines:** How?",
        "**Ines**: How?",
        "**Ines** [0:12 ]\nHow?",
        "**Ines (0:12):** How?",
        "**[0:12] Ines:** How?",
        "- **Ines:** How?",
        "Ines： How?",
    ],
)
def test_ways_to_mark_a_speaker(first):
    transcript = read(f"{first}\n\n{first.replace('Ines', 'Marek').replace('12', '13')}")
    assert spoken(transcript) == [("Ines", "How?"), ("Marek", "How?")]
    times = [turn.start_ms for turn in transcript.turns]
    assert times == ([12_000, 13_000] if "12" in first else [None, None])


def test_without_speakers_paragraphs_are_turns():
    transcript = read("First line\nsecond line.\n\n[00:10] Two: words.\n")
    assert [(turn.speaker, turn.text, turn.start_ms, turn.line) for turn in transcript.turns] == [
        ("", "First line\nsecond line.", None, 1),
        ("", "Two: words.", 10_000, 4),
    ]
    assert warned(transcript, "No names of speakers") == [None]


def test_without_blank_lines_every_line_is_a_paragraph():
    assert [text for _, text in spoken(read("One.\nTwo.\nThree.\n\n"))] == ["One.", "Two.", "Three."]


def test_running_headings_are_not_people():
    text = "Frage 1: Wie planen Sie?\nAuf Papier.\nImmer: seit Jahren.\n\nFrage 2: Und dann?\nNichts."
    transcript = read(text)
    assert spoken(transcript) == [
        ("Frage", "Frage 1: Wie planen Sie?"),
        ("", "Auf Papier.\nImmer: seit Jahren."),
        ("Frage", "Frage 2: Und dann?"),
        ("", "Nichts."),
    ]
    assert warned(transcript, 'Numbered lines such as "Frage 1"') == [None]


def test_a_single_label_in_the_middle_makes_no_dialogue():
    assert [speaker for speaker, _ in spoken(read("Some text.\n\nMarek: words.\n\nMore text."))] == ["", "", ""]


def test_somebody_who_speaks_once_by_one_word_is_pointed_out():
    text = "Ines: How?\nMarek: On paper.\nInes: Why?\nBeware: sharp.\nMarek: So."
    assert warned(read(text), '"Beware" speaks only here') == [4]


def test_a_time_alone_belongs_to_the_next_turn_but_may_be_an_answer():
    transcript = read("Ines: When?\nMarek:\n12:30\nor so.\n\n0:45\n\nInes: Thanks.\n[1:00]\nMarek: Bye.")
    assert [(turn.text, turn.start_ms) for turn in transcript.turns] == [
        ("When?", None),
        ("12:30\nor so.", None),
        ("Thanks.", 45_000),
        ("Bye.", 60_000),
    ]


def test_times_that_go_back_are_reported_once():
    transcript = read("Ines (0:10): A.\nMarek (0:05): B.\nInes (0:04): C.")
    assert warned(transcript, "earlier than one before") == [2]


def test_a_speaker_without_words_is_reported():
    transcript = read("Ines: How?\nMarek:\nInes: Well?\nMarek: Yes.")
    assert len(transcript.turns) == 3
    assert warned(transcript, "no words were left out: 1") == [2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ines (0:12): How?\nMarek (0:99): On paper.\nMarek (0:14): Yes.", 2),
        ("[00:12] Ines: How?\n[00:1x] Ines: Still?", 2),
        ("Ines  0:12\nHow?\n\nInes  1:75:00\nStill?", 4),
        ("Ines (99:99): How?\nMarek (99:99): So.", 1),
    ],
)
def test_a_broken_time_is_refused_with_its_line(text, line):
    error = refused(text)
    assert error.line == line
    assert "cannot be read" in str(error)


def test_something_like_a_time_after_a_stranger_is_text():
    transcript = read("Ines  0:12\nHow?\n\nMarek  0:15\nThe mix was\nRatio 10:75\nor so.")
    assert transcript.turns[1].text == "The mix was\nRatio 10:75\nor so."


def test_one_person_written_in_two_ways_is_one():
    assert [speaker.name for speaker in read("Rene\u0301: Yes.\nRen\u00e9: No.\nRe\u200bn\u00e9: Maybe.").speakers] == [
        "Ren\u00e9"
    ]


def test_a_turn_longer_than_a_row_is_divided_at_sentences():
    transcript = read("Ines (0:12): How?\nMarek (0:20): " + "And then I wrote it on the list. " * 2_000)
    parts = transcript.turns[1:]
    assert all(len(part.text) <= 20_000 and part.text.endswith(".") for part in parts)
    assert [part.start_ms for part in parts] == [20_000] + [None] * (len(parts) - 1)
