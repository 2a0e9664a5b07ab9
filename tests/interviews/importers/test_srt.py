from __future__ import annotations

from tests.interviews.importers.reading import read, refused, sample, spoken, timed, warned


def test_sample_with_all_the_usual_slips():
    transcript = sample("labelled.srt")
    assert transcript.cues == 5
    assert [(turn.speaker, turn.text, turn.start_ms, turn.end_ms) for turn in transcript.turns] == [
        ("INES", "What did you do then?", 1_000, 3_500),
        ("MAREK", "I called the depot and waited. Forty minutes.", 4_000, 8_000),
        ("INES", "In which year?", 9_000, 10_000),
        ("MAREK", "That was 2024", 11_000, 12_000),
    ]


def test_two_speakers_in_one_caption():
    transcript = read("1\n00:00:01,000 --> 00:00:02,000\n- Ines: How?\n- Marek: On paper.\n", "interview.srt")
    assert spoken(transcript) == [("Ines", "How?"), ("Marek", "On paper.")]


def test_names_only_where_the_speaker_changes():
    cues = ["Ines: How?", "I mean the week.", "Really.", "Marek: On paper.", "Always.", "Ines: Thanks."]
    text = "\n\n".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}" for n, words in enumerate(cues, start=1))
    transcript = read(text, "interview.srt")
    assert [speaker for speaker, _ in spoken(transcript)] == ["Ines", "Marek", "Ines"]
    assert warned(transcript, "given to the speaker named before them: 3") == [6]


def test_a_caption_without_a_name_among_named_ones_stays_unknown():
    cues = ["Ines: How?", "Marek: On paper.", "Somebody laughs.", "Ines: Thanks.", "Marek: Bye."]
    text = "\n\n".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}" for n, words in enumerate(cues, start=1))
    assert ("", "Somebody laughs.") in spoken(read(text, "interview.srt"))


def test_negative_times_and_a_blank_line_inside():
    transcript = read(
        "1\n-00:00:01,000 --> 00:00:02,000\nHello\n\nagain.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye.", "a.srt"
    )
    assert timed(transcript) == [("", 0, 2_000), ("", 3_000, 4_000)]
    assert spoken(transcript)[0] == ("", "Hello again.")
    assert warned(transcript, "start below zero") == [2]
    assert warned(transcript, "after a blank line") == [5]


def test_captions_named_txt_are_read_as_captions():
    assert read("1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "interview.txt").format == "srt"


def test_a_broken_time_is_refused_with_its_line():
    assert (
        refused("1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:0I,000 --> 00:00:04,000\nBye.", "a.srt").line == 6
    )


def test_no_captions_is_refused():
    assert "Nothing that somebody says" in str(refused("Only words.", "a.srt"))
