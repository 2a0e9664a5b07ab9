"""Compares what was acknowledged with what the database holds, as Jepsen's set-full does: every acknowledged element must
be in the final read, none twice, none that nobody sent; and here also in the order it was typed in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.resilience.writers import Line

ROWS = "select id::text, interview_id, position, text, revision, deleted_at is not null from interviews_note"
EVENTS = "select ids->>'note', count(*) from studies_studyevent where kind = 'note' group by 1"
NUMBERS = "select s.event_seq, count(e.seq), coalesce(max(e.seq), 0) from studies_study s left join studies_studyevent e on e.study_id = s.id group by s.id, s.event_seq"


@dataclass(frozen=True)
class Row:
    id: str
    interview: int
    position: int
    text: str
    revision: int
    removed: bool


@dataclass
class Verdict:
    """Each list holds what is wrong, in words."""

    acked: int = 0
    recovered: int = 0  # saved, but the first answer never came: sent again and still there once
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.foreign)

    def add(self, other: Verdict) -> None:
        self.acked += other.acked
        self.recovered += other.recovered
        for name in ("lost", "doubled", "disordered", "foreign"):
            getattr(self, name).extend(getattr(other, name))

    def __str__(self) -> str:
        bad = {name: getattr(self, name) for name in ("lost", "doubled", "disordered", "foreign")}
        counts = ", ".join(f"{len(wrong)} {name}" for name, wrong in bad.items())
        first = next((wrong[0] for wrong in bad.values() if wrong), "")
        return f"{self.acked} acknowledged, {counts}" + (f" (first: {first})" if first else "")


def compare(lines: Iterable[Line], rows: Iterable[Row], events: dict[str, int] | None = None) -> Verdict:
    """`events`: how often a change of each line was announced. Lines that wait for an answer may be there or not."""
    verdict, found = Verdict(), defaultdict[str, list[Row]](list)
    for row in rows:
        found[row.id].append(row)
    known, words = {}, Counter[str]()
    for line in lines:
        known[line.id] = line
        judge(line, found.get(line.id, []), verdict, events)
    for row in (row for rows in found.values() for row in rows):
        words[row.text] += 1
        if row.id not in known:
            verdict.foreign.append(f"{row.id}: {row.text}")
    verdict.doubled += [f"“{text}” stands {n} times" for text, n in words.items() if n > 1]
    in_order([row for rows in found.values() for row in rows], known, verdict)
    return verdict


def judge(line: Line, rows: list[Row], verdict: Verdict, events: dict[str, int] | None) -> None:
    name = f"line {line.number} of writer {line.writer}"
    verdict.acked += line.acked
    if line.acked and not rows:
        verdict.lost.append(name)
        return
    if len(rows) > 1:
        verdict.doubled.append(f"{name} stands {len(rows)} times")
    for row in rows:
        open_words = line.versions[max(line.acked - 1, 0) :]  # the last acknowledged, and what was sent since
        if row.text not in open_words or row.removed:
            verdict.lost.append(f"{name}: the words are “{row.text}”, not “{open_words[0]}”")
        if row.revision > len(line.versions):
            verdict.doubled.append(f"{name} was changed {row.revision} times, not {len(line.versions)}")
        if row.revision < line.acked:
            verdict.lost.append(f"{name}: revision {row.revision} of {line.acked} acknowledged")
        if events is not None and events.get(row.id, 0) != row.revision:
            verdict.doubled.append(f"{name} was announced {events.get(row.id, 0)} times for {row.revision} changes")
    verdict.recovered += int(line.tries > len(line.versions) and bool(rows))


def in_order(rows: list[Row], known: dict[str, Line], verdict: Verdict) -> None:
    """By position, each writer's lines stand in the order they were typed in."""
    last: dict[int, int] = defaultdict(lambda: -1)
    for row in sorted(rows, key=lambda row: (row.position, row.id)):
        if line := known.get(row.id):
            if line.number < last[line.writer]:
                verdict.disordered.append(
                    f"line {line.number} of writer {line.writer} stands after {last[line.writer]}"
                )
            last[line.writer] = max(last[line.writer], line.number)


def read(database: Any, ids: list[str] | None = None, interviews: list[int] | None = None) -> list[Row]:
    if ids is not None:
        found = database.execute(f"{ROWS} where id = any(%s::uuid[])", [ids])
    else:
        found = database.execute(f"{ROWS} where interview_id = any(%s)", [interviews])
    return [Row(*row) for row in found]


def announced(database: Any) -> dict[str, int]:
    return dict(database.execute(EVENTS).fetchall())


def numbers_wrong(database: Any) -> list[tuple[int, int, int]]:
    """Studies whose events aren't numbered 1, 2, 3 … to the last one."""
    return [row for row in database.execute(NUMBERS).fetchall() if len(set(row)) > 1]
