"""From caption pieces to turns.

Captions cut speech where the line is full, so neighbouring pieces of one speaker are one turn when they are one
utterance. Two pieces (in order of time, nobody else between) are joined when

- they are parts of the same caption (Teams: GUID/49-0 and GUID/49-1), or
- the sentence is still open and the pause is at most 5 s, or
- the speaker is known and the pause is at most 2 s,

and the turn stays short: past 700 characters a turn ends with the sentence, and it never grows beyond 1500.
An unknown speaker who has finished a sentence may be followed by somebody else: those are never joined.
A turn keeps the time of its first piece and the latest end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from interviews.importers.transcript import ImportProblem, Turn
from interviews.importers.voices import Piece

OPEN_PAUSE_MS = 5_000
KNOWN_PAUSE_MS = 2_000
ENOUGH_CHARS = 700
MOST_CHARS = 1_500
ENDS = (".", "?", "!", "…", "。", "？", "！")
# Rolling captions repeat the line before; the repeat starts where the caption before ends, give or take a frame.
TOUCHING_MS = 100


def turns_of(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Turn]:
    ordered = _without_doubles(_in_time(pieces, problems), problems)
    return _merged(_unrolled(ordered, problems))


def _in_time(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    early = [later for piece, later in pairwise(pieces) if later.start_ms < piece.start_ms]
    if early:
        message = f"Captions out of order were sorted by time: {len(early)}, this the first."
        problems.append(ImportProblem(early[0].line, message))
    return sorted(pieces, key=lambda piece: piece.start_ms)


def _without_doubles(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    once = {(piece.start_ms, piece.end_ms, piece.speaker, piece.lines): piece for piece in reversed(pieces)}
    kept = [piece for piece in pieces if once[piece.start_ms, piece.end_ms, piece.speaker, piece.lines] is piece]
    if len(kept) < len(pieces):
        message = f"Captions that repeat the times and words of another were left out: {len(pieces) - len(kept)}."
        problems.append(ImportProblem(None, message))
    return kept


def _unrolled(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    """Repeated lines are dropped only where the whole file rolls: people do say the same thing twice."""
    repeats = [0, *(_repeated(before, piece) for before, piece in pairwise(pieces))]
    rolling = sum(count > 0 for count in repeats)
    if rolling < 3 or rolling * 3 < len(pieces):
        return list(pieces)
    message = f"These are rolling captions; lines repeated from the caption before were left out: {sum(repeats)}."
    problems.append(ImportProblem(None, message))
    cut = (replace(piece, lines=piece.lines[count:]) for piece, count in zip(pieces, repeats, strict=True))
    return [piece for piece in cut if piece.lines]


def _repeated(before: Piece, piece: Piece) -> int:
    if piece.speaker != before.speaker or piece.start_ms > before.end_ms + TOUCHING_MS:
        return 0
    most = min(len(before.lines), len(piece.lines), 8)
    return next((count for count in range(most, 0, -1) if before.lines[-count:] == piece.lines[:count]), 0)


def _merged(pieces: Sequence[Piece]) -> list[Turn]:
    groups: list[list[Piece]] = []
    length = 0
    for piece in pieces:
        size = sum(len(line) + 1 for line in piece.lines)
        if groups and _goes_on(groups[-1], piece, length, size):
            groups[-1].append(piece)
            length += size
        else:
            groups.append([piece])
            length = size
    return [_turn(group) for group in groups]


def _goes_on(group: Sequence[Piece], piece: Piece, length: int, size: int) -> bool:
    last = group[-1]
    if (piece.speaker or "") != (last.speaker or "") or length + size > MOST_CHARS:
        return False
    if _is_next_part(last.ident, piece.ident):
        return True
    pause = piece.start_ms - last.end_ms
    if not last.lines[-1].rstrip("\"”’')»").endswith(ENDS):
        return pause <= OPEN_PAUSE_MS
    return bool(piece.speaker) and pause <= KNOWN_PAUSE_MS and length < ENOUGH_CHARS


def _is_next_part(before: str, ident: str) -> bool:
    stem, dash, part = ident.rpartition("-")
    return bool(dash) and "/" in stem and part.isdigit() and part != "0" and before.rpartition("-")[0] == stem


def _turn(group: Sequence[Piece]) -> Turn:
    text = " ".join(line for piece in group for line in piece.lines)
    end = max(piece.end_ms for piece in group)
    return Turn(group[0].speaker or "", text, group[0].start_ms, end, group[0].line)
