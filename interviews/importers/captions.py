"""Lines of a caption file to turns: what VTT, SRT and timed Word files have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from interviews.importers.cues import read_cues
from interviews.importers.labels import MAX_LABEL, could_be_speaker, looks_like_name, speakers_among
from interviews.importers.lines import Line
from interviews.importers.tidy import tidy_name
from interviews.importers.transcript import ImportProblem, Turn
from interviews.importers.utterances import turns_of
from interviews.importers.voices import Piece, pieces_of

PREFIX = re.compile(r"(?:- ?|>> ?)?([^:：]{1,%d}?) ?[:：](?: +|$)(.*)" % MAX_LABEL, re.DOTALL)


def read_captions(
    lines: Sequence[Line], problems: list[ImportProblem], *, comments: bool, unit: str = "line"
) -> tuple[list[Turn], int]:
    """Turns, and how many cues they came from."""
    cues = read_cues(lines, problems, comments=comments, unit=unit)
    pieces = [piece for cue in cues for piece in pieces_of(cue)]
    empty = [cue.line for cue in cues if not cue.lines]
    if empty:
        problems.append(ImportProblem(empty[0], f"{len(empty)} captions have no words and were left out."))
    if _names_on_first_lines(pieces):
        pieces = [_name_from_first_line(piece) for piece in pieces]
    return turns_of(_named(pieces, problems), problems), len(cues)


def _named(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    """Takes "Name:" at the start of a line for the speaker, where the caption has no voice of its own."""
    labels = [label for piece in pieces if piece.speaker is None for label in _labels(piece)]
    names = speakers_among(labels)
    split = [part for piece in pieces for part in (_split(piece, names) if piece.speaker is None else [piece])]
    if names:
        return _carried_on(split, problems)
    return [replace(piece, speaker=piece.speaker or "") for piece in split]


def _labels(piece: Piece) -> Iterable[str]:
    for line in piece.lines:
        found = PREFIX.match(line[:200])
        if found:
            yield tidy_name(found[1])


def _split(piece: Piece, names: set[str]) -> list[Piece]:
    """One caption may hold two speakers, each on a line of their own."""
    parts: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in piece.lines:
        found = PREFIX.match(line)
        if found and tidy_name(found[1]) in names:
            parts.append((tidy_name(found[1]), [found[2]] if found[2] else []))
        else:
            parts[-1][1].append(line)
    return [replace(piece, speaker=name, lines=tuple(words)) for name, words in parts if words]


def _carried_on(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    """Where names stand only at a change of speaker, captions without one belong to the speaker before.

    Where most captions carry a name, one without stays unknown rather than be given to the wrong person.
    """
    bare = [piece for piece in pieces if piece.speaker is None]
    if len(bare) * 3 <= len(pieces):
        return [replace(piece, speaker=piece.speaker or "") for piece in pieces]
    message = f"{len(bare)} captions without a name were given to the speaker named before them."
    problems.append(ImportProblem(bare[0].line, message))
    current = ""
    carried = []
    for piece in pieces:
        current = current if piece.speaker is None else piece.speaker
        carried.append(replace(piece, speaker=current))
    return carried


def _names_on_first_lines(pieces: Sequence[Piece]) -> bool:
    """Older Teams exports put the name on the line under the times, without any mark."""
    if any(piece.speaker is not None for piece in pieces):
        return False
    firsts = Counter(tidy_name(piece.lines[0]) for piece in pieces if len(piece.lines) > 1)
    known = sum(n for name, n in firsts.items() if n > 1 and could_be_speaker(name) and looks_like_name(name))
    return known >= 3 and known * 10 >= len(pieces) * 8


def _name_from_first_line(piece: Piece) -> Piece:
    if len(piece.lines) < 2:
        return piece
    return replace(piece, speaker=tidy_name(piece.lines[0]), lines=piece.lines[1:])
