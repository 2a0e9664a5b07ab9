"""The one connection of a process that listens to the database, and the bells of all streams it rings."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection

from accounts.bell import MEMBERS_CHANNEL
from studies.live.asking import give_back
from studies.models.event import CHANNEL

log = logging.getLogger(__name__)

QUEUE = 64
# A try costs one `connect`, and every open page waits for it.
FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0
NOT_FOR_LIBPQ = {"context", "cursor_factory", "prepare_threshold"}
# A connection that only listens notices by these that a cable was pulled.
KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


@dataclass(frozen=True)
class Ring:
    """A change with its number; or `resync` (something may have been missed), `recheck` (rights changed), `closing`."""

    kind: str
    seq: int = 0


RESYNC, RECHECK, CLOSING = Ring("resync"), Ring("recheck"), Ring("closing")


@dataclass(frozen=True)
class Listener:
    """`sign_in`: what their sign-in rested on when it was asked whether they may listen; see listener.sign_in."""

    user_id: int
    workspace_id: str
    study_id: str
    sign_in: str = ""


class Bell:
    """What one stream has yet to tell. A reader that is too slow loses its queue and must read everything again."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.rings: asyncio.Queue[Ring] = asyncio.Queue(QUEUE)

    def ring(self, ring: Ring) -> None:
        if self.rings.full():
            while not self.rings.empty():
                self.rings.get_nowait()
            if ring != CLOSING:
                ring = RESYNC  # which asks for the rights again too, so that a lost `recheck` is made good
        self.rings.put_nowait(ring)


class Hub:
    def __init__(self) -> None:
        self.bells: set[Bell] = set()
        self.people: Counter[int] = Counter()
        self.task: asyncio.Task[None] | None = None
        self.hearing = asyncio.Event()
        self.away = ""  # what was said of it in the log

    @contextlib.asynccontextmanager
    async def listening(self, listener: Listener) -> AsyncIterator[Bell]:
        """A bell that misses nothing from here on: it is hung up while the database is being listened to."""
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self.run())
        bell = Bell(listener)
        self.people[listener.user_id] += 1
        try:
            await self.hearing.wait()
            self.bells.add(bell)
            yield bell
        finally:
            self.bells.discard(bell)
            self.people[listener.user_id] -= 1
            if not self.people[listener.user_id]:
                del self.people[listener.user_id]
            if not self.people:
                give_back()

    async def run(self) -> None:
        """Listen for ever. What was said while the connection was away is lost, so every stream hears of the gap."""
        wait = FIRST_WAIT
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**where(), autocommit=True) as database:
                    await database.execute(f"listen {CHANNEL}")
                    await database.execute(f"listen {MEMBERS_CHANNEL}")
                    self.ring(RESYNC)
                    self.hearing.set()
                    wait, self.away = FIRST_WAIT, ""
                    async for notice in database.notifies():
                        self.hear(notice.channel, notice.payload)
            except (psycopg.Error, OSError) as problem:
                self.say(problem)
            finally:
                self.hearing.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def say(self, problem: Exception) -> None:
        """Once an outage, not once a try."""
        if not self.away:
            log.warning("The event stream lost its database: %s", problem)
        self.away = str(problem) or "away"

    def hear(self, channel: str, payload: str) -> None:
        if channel == MEMBERS_CHANNEL:
            self.ring(RECHECK, lambda listener: listener.workspace_id == payload)
            return
        study_id, seq, kind = (payload.split(" ", 2) + ["", ""])[:3]
        if kind and seq.isdecimal():  # whatever else is said on this channel isn't ours
            self.ring(Ring(kind, int(seq)), lambda listener: listener.study_id == study_id)

    def ring(self, ring: Ring, concerns: Callable[[Listener], bool] = lambda listener: True) -> None:
        for bell in self.bells:
            if concerns(bell.listener):
                bell.ring(ring)

    def close(self) -> None:
        """The server stops: streams end, the connection goes."""
        self.ring(CLOSING)
        give_back()
        if self.task:
            self.task.cancel()


def where() -> dict[str, Any]:
    """Django's database, in the words of libpq."""
    params = connection.get_connection_params()
    return {**KEEPALIVE, **{name: value for name, value in params.items() if name not in NOT_FOR_LIBPQ and value}}


hub = Hub()
