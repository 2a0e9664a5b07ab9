"""A screenshot with a palette of at most 256 colours: a third of its size, and no eye sees it. Nothing to install."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256


def shrink(path: Path) -> None:
    width, height, rgb = decode(path.read_bytes())
    pixels = [rgb[at : at + 3] for at in range(0, len(rgb), 3)]
    palette, place = choose(Counter(pixels))
    rows = bytes(place[pixel] for pixel in pixels)
    raw = b"".join(b"\0" + rows[at : at + width] for at in range(0, len(rows), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(map(_chunk, *zip(*chunks, strict=True))))


def choose(counted: Counter[bytes]) -> tuple[list[bytes], dict[bytes, int]]:
    """The colours used most, then those that would lose most by becoming the nearest of them: a small mark keeps its own colour."""
    palette = [colour for colour, _ in counted.most_common(MOST * 2 // 3)]
    lost = {colour: min(_apart(each, colour) for each in palette) for colour in counted.keys() - set(palette)}
    while lost and len(palette) < MOST:
        palette.append(max(lost, key=lambda colour: (lost[colour] * counted[colour], colour)))
        del lost[palette[-1]]
        lost = {colour: min(apart, _apart(palette[-1], colour)) for colour, apart in lost.items()}
    place = {colour: index for index, colour in enumerate(palette)}
    for colour in counted:
        if colour not in place:
            place[colour] = min(range(len(palette)), key=lambda i: _apart(palette[i], colour))
    return palette, place


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def decode(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and three bytes a pixel, of an 8-bit RGB picture as Chromium makes it."""
    data, size = b"", (0, 0)
    for kind, body in _chunks(png):
        if kind == b"IHDR":
            width, height, depth, colours, *_ = struct.unpack(">IIBBBBB", body)
            if (depth, colours) != (8, 2):
                raise ValueError("Only 8-bit RGB pictures are read.")
            size = (width, height)
        elif kind == b"IDAT":
            data += body
    return *size, _unfiltered(zlib.decompress(data), size[0] * 3)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _unfiltered(raw: bytes, stride: int) -> bytes:
    rows, above = [], bytearray(stride)
    for at in range(0, len(raw), stride + 1):
        row = bytearray(raw[at + 1 : at + 1 + stride])
        _undo(raw[at], row, above)
        rows.append(bytes(row))
        above = row
    return b"".join(rows)


def _undo(how: int, row: bytearray, above: bytearray) -> None:
    for i in range(len(row)) if how else ():
        left, up = row[i - 3] if i > 2 else 0, above[i]
        corner = above[i - 3] if i > 2 else 0
        guess = (left, up, (left + up) // 2, _paeth(left, up, corner))[how - 1]
        row[i] = (row[i] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner
