"""What an uploaded scan is, by its content alone; pure. Names and declared types are the sender's word and count for nothing."""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 10 * 2**20


@dataclass(frozen=True)
class ScanKind:
    content_type: str
    ending: str
    begins: bytes
    ends: bytes  # found among the last bytes: a file that was cut short has lost it


KINDS = (
    ScanKind("application/pdf", "pdf", b"%PDF-", b"%%EOF"),
    ScanKind("image/png", "png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    ScanKind("image/jpeg", "jpg", b"\xff\xd8\xff", b"\xff\xd9"),
)
TAIL = 1024


def scan_kind(content: bytes) -> ScanKind | None:
    return next((kind for kind in KINDS if content.startswith(kind.begins) and kind.ends in content[-TAIL:]), None)


def why_not(content: bytes) -> str:
    """Why this isn't taken, as a sentence; empty when it is."""
    if len(content) > MOST_BYTES:
        return too_large(len(content))
    if scan_kind(content):
        return ""
    if any(content.startswith(kind.begins) for kind in KINDS):
        return "This file was cut short. Choose the whole scan again."
    return "This is neither a PDF nor a JPEG or PNG picture. Save the scan as one of these."


def too_large(size: int) -> str:
    return f"This file has {size / 2**20:.1f} MB. A scan may have {MOST_BYTES // 2**20} MB: scan in grey, or fewer pages at once."
