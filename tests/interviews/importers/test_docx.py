from __future__ import annotations

from interviews.importers import SpeakerCount
from tests.interviews.importers.reading import read, refused, spoken, timed, warned
from tests.interviews.importers.word_files import OTTER, STRICT, archive, document, paragraph, relations, word_file

TALK = paragraph("Ines: How?") + paragraph("P07: On paper.")


def read_word(*paragraphs: str, body: str = ""):
    return read(word_file(*paragraphs, body=body), "interview.docx")


def test_otter_export():
    transcript = read_word(*OTTER)
    assert spoken(transcript) == [
        ("Ines Vogt", "How do you plan the week's deliveries?"),
        ("P07", "On paper, mostly.\n\nIt is on the wall."),
        ("Ines Vogt", "What happened?"),
    ]
    assert timed(transcript) == [("Ines Vogt", 2_000, None), ("P07", 5_000, None), ("Ines Vogt", 3_729_000, None)]
    assert [turn.line for turn in transcript.turns] == [7, 10, 14]
    assert transcript.speakers == (SpeakerCount("Ines Vogt", 2, 9), SpeakerCount("P07", 1, 8))
    assert warned(transcript, "before the first speaker was left out: 12 words") == [1]
    assert transcript.unit == "paragraph"


def test_teams_puts_name_and_words_into_one_paragraph():
    transcript = read_word(
        "Depot interview-20260302_100000-Meeting Recording",
        "Ines Vogt started transcription",
        "Ines Vogt   0:03\nHow do you plan?\nThe week, I mean.",
        "Marek Dolan   0:09\nOn paper.",
        "Ines Vogt stopped transcription",
    )
    assert spoken(transcript) == [
        ("Ines Vogt", "How do you plan?\nThe week, I mean."),
        ("Marek Dolan", "On paper."),
    ]


def test_older_teams_export_with_times_and_names_on_lines():
    transcript = read_word(
        "0:0:0.0 --> 0:0:1.290\nInes Vogt\nHow do you plan?",
        "0:0:2.0 --> 0:0:3.290\nMarek Dolan\nOn paper.",
        "0:0:4.0 --> 0:0:5.0\nInes Vogt\nAlways?",
    )
    assert spoken(transcript) == [
        ("Ines Vogt", "How do you plan?"),
        ("Marek Dolan", "On paper."),
        ("Ines Vogt", "Always?"),
    ]
    assert transcript.cues == 3


def test_plain_labels():
    assert spoken(read_word("Ines: How?", "P07: On paper.", "It works.")) == [
        ("Ines", "How?"),
        ("P07", "On paper.\n\nIt works."),
    ]


def test_without_labels_each_paragraph_is_a_turn():
    transcript = read_word("First paragraph.", "", "Second paragraph.")
    assert spoken(transcript) == [("", "First paragraph."), ("", "Second paragraph.")]
    assert warned(transcript, "No names of speakers") == [None]


def test_tracked_changes():
    body = (
        "<w:p><w:r><w:t>Ines: How </w:t></w:r><w:del><w:r><w:delText>often</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>much?</w:t></w:r></w:ins></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>Gone: away</w:t></w:r></w:p></w:moveFrom>"
    )
    transcript = read_word(body=body + paragraph("P07: A lot."))
    assert spoken(transcript) == [("Ines", "How much?"), ("P07", "A lot.")]
    assert warned(transcript, "deletions and moves were left out: 2")
    assert warned(transcript, "insertions were taken as accepted: 1")


def test_words_in_tables_controls_links_and_text_boxes_are_kept_once():
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('nested')}</w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc>{TALK}</w:tc><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    control = (
        f"<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent>{paragraph('Ines: in a control')}</w:sdtContent></w:sdt>"
    )
    link = "<w:p><w:r><w:t>P07: </w:t></w:r><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>"
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    boxes = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        + box
        + "</mc:Choice><mc:Fallback>"
        + box
        + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    text = "\n".join(turn.text for turn in read_word(body=table + control + link + boxes).turns)
    assert text.split() == ["How?", "On", "paper.", "nested", "in", "a", "control", "linked", "boxed"]


def test_field_codes_notes_and_comments():
    body = (
        "<w:p><w:r><w:t>Ines: see </w:t></w:r><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
        '<w:r><w:t>page 3</w:t><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r></w:p>'
    )
    transcript = read_word(body=body)
    assert spoken(transcript) == [("Ines", "see page 3")]
    assert warned(transcript, "Footnotes and endnotes were left out: 1")
    assert warned(transcript, "Comments were left out: 1")


def test_strict_namespace_and_another_place_for_the_document():
    data = archive(
        ("_rels/.rels", relations("/word/document2.xml")), ("word/document2.xml", document(body=TALK, namespace=STRICT))
    )
    assert len(read(data, "interview.docx").turns) == 2


def test_without_relations_the_usual_place_is_read():
    assert len(read(archive(("word/document.xml", document(body=TALK))), "interview.docx").turns) == 2


def test_a_word_file_is_known_by_its_content():
    assert read(word_file(*OTTER), "interview.txt").format == "docx"


def test_macros_and_linked_pictures_are_not_looked_at():
    body = TALK + '<w:p><w:r><w:drawing><a:blip xmlns:a="x" xmlns:r="y" r:link="rId9"/></w:drawing></w:r></w:p>'
    data = archive(
        ("_rels/.rels", relations()),
        ("word/document.xml", document(body=body)),
        ("word/_rels/document.xml.rels", relations("file:///etc/passwd", "image")),
        ("word/vbaProject.bin", b"\x00" * 50),
    )
    assert len(read(data, "interview.docx").turns) == 2


def test_a_broken_time_is_refused_with_its_paragraph():
    error = refused(word_file("Ines  0:03", "How?", "P07  0:75", "On paper.", "P07  0:80", "Yes."), "interview.docx")
    assert error.line == 3
    assert str(error).startswith("Paragraph 3: ")


def test_no_words_is_refused():
    assert "Nothing that somebody says" in str(refused(word_file("", " "), "interview.docx"))
    assert "Nothing that somebody says" in str(refused(word_file("Ines  0:03", "", "P07  0:05"), "interview.docx"))
