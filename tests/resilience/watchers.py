"""Pages that watch: each holds the event stream of a study open, and comes back to it as static/js/events.js does."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.resilience.wire import NO_ANSWER, Wire

UP_TO = re.compile(rb'data-events="[^"]*after=(\d+)')
RETRY = 2.0  # seconds, as the stream itself says
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # where a stream was refused


def nothing(number: int) -> None:
    pass


@dataclass
class Watcher:
    call: dict[str, Any]
    session: str
    ports: Sequence[int]
    rng: Random
    on_change: Callable[[int], None] = nothing
    last: int = 0  # the number of the last change that was heard
    heard: int = 0
    closed: float = 0.0  # when the server said that this person may listen no more
    openings: int = 0
    refreshes: int = 0  # asked for by the server, which may have missed something
    refusals: Counter[int] = field(default_factory=Counter)

    async def watch(self) -> None:
        """For ever, or until the server closes it for good."""
        wait = FIRST_WAIT
        while not self.closed:
            try:
                refused = await self.listen()
            except NO_ANSWER:
                refused = 0
            if refused:
                self.refusals[refused] += 1
                await asyncio.sleep(wait * self.rng.uniform(0.5, 1.5))
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT
                await asyncio.sleep(RETRY)

    async def listen(self) -> int:
        """One connection to its end; the status where there was no stream."""
        wire = Wire(self.rng.choice(self.ports), self.session)
        try:
            await wire.send(
                "GET", f"/studies/{self.call['study']}/events?after={self.last}", Accept="text/event-stream"
            )
            answer = await wire.begin()
            if answer.status != 200:
                return answer.status
            self.openings += 1
            text = ""
            async for chunk in wire.chunks():
                *events, text = (text + chunk.decode()).split("\n\n")
                for event in events:
                    if self.take(event):
                        await self.refresh(wire.port)
            return 0
        finally:
            wire.close()

    async def refresh(self, port: int) -> None:
        """The page as it is now; it says up to which change."""
        self.refreshes += 1
        wire = Wire(port, self.session)
        path = f"/studies/{self.call['study']}/interviews/{self.call['interview']}/live/"
        answer = await wire.ask("GET", path, Accept="text/html")
        wire.close()
        if found := UP_TO.search(answer.body):
            self.last = max(self.last, int(found[1]))

    def take(self, event: str) -> bool:
        """Whether the page must be read again."""
        fields = dict(line.split(": ", 1) for line in event.split("\n") if ": " in line and not line.startswith(":"))
        if fields.get("event") == "change":
            self.last = int(fields["id"])
            self.heard += 1
            self.on_change(self.last)
        elif fields.get("event") == "closed":
            self.closed = time.monotonic()
        return fields.get("event") == "resync"
