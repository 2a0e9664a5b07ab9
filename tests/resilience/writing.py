"""Ten writers in five calls, and what they typed against what the database holds, round after round."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from tests.resilience.checker import Verdict, announced, compare, numbers_wrong, read
from tests.resilience.stage import Stage
from tests.resilience.writers import Line, Patience, Writer

SETTLE = 1.0


def writers_of(calls: list[dict[str, Any]], ports: Sequence[int], rng: Random, patience: Patience) -> list[Writer]:
    """Two a call: its interviewer and a colleague."""
    people = [{**call, **who} for call in calls for who in [{}, *call["watchers"][:1]]]
    seeds = [Random(rng.getrandbits(64)) for _ in people]
    return [Writer(n, who, ports, seeds[n], patience) for n, who in enumerate(people)]


class Book:
    """What all writers typed; compared round by round, and once more as a whole."""

    def __init__(self, stage: Stage, writers: list[Writer], by_words: bool = False) -> None:
        """`by_words`: lines are known by their words, for a server that doesn't keep their ids."""
        self.stage, self.writers, self.by_words = stage, writers, by_words
        self.interviews = sorted({writer.call["interview"] for writer in writers})
        self.compared = [0] * len(writers)
        self.total = Verdict()

    @property
    def lines(self) -> list[Line]:
        return [line for writer in self.writers for line in writer.lines]

    @property
    def recent(self) -> list[Line]:
        """What this round may have touched: an edit reaches back twenty lines."""
        return [
            line
            for writer, seen in zip(self.writers, self.compared, strict=True)
            for line in writer.lines[max(0, seen - 20) :]
        ]

    def count(self) -> int:
        with self.stage.connect() as database:
            sql = "select count(*) from interviews_note where interview_id = any(%s)"
            return int(database.execute(sql, [self.interviews]).fetchone()[0])

    async def settled(self) -> None:
        """What is written behind an answer is done by now, unless it was killed."""
        before = -1
        while before != (before := self.count()):
            await asyncio.sleep(SETTLE)

    def compare_round(self) -> Verdict:
        recent = self.recent
        if self.by_words:
            return self.compare_all()
        with self.stage.connect() as database:
            verdict = compare(recent, read(database, ids=[line.id for line in recent]))
        there = self.count()
        if there != len(self.lines):
            verdict.foreign.append(f"{there} lines are there, {len(self.lines)} were typed")
        self.compared = [len(writer.lines) for writer in self.writers]
        return verdict

    def compare_all(self) -> Verdict:
        with self.stage.connect() as database:
            rows, events = read(database, interviews=self.interviews), announced(database)
            wrong = numbers_wrong(database)
        if self.by_words:
            names = {text: line.id for line in self.lines for text in line.versions}
            return compare(self.lines, [replace(row, id=names.get(row.text, row.id)) for row in rows])
        verdict = compare(self.lines, rows, events)
        verdict.doubled += [f"the events of a study are numbered wrong: {row}" for row in wrong]
        return verdict


async def typed(writers: list[Writer], stop: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        for writer in writers:
            group.create_task(writer.type_until(stop))
