"""Taking one part out of a zip archive that nobody vouches for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from interviews.importers import limits
from interviews.importers.transcript import ImportRefused

# Everything the zipfile module is known to raise on damaged archives.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    KeyError,
)
DAMAGED = "The Word file is damaged or cut off. Open it in Word, save it again as .docx, and import that."
TOO_BIG = "The Word file unpacks to far more than a transcript holds. Copy its text into a new document."


class Archive:
    """Checked on opening: number of members, promised sizes, no doubles, nothing encrypted."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise ImportRefused(DAMAGED) from error
        members = self._zip.infolist()
        self.names = {member.filename for member in members}
        if len({name.casefold() for name in self.names}) < len(members):
            # One program would show the first of the two and another the second.
            raise ImportRefused("The Word file holds two parts of one name. Open it in Word and save it again.")
        if len(members) > limits.MAX_MEMBERS or sum(member.file_size for member in members) > limits.MAX_UNPACKED:
            raise ImportRefused(TOO_BIG)

    def part(self, name: str) -> bytes:
        """Unpacked. The zipfile module stops at the size that was promised, and then finds the checksum wrong."""
        member = self._zip.getinfo(name)
        self._check(member)
        try:
            with self._zip.open(member) as packed:
                return packed.read()
        except DAMAGE as error:
            raise ImportRefused(DAMAGED) from error

    def _check(self, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & 0x1:
            raise ImportRefused("The Word file is encrypted. Save it without a password, then import it again.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ImportRefused(DAMAGED)
        blown_up = member.file_size > limits.MAX_RATIO * max(member.compress_size, 1)
        if member.file_size > limits.MAX_PART or (member.file_size > limits.RATIO_MATTERS_FROM and blown_up):
            raise ImportRefused(TOO_BIG)
