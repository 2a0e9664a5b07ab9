"""Writers who type lines of a call and send each until the server says in its own words that it is saved.

They speak as static/js/live/outbox.js does: one line after the other, its id made here, again with the same id after any
silence. What they sent and what was acknowledged is written down here, outside of all that is killed.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.resilience.wire import NO_ANSWER, Answer, Wire, put

WORDS = [
    "the",
    "supplier",
    "never",
    "called",
    "back",
    "so",
    "we",
    "counted",
    "the",
    "crates",
    "by",
    "hand",
    "again",
    "on",
    "Sunday",
    "evening",
]


@dataclass
class Line:
    """A line as its writer knows it. `versions` are its words in the order they were sent; `acked` of them are saved."""

    id: str
    writer: int
    number: int
    interview: int
    at: int
    versions: list[str]
    acked: int = 0
    revision: int = 0
    tries: int = 0


@dataclass
class Patience:
    """How long to wait after silence. The outbox's own figures, or a fast one's where a round is about something else."""

    first: float = 0.5
    longest: float = 4.0

    def waits(self, rng: Random) -> Any:
        wait = self.first
        while True:
            yield wait * rng.uniform(0.75, 1.25)
            wait = min(wait * 2, self.longest)


@dataclass
class Writer:
    number: int
    call: dict[str, Any]
    ports: Sequence[int]
    rng: Random
    patience: Patience = field(default_factory=Patience)
    pause: tuple[float, float] = (0.0, 0.02)  # seconds between two lines
    edits: float = 0.2  # of all acts
    lines: list[Line] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # from Enter to the acknowledgement
    silences: Counter[str] = field(default_factory=Counter)
    last_ack: float = 0.0

    def __post_init__(self) -> None:
        self.wires = {port: Wire(port, self.call["session"]) for port in self.ports}
        self.port = self.rng.choice(self.ports)
        self.begun = time.monotonic()

    async def type_until(self, stop: asyncio.Event) -> None:
        """Whatever was begun is brought to its end: the outbox gives up on nothing."""
        while not stop.is_set():
            await self.act()
            await asyncio.sleep(self.rng.uniform(*self.pause))

    async def act(self) -> None:
        edits = self.lines and self.rng.random() < self.edits
        line = self.rng.choice(self.lines[-20:]) if edits else self.new_line()
        line.versions.append(self.words(line))
        await self.send(line)

    def new_line(self) -> Line:
        last = self.lines[-1].at if self.lines else 0
        at = max(last + 1, int((time.monotonic() - self.begun) * 1000))
        name = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        line = Line(name, self.number, len(self.lines), self.call["interview"], at, [])
        self.lines.append(line)
        return line

    def words(self, line: Line) -> str:
        said = " ".join(self.rng.choices(WORDS, k=8))
        return f"w{self.number} n{line.number} v{len(line.versions)} {said}"

    async def send(self, line: Line) -> None:
        begun = time.monotonic()
        waits = self.patience.waits(self.rng)
        while not await self.try_once(line):
            self.port = self.rng.choice([port for port in self.ports if port != self.port] or [self.port])
            await asyncio.sleep(next(waits))
        self.last_ack = time.monotonic()
        self.seconds.append(self.last_ack - begun)

    async def try_once(self, line: Line) -> bool:
        sent = {
            "text": line.versions[-1], "kind": "note", "offset_ms": line.at, "question": None, "base": line.revision,
            "author": self.call["user"], "themes": [], "signals": [],
        }  # fmt: skip
        line.tries += 1
        path = f"/studies/{self.call['study']}/interviews/{line.interview}/notes/{line.id}/"
        try:
            answer = await put(self.wires[self.port], path, sent)
            said = answer.json
        except NO_ANSWER as silence:
            self.silences[type(silence).__name__] += 1
            return False
        if not said or said.get("id") != line.id:
            self.silences[silent(answer)] += 1
            return False
        if said.get("saved") is not True:
            raise AssertionError(f"Line {line.id} was answered with {answer.status}: {said}")
        line.revision, line.acked = said["revision"], len(line.versions)
        return True


def silent(answer: Answer) -> str:
    """What came instead of an answer of ours; the outbox takes it for silence."""
    return f"{answer.status} {answer.headers.get('content-type', '').split(';')[0]}"
