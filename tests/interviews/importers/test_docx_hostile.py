"""Word files that are damaged, something else, or made to hurt."""

from __future__ import annotations

import zipfile
from unittest import mock

import pytest

from tests.interviews.importers.reading import refused
from tests.interviews.importers.word_files import OTTER, archive, document, paragraph, relations, word_file

TALK = paragraph("Ines: How?") + paragraph("P07: On paper.")
DOCTYPE = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refused_word(data: bytes) -> str:
    return str(refused(data, "interview.docx"))


@pytest.mark.parametrize("sixteenth", range(1, 16))
def test_cut_off(sixteenth):
    whole = word_file(*OTTER)
    assert "Word" in refused_word(whole[: len(whole) * sixteenth // 16])


def test_text_named_docx():
    assert "named .docx but is no Word document" in refused_word(b"Ines: How?\nP07: On paper.")


def test_old_word_and_password():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert "old Word file (.doc)" in refused_word(ole)
    assert "password" in refused_word(ole + "EncryptedPackage".encode("utf-16-le"))


def test_encrypted_member():
    data = bytearray(word_file(*OTTER))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    assert "encrypted" in refused_word(bytes(data))


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ("mimetype", "OpenDocument"),
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("Index/Document.iwa", "Pages"),
        ("readme.txt", "without a Word document"),
    ],
)
def test_other_archives(member, what):
    assert what in refused_word(archive((member, b"x")))


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_before_any_entity(part, encoding):
    texts = {"_rels/.rels": relations().decode(), "word/document.xml": document(body=TALK).decode()}
    head, _, rest = texts[part].partition("?>")
    texts[part] = head.replace("UTF-8", encoding) + "?>" + DOCTYPE + rest
    data = archive(*((name, text.encode(encoding if name == part else "utf-8")) for name, text in texts.items()))
    assert "document type" in refused_word(data)


def test_billion_laughs():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{entities}]>'
    assert "document type" in refused_word(archive(("word/document.xml", document("&e9;", before=bomb))))


def test_a_part_that_unpacks_to_far_too_much():
    assert "unpacks" in refused_word(archive(("word/document.xml", document(" " * 30_000_000))))


def test_a_part_blown_up_beyond_any_text():
    assert "unpacks" in refused_word(archive(("word/document.xml", document("ha " * 700_000))))


def test_a_part_that_promises_less_than_it_holds():
    data = archive(("word/document.xml", document("x" * 50_000)))
    at = data.index(b"PK\x01\x02") + 24
    lying = data[:at] + (100).to_bytes(4, "little") + data[at + 4 :]
    assert "damaged" in refused_word(lying)


def test_promised_total_and_number_of_members():
    with mock.patch("interviews.importers.limits.MAX_UNPACKED", 1_000):
        assert "unpacks" in refused_word(
            archive(("word/document.xml", document(body=TALK)), ("big.bin", b"\x00" * 1_000))
        )
    many = ((f"m{number}", b"") for number in range(5_001))
    assert "unpacks" in refused_word(archive(("word/document.xml", document(body=TALK)), *many))


def test_doubles():
    data = archive(("word/document.xml", document(body=TALK)), ("Word/Document.xml", document("Eve: other")))
    assert "two parts of one name" in refused_word(data)


def test_other_compression():
    data = archive(("word/document.xml", document(body=TALK)), compression=zipfile.ZIP_LZMA)
    assert "damaged" in refused_word(data)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"no xml",
        b"<a/>",
        document(body="<w:p>"),
        document(body="<w:p><w:r><w:t>&#xD800;</w:t></w:r></w:p>"),
        document(body=TALK).replace(b"UTF-8", b"x-unknown"),
        document(body=TALK, namespace="urn:other"),
    ],
)
def test_damaged_or_foreign_xml(xml):
    assert "Word" in refused_word(archive(("word/document.xml", xml)))


def test_deep_nesting():
    deep = "<w:smartTag>" * 100_000 + "</w:smartTag>" * 100_000
    assert "Word file" in refused_word(
        archive(("word/document.xml", document(body=deep)), compression=zipfile.ZIP_STORED)
    )


def test_very_many_elements():
    data = archive(("word/document.xml", document(body="<w:p/>" * 700_000)), compression=zipfile.ZIP_STORED)
    assert "too finely" in refused_word(data)
