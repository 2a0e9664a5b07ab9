"""Bytes to text. A byte order mark decides, then UTF-8, then a guess that is always reported."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

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
# The guess reads only lines that are not plain ASCII, and no more than this of them.
GUESS_BYTES = 16_384
SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
SAVE_AS_UTF8 = "Open the file in a text editor, save it as UTF-8, and import it again."


def decode(data: bytes) -> tuple[str, list[ImportProblem]]:
    """Text with LF line ends and without control characters, and what had to be mended to get it."""
    text, problems = _characters(data)
    text = LINE_ENDS.sub("\n", text)
    _refuse_binary(text)
    return nfc(CONTROLS.sub("", PAGE_ENDS.sub(" ", text))), problems


def _characters(data: bytes) -> tuple[str, list[ImportProblem]]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _with_damage(data[len(mark) :], encoding)
    if encoding := _wide_without_mark(data[:4096]):
        text, problems = _with_damage(data, encoding)
        return text, [_guessed(encoding), *problems]
    if b"\x00" in data:
        raise _zero_byte(data.count(b"\n", 0, data.index(b"\x00")) + 1)
    if _is_utf8(data):
        return _with_damage(data, "utf-8")
    return _guess(data)


def _with_damage(data: bytes, encoding: str) -> tuple[str, list[ImportProblem]]:
    """Unreadable bytes become U+FFFD, and the first line that has one is named."""
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = _join_surrogates(data, encoding) if SURROGATE.search(data) else data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged == 0:
        return text, []
    line = LINE_ENDS.sub("\n", text[: text.index("\ufffd")]).count("\n") + 1
    message = f"{damaged} unreadable characters are shown as \ufffd. Compare them with the original."
    return text, [ImportProblem(line, message)]


def _join_surrogates(data: bytes, encoding: str) -> str:
    """Some tools write emoji as two UTF-16 halves: pairs are joined, lone halves are damage."""
    if encoding != "utf-8":
        return data.decode(encoding, "replace")
    halves = SURROGATE.sub(lambda found: b"\x00" + found.group(), data).decode("utf-8", "replace")
    return halves if "\x00" not in halves else _paired(data)


def _is_utf8(data: bytes) -> bool:
    """Also true for UTF-8 with a little damage: more whole characters than broken ones."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = SURROGATE.sub(b"", data).decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return sum(char > "\x7f" for char in text) - broken > broken or broken == 0
    return True
