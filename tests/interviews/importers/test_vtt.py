from __future__ import annotations

import pytest

from tests.interviews.importers.reading import read, refused, sample, spoken, timed, warned


def vtt(*blocks: str, head: str = "WEBVTT"):
    return read("\n\n".join([head, *blocks]), "interview.vtt")


CUE = "00:01.000 --> 00:02.000\n{}"


def test_teams_sample():
    transcript = sample("teams.vtt")
    assert transcript.cues == 6
    assert [(turn.speaker, turn.start_ms, turn.end_ms, turn.text, turn.line) for turn in transcript.turns] == [
        ("Vogt, Ines", 2_120, 4_480, "How do you plan the week's deliveries?", 4),
        (
            "Marek Dolan",
            5_100,
            12_300,
            "On paper & in my head. The list on the wall is what everybody looks at.",
            8,
        ),
        ("Vogt, Ines", 17_500, 20_200, "When do you look at it?", 23),
        ("Marek Dolan", 20_000, 21_000, "At 12:30, usually.", 19),
        ("", 30_000, 30_000, "Thank you.", 27),
    ]
    assert warned(transcript, "out of order were sorted by time: 1") == [23]


def test_rolling_captions_are_said_once():
    transcript = sample("rolling.vtt")
    assert spoken(transcript) == [("", "so every monday I print the list and pin it up.")]
    assert timed(transcript) == [("", 160, 7_000)]
    assert warned(transcript, "rolling captions; lines repeated")


def test_people_may_say_the_same_thing_twice():
    cues = [
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{text}"
        for n, text in enumerate(["No.", "No.", "Then I went", "home.", "Yes."])
    ]
    assert [text for _, text in spoken(vtt(*cues))] == ["No.", "No.", "Then I went home.", "Yes."]


def test_the_same_caption_twice_is_kept_once():
    transcript = vtt(CUE.format("Hello."), CUE.format("Hello."))
    assert spoken(transcript) == [("", "Hello.")]
    assert warned(transcript, "repeat the times and words of another were left out: 1")


def test_several_voices_in_one_caption():
    transcript = vtt(
        CUE.format("<v.loud Ines>How <i>so</i>?</v> <v Marek (SL)>Hm &lt;b&gt; <00:00:01.500><c.x>no</c> &amp;amp;")
    )
    assert spoken(transcript) == [("Ines", "How so?"), ("Marek (SL)", "Hm <b> no &amp;")]
    assert timed(transcript) == [("Ines", 1_000, 2_000), ("Marek (SL)", 1_000, 2_000)]


def test_zoom_puts_the_name_before_a_colon():
    transcript = vtt(
        "1\r\n00:00:01.000 --> 00:00:02.000\r\nInes Vogt: How?",
        "2\r\n00:00:02.000 --> 00:00:03.000\r\nMarek 🚚 Dolan: Note: on paper.",
        "3\r\n00:00:03.100 --> 00:00:04.000\r\nMarek 🚚 Dolan: See https://example.org or 12:30.",
    )
    assert spoken(transcript) == [
        ("Ines Vogt", "How?"),
        ("Marek 🚚 Dolan", "Note: on paper. See https://example.org or 12:30."),
    ]


@pytest.mark.parametrize(
    "head", ["WEBVTT", "WEBVTT\tdepot", "WEBVTT - depot", "\ufeffWEBVTT", "WEBVTT\nKind: captions\nX: 1"]
)
def test_headers(head):
    assert len(vtt(CUE.format("Hello."), head=head).turns) == 1


def test_no_blank_line_after_the_header_and_no_newline_at_the_end():
    assert len(read("WEBVTT\n1\n" + CUE.format("Hello."), "interview.vtt").turns) == 1


def test_a_missing_header_is_reported():
    assert warned(read(CUE.format("Hello."), "interview.vtt"), "WEBVTT") == [1]


def test_notes_styles_and_regions_are_no_speech():
    transcript = vtt(
        "NOTE one\ntwo", "STYLE\n::cue {}", "REGION\nid:x", CUE.format("NOTE is a word."), "NOTE", CUE.format("Bye.")
    )
    assert [text for _, text in spoken(transcript)] == ["NOTE is a word.", "Bye."]


def test_odd_ids_settings_and_arrows_in_words():
    transcript = vtt("a --> b\n00:01.000 --> 00:02.000 align:start position:10%\nFrom A --> B.\n42")
    assert spoken(transcript) == [("", "From A --> B. 42")]


def test_times_beyond_the_usual():
    transcript = vtt("75:00.000 --> 75:01.000\nA.", "100:00:00.000 --> 100:00:60.000\nB.")
    assert timed(transcript) == [("", 4_500_000, 4_501_000), ("", 360_000_000, 360_060_000)]


def test_an_end_before_the_start_is_mended():
    transcript = vtt("00:05.000 --> 00:04.000\nHello.")
    assert timed(transcript) == [("", 5_000, 5_000)]
    assert warned(transcript, "end before they start") == [3]


@pytest.mark.parametrize(
    "line",
    [
        "00:0x:03.000 --> 00:00:04.000",
        "00:00:03.000 --> ",
        "00:00:03.000 --> 00:61:04.000",
        "00:00:03.000 --> 00:00:61.000",
        "later --> 00:00:04.000",
        "00:00:03.000 -> 00:00:04.000",
        "999:00:03.000 --> 999:00:04.000",
        "00:00:03.000 --> 00:00:04.000 and words",
    ],
)
def test_a_broken_time_is_refused_with_its_line(line):
    error = refused(f"WEBVTT\n\n{CUE.format('Hello.')}\n\n{line}\nBye.", "interview.vtt")
    assert error.line == 6
    assert str(error).startswith("Line 6: ")


@pytest.mark.parametrize(
    "text", ["WEBVTT", "WEBVTT\n\nNOTE nothing here", "WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>"]
)
def test_a_header_or_empty_captions_only_are_refused(text):
    assert "Nothing that somebody says" in str(refused(text, "interview.vtt"))


def test_turns_stay_short_and_end_with_a_sentence():
    cues = [f"00:{n:02}.000 --> 00:{n + 1:02}.000\n<v Marek>{f'word{n} ' * 20}end.</v>" for n in range(50)]
    lengths = [len(turn.text) for turn in vtt(*cues).turns]
    assert max(lengths) <= 1_500
    assert min(lengths[:-1]) >= 700


def test_a_pause_parts_turns_of_a_known_speaker():
    transcript = vtt(
        "00:01.000 --> 00:02.000\n<v Marek>Yes.",
        "00:03.500 --> 00:04.000\n<v Marek>Well.",
        "00:07.000 --> 00:08.000\n<v Marek>No.",
    )
    assert [text for _, text in spoken(transcript)] == ["Yes. Well.", "No."]


def test_unclosed_tags_stay_fast():
    assert len(vtt(CUE.format("<v " * 30_000)).turns) >= 1


def test_a_caption_of_a_whole_book_is_divided():
    transcript = vtt(CUE.format("<v Marek>" + "word " * 20_000))
    assert max(len(turn.text) for turn in transcript.turns) <= 20_000
    assert sum(speaker.words for speaker in transcript.speakers) == 20_000
    assert warned(transcript, "were divided: 1") == [3]
