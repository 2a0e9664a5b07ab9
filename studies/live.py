"""The event stream of a study: server-sent events that say only that something changed, never what.

One listening connection a process wakes every stream. A stream registers for the bell first, then replays what its page
missed, then waits; it asks again and again whether its person may still listen, and at once when memberships change.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import connection
from django.http import Http404
from django.utils.crypto import constant_time_compare

from accounts.bell import MEMBERS_CHANNEL
from studies.access import study_access
from studies.models.event import CHANNEL, StudyEvent

log = logging.getLogger(__name__)

PING_SECONDS = 15
STREAMS_A_PERSON = 20
QUEUE = 64
REPLAY_LIMIT = 200
FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0
RESYNC, RECHECK = "resync", "recheck"

Bell = asyncio.Queue[tuple[str, int]]


class Hub:
    """Streams by study, and the one connection that hears for all of them."""

    def __init__(self) -> None:
        self.bells: dict[str, set[Bell]] = defaultdict(set)
        self.people: Counter[int] = Counter()
        self.task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def listening(self, study_id: str, user_id: int) -> AsyncIterator[Bell]:
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self.run())
        bell: Bell = asyncio.Queue(QUEUE)
        self.bells[study_id].add(bell)
        self.people[user_id] += 1
        try:
            yield bell
        finally:
            self.people[user_id] -= 1
            self.bells[study_id].discard(bell)
            if not self.bells[study_id]:
                del self.bells[study_id]

    async def run(self) -> None:
        """Listen for ever; after every reconnect tell all streams that something may have been missed."""
        wait, first = FIRST_WAIT, True
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**where(), autocommit=True) as database:
                    await database.execute(f"listen {CHANNEL}")
                    await database.execute(f"listen {MEMBERS_CHANNEL}")
                    if not first:
                        self.ring_all(RESYNC)
                    wait, first = FIRST_WAIT, False
                    async for notice in database.notifies():
                        self.hear(notice.channel, notice.payload)
            except (psycopg.Error, OSError) as problem:
                log.warning("The event stream lost its database: %s", problem)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    def hear(self, channel: str, payload: str) -> None:
        if channel == MEMBERS_CHANNEL:
            self.ring_all(RECHECK)
            return
        study_id, seq, kind = payload.split(" ", 2)
        for bell in self.bells.get(study_id, ()):
            ring(bell, kind, int(seq))

    def ring_all(self, what: str) -> None:
        for bells in self.bells.values():
            for bell in bells:
                ring(bell, what, 0)


def ring(bell: Bell, kind: str, seq: int) -> None:
    """A reader that is too slow loses its queue and is told to read everything again."""
    if bell.full():
        while not bell.empty():
            bell.get_nowait()
        kind, seq = RESYNC, 0
    bell.put_nowait((kind, seq))


def where() -> dict[str, Any]:
    params = connection.get_connection_params()
    wanted = ("dbname", "user", "host", "port", "password", "sslmode", "sslrootcert")
    return {name: params[name] for name in wanted if params.get(name)}


hub = Hub()


async def stream(scope: Any, receive: Any, send: Any, study_id: str) -> None:
    listener = await sync_to_async(who_listens, thread_sensitive=False)(scope, study_id)
    if listener is None:
        await answer(send, 404, b"")
        return
    if hub.people[listener] >= STREAMS_A_PERSON:
        await answer(send, 429, b"Too many open pages. Close one and try again.\n")
        return
    async with hub.listening(study_id, listener) as bell:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(left(receive))
        try:
            await talk(scope, send, study_id, bell, gone)
        except OSError:
            pass  # the reader went away in the middle of a line
        finally:
            gone.cancel()


async def talk(scope: Any, send: Any, study_id: str, bell: Bell, gone: asyncio.Future[None]) -> None:
    async def say(text: str) -> None:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    check = sync_to_async(who_listens, thread_sensitive=False)
    seen = last_seen(scope)
    await say("retry: 2000\n\n")
    missed = await sync_to_async(since, thread_sensitive=False)(study_id, seen)
    if missed is None:
        await say(f"event: {RESYNC}\ndata: {RESYNC}\n\n")
    for seq, kind in missed or ():
        await say(change(kind, seq))
        seen = seq
    checked = time.monotonic()
    while not gone.done():
        kind, seq = await next_ring(bell, gone)
        if kind == RECHECK or time.monotonic() - checked > PING_SECONDS:
            if await check(scope, study_id) is None:
                await send({"type": "http.response.body", "body": b"event: closed\ndata: closed\n\n"})
                return
            checked = time.monotonic()
        if kind == RESYNC:
            await say(f"event: {RESYNC}\ndata: {RESYNC}\n\n")
        elif seq > seen:
            seen = seq
            await say(change(kind, seq))
        elif not kind:
            await say(": ping\n\n")


async def next_ring(bell: Bell, gone: asyncio.Future[None]) -> tuple[str, int]:
    """The next ring, or ("", 0) when it is time for a ping or the reader has left."""
    waiting = asyncio.ensure_future(bell.get())
    await asyncio.wait({waiting, gone}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    if waiting.done():
        return waiting.result()
    waiting.cancel()
    return "", 0


def change(kind: str, seq: int) -> str:
    return f"event: change\nid: {seq}\ndata: {kind}\n\n"


async def left(receive: Callable[[], Awaitable[dict[str, Any]]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(send: Any, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def last_seen(scope: Any) -> int:
    """The larger of what the page was built from (`?after=`) and what the browser heard last."""
    query = parse_qs(scope["query_string"].decode(errors="replace"))
    headers = dict(scope["headers"])
    marks = [query.get("after", ["0"])[0], headers.get(b"last-event-id", b"0").decode(errors="replace")]
    return max(int(mark) if mark.isdigit() and len(mark) < 19 else 0 for mark in marks)


def since(study_id: str, seq: int) -> list[tuple[int, str]] | None:
    """Changes after `seq`; None if there are too many to tell one by one."""
    try:
        events = StudyEvent.objects.filter(study=study_id, seq__gt=seq).order_by("seq")
        rows = list(events.values_list("seq", "kind")[: REPLAY_LIMIT + 1])
        return None if len(rows) > REPLAY_LIMIT else rows
    finally:
        connection.close()


def who_listens(scope: Any, study_id: str) -> int | None:
    """The id of the signed-in person if they may read the study now. Gives its database connection back."""
    try:
        user = signed_in_person(scope)
        return study_access(user, study_id).user.pk if user else None
    except Http404:
        return None
    finally:
        connection.close()


def signed_in_person(scope: Any) -> Any:
    """As django.contrib.auth does it, without a request: session, person, and the password the session was opened with."""
    cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode(errors="replace"))
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = get_user_model().objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    return user
