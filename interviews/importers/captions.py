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

PREFIX = re.compile(rf"(?:- ?|>> ?)?([^:：]{{1,{MAX_LABEL}}}?) ?[:：](?: +|$)(.*)")


def read_captions(
    lines: Sequence[Line], problems: list[ImportProblem], *, comments: bool, unit: str = "line"
) -> tuple[list[Turn], int]:
    """Turns, and how many cues they came from."""
    cues = read_cues(lines, problems, comments=comments, unit=unit)
    by_cue = [pieces_of(cue) for cue in cues]
    _report_silent([cue.line for cue, pieces in zip(cues, by_cue, strict=True) if not pieces], problems)
    pieces = [piece for pieces in by_cue for piece in pieces]
    if _names_on_first_lines(pieces):
        pieces = [_name_from_first_line(piece) for piece in pieces]
    named = _named(pieces, problems)
    if named and not any(piece.speaker for piece in named):
        problems.append(ImportProblem(None, "No names of speakers were found; every turn has an unknown speaker."))
    return turns_of(named, problems), len(cues)


def _report_silent(lines: Sequence[int], problems: list[ImportProblem]) -> None:
    if lines:
        problems.append(ImportProblem(lines[0], f"Captions without words were left out: {len(lines)}, this the first."))


def _named(pieces: Sequence[Piece], problems: list[ImportProblem]) -> list[Piece]:
    """Takes "Name:" at the start of a line for the speaker, where the caption has no voice of its own."""
    labels = [label for piece in pieces if piece.speaker is None for label in _labels(piece)]
    names = speakers_among(labels)
    split = [part for piece in pieces for part in _split(piece, names)]
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
    if piece.speaker is not None:
        return [piece]
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
    message = f"Captions without a name were given to the speaker named before them: {len(bare)}, this the first."
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
    names = [count for name, count in firsts.items() if could_be_speaker(name) and looks_like_name(name)]
    return max(names, default=0) > 1 and sum(names) * 10 >= len(pieces) * 8


def _name_from_first_line(piece: Piece) -> Piece:
    if len(piece.lines) < 2:
        return piece
    return replace(piece, speaker=tidy_name(piece.lines[0]), lines=piece.lines[1:])
