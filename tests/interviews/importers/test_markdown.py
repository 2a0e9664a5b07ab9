from __future__ import annotations

from tests.interviews.importers.reading import read, sample, spoken, warned


def test_meet_sample():
    transcript = sample("meet.md")
    assert [(turn.speaker, turn.text, turn.start_ms) for turn in transcript.turns] == [
        ("Ines Vogt", "How do you plan the week?", 0),
        (
            "Marek Dolan",
            "On paper, mostly.\nA second line.\n\nA second paragraph with snake_case_words.\n"
            "Ines Vogt: This line lost its stars.",
            41_000,
        ),
        ("Ines Vogt", "And then?", 300_000),
        ("Marek Dolan", "Then I call.", 309_000),
    ]
    assert warned(transcript, '"Ines Vogt:" but is not marked') == [17]
    assert warned(transcript, "Headings were left out: 1") == [5]


def test_words_that_are_nothing_but_a_time_are_kept():
    transcript = read("**Ines:** Hello.\n\n**Break:** \\[01:44\\]\n\n**Ines:** Back.", "a.md")
    assert transcript.turns[1].text == "[01:44]"
    assert transcript.turns[1].start_ms == 104_000


def test_signs_that_are_no_formatting_stay():
    transcript = read("**Ines:** 2 * 3 * 4, a_b_c, \\*so\\*, C:\\\\temp\n\n**Marek:** # 5 and [laughs]", "a.md")
    assert spoken(transcript)[0][1].startswith("2 * 3 * 4, a_b_c")
    assert spoken(transcript)[1] == ("Marek", "# 5 and [laughs]")
