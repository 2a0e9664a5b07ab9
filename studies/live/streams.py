"""One stream, from the browser's request to its end.

It registers for the bell first, then replays what its page missed, then waits; it asks again and again whether its
person may still listen, and at once when memberships change.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db import Error as DatabaseError

from studies.live.asking import asking
from studies.live.bells import CLOSING, RECHECK, RESYNC, Bell, Ring, hub
from studies.live.listener import missed, sign_in, who_listens

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PING_SECONDS = 15
# Between two of these a ping only asks whether the sign-in stands: a change of memberships rings, and is asked about at once.
WHOLE_QUESTION_SECONDS = 60
STREAMS_A_PERSON = 20
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
SILENCE = Ring("")

log = logging.getLogger(__name__)
ask_who = asking(who_listens)
ask_sign_in = asking(sign_in)
ask_missed = asking(missed)


async def stream(scope: Scope, receive: Receive, send: Send, study_id: str) -> None:
    if scope["method"] != "GET":
        return await answer(send, 405, "An event stream is only read.")
    try:
        listener = await ask_who(cookies_of(scope), str(UUID(study_id)))
    except ValueError:  # not every string of that length is the name of something
        listener = None
    except DatabaseError as problem:
        log.warning("No stream, for the database doesn't answer: %s", problem)
        return await answer(send, 503, "The database doesn't answer. Try again in a moment.")
    if listener is None:
        return await answer(send, 404, "Not found.")
    if hub.people[listener.user_id] >= STREAMS_A_PERSON:
        return await answer(send, 429, "Too many open pages. Close one and try again.")
    gone = asyncio.ensure_future(until_gone(receive))
    try:
        async with hub.listening(listener) as bell:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await Talk(scope, send, bell, gone).run()
    except (OSError, DatabaseError) as problem:
        log.info("A stream ended early: %s", problem)  # the browser comes back and says what it heard last
    finally:
        gone.cancel()


class Talk:
    def __init__(self, scope: Scope, send: Send, bell: Bell, gone: asyncio.Future[None]) -> None:
        self.send, self.bell, self.gone = send, bell, gone
        self.study_id, self.cookies = bell.listener.study_id, cookies_of(scope)
        self.listener, self.seen, self.checked, self.asked = bell.listener, last_seen(scope), 0.0, 0.0

    async def run(self) -> None:
        await self.say("retry: 2000\n\n")
        if await self.allowed_or_closed():
            await self.replay()
            while not self.gone.done() and await self.tell(await self.next_ring()):
                pass
        await self.send({"type": "http.response.body", "body": b""})

    async def replay(self) -> None:
        rows = await ask_missed(self.study_id, self.seen)
        if rows is None:
            await self.say(event(RESYNC))
        for seq, kind in rows or ():
            await self.change(Ring(kind, seq))

    async def next_ring(self) -> Ring:
        """SILENCE when it is time for a ping or the reader has left."""
        waiting = asyncio.ensure_future(self.bell.rings.get())
        try:
            either: set[asyncio.Future[Any]] = {waiting, self.gone}
            await asyncio.wait(either, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return waiting.result() if waiting.done() else SILENCE
        finally:
            waiting.cancel()

    async def tell(self, ring: Ring) -> bool:
        """Pass on one ring; whether the stream goes on."""
        if ring == CLOSING:
            return False
        if not await self.may_go_on(ring):
            return False
        if ring.seq:
            await self.change(ring)
        elif ring == RESYNC:
            await self.say(event(ring))
        else:
            await self.say(": ping\n\n")
        return True

    async def may_go_on(self, ring: Ring) -> bool:
        if ring not in {RECHECK, RESYNC}:
            due = time.monotonic() - self.checked >= PING_SECONDS
            if not due or await self.signed_in_as_before():
                return True
        return await self.allowed_or_closed()

    async def change(self, ring: Ring) -> None:
        """A change that was replayed may ring as well; it is told once."""
        if ring.seq > self.seen:
            self.seen = ring.seq
            await self.say(event(ring))

    async def allowed_or_closed(self) -> bool:
        """Whether the person may still listen; who may not is told so, whenever it is found."""
        self.checked = self.asked = time.monotonic()
        listener = await ask_who(self.cookies, self.study_id)
        if listener is not None:
            self.listener = listener
            return True
        await self.say("event: closed\ndata: closed\n\n")
        return False

    async def signed_in_as_before(self) -> bool:
        """The quick question. False leads to the whole one."""
        self.checked = time.monotonic()
        if self.checked - self.asked >= WHOLE_QUESTION_SECONDS:
            return False
        return bool(self.listener.sign_in) and self.listener.sign_in == await ask_sign_in(
            self.cookies, self.listener.user_id
        )

    async def say(self, text: str) -> None:
        await self.send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def event(ring: Ring) -> str:
    if ring.seq:
        return f"event: change\nid: {ring.seq}\ndata: {ring.kind}\n\n"
    return f"event: {ring.kind}\ndata: {ring.kind}\n\n"


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status in {429, 503}:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


def cookies_of(scope: Scope) -> str:
    found = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return "; ".join(found)


def last_seen(scope: Scope) -> int:
    """The larger of what the page was built from (`?after=`) and what the browser heard last."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    said = [value.decode("latin-1") for name, value in scope["headers"] if name == b"last-event-id"]
    marks = [*query.get("after", []), *said]
    return max([0, *(int(mark) for mark in marks if mark.isdecimal() and mark.isascii() and len(mark) < 19)])
