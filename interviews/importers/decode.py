"""Bytes to text. A byte order mark decides, then UTF-8, then a guess that is always reported."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from interviews.importers.latin import latin_code_page
from interviews.importers.tidy import CONTROLS, LINE_ENDS, PAGE_ENDS, nfc
from interviews.importers.transcript import ImportProblem, ImportRefused

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSABLE = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "koi8_r", "mac_roman"),
]
# The guess reads lines with other than plain ASCII characters, and no more than this of them.
GUESS_BYTES = 8_192
# Some tools write an emoji as two UTF-16 halves, each encoded on its own.
TWO_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
LONE_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
NEVER_IN_TEXT = re.compile("[\x01-\x08\x0e-\x1f]")
SAVE_AS_UTF8 = "Open it in a text editor, save it as UTF-8 text, and import it again."


def decode(data: bytes) -> tuple[str, list[ImportProblem]]:
    """Text with LF line ends and without control characters, and what was mended or guessed to get it."""
    text, problems = _characters(data)
    text = LINE_ENDS.sub("\n", text)
    _refuse_binary(text)
    return nfc(CONTROLS.sub("", PAGE_ENDS.sub(" ", text))), problems


def _characters(data: bytes) -> tuple[str, list[ImportProblem]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], encoding)
    wide = _wide_without_mark(data[:4096])
    if wide:
        text, problems = _mended(data, wide)
        return text, [_guessed(wide), *problems]
    if b"\x00" in data or _is_utf8(data):
        return _mended(data, "utf-8")
    return _guess(data)


def _mended(data: bytes, encoding: str) -> tuple[str, list[ImportProblem]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = (_join_halves(data) if encoding == "utf-8" else data).decode(encoding, "replace")
    at = text.find("\ufffd")
    if at < 0:
        return text, []
    line = LINE_ENDS.sub("\n", text[:at]).count("\n") + 1
    message = "From this line on, some characters are damaged and shown as \ufffd. Compare them with the original."
    return text, [ImportProblem(line, message)]


def _join_halves(data: bytes) -> bytes:
    def whole(found: re.Match[bytes]) -> bytes:
        halves = found.group().decode("utf-8", "surrogatepass")
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le").encode()

    return TWO_HALVES.sub(whole, data)


def _is_utf8(data: bytes) -> bool:
    """Also when it is slightly damaged: more whole characters beyond ASCII than broken bytes."""
    text = LONE_HALF.sub(b"", _join_halves(data)).decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken == 0 or sum(char > "\x7f" for char in text) > 2 * broken


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 of mostly Latin letters: zero bytes at every other (every fourth) place."""
    units = len(sample) // 4
    if units == 0:
        return None
    zeros = [sample[place : units * 4 : 4].count(0) / units for place in range(4)]
    full = [share > 0.6 for share in zeros]
    shapes = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return shapes.get((full[0], full[1], full[2], full[3]))


def _guess(data: bytes) -> tuple[str, list[ImportProblem]]:
    lines = (line for line in data.splitlines(keepends=True) if not line.isascii())
    sample = bytearray()
    for line in lines:
        sample += line[:GUESS_BYTES]
        if len(sample) >= GUESS_BYTES:
            break
    encoding = latin_code_page(bytes(sample)) or _general_guess(bytes(sample))
    text, problems = _mended(data, encoding)
    return text, [_guessed(encoding), *problems]


def _general_guess(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=GUESSABLE).best()
    if best is None:
        raise ImportRefused(f"The encoding of this file cannot be told. {SAVE_AS_UTF8}")
    return best.encoding


def _guessed(encoding: str) -> ImportProblem:
    name = encoding.replace("cp125", "windows-125").replace("_", "-")
    return ImportProblem(
        None, f"The file does not say its encoding; it was read as {name}. Look at the accented letters."
    )


def _refuse_binary(text: str) -> None:
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise ImportRefused(f"There is a zero byte here, so this is no plain text. {SAVE_AS_UTF8}", line)
    if len(NEVER_IN_TEXT.findall(text[:100_000])) * 10 > len(text[:100_000]):
        raise ImportRefused("This is no text file. Choose the transcript as DOCX, VTT, SRT, TXT, MD or CSV.")
