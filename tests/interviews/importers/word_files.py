"""Word files for tests, made by hand so that they can be as wrong as needed."""

from __future__ import annotations

import io
import warnings
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def paragraph(text: str) -> str:
    """A line feed becomes a line break, as Teams writes them."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def document(*paragraphs: str, body: str = "", before: str = "", namespace: str = W) -> bytes:
    inner = "".join(paragraph(text) for text in paragraphs) + body
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{namespace}" xmlns:mc="{MC}">'
        f"<w:body>{inner}</w:body></w:document>"
    ).encode()


def relations(target: str = "word/document.xml", kind: str = OFFICE) -> bytes:
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}"/></Relationships>'
    ).encode()


def archive(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", compression) as file:
        warnings.simplefilter("ignore", UserWarning)  # doubles are wanted in some tests
        for name, data in parts:
            file.writestr(zipfile.ZipInfo(name), data, compression)
    return packed.getvalue()


def word_file(*paragraphs: str, body: str = "") -> bytes:
    return archive(("_rels/.rels", relations()), ("word/document.xml", document(*paragraphs, body=body)))


OTTER = (
    "Depot interview",
    "SUMMARY KEYWORDS",
    "list, wall, depot, paper",
    "SPEAKERS",
    "Ines Vogt, P07",
    "",
    "Ines Vogt  00:02",
    "How do you plan the week's deliveries?",
    "",
    "P07  00:05",
    "On paper, mostly.",
    "It is on the wall.",
    "",
    "Ines Vogt 1:02:09",
    "What happened?",
)
