"""The app with one guard taken out, named by RESILIENCE_BREAK. A harness that doesn't notice proves nothing."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
import uuid
from typing import Any

from config.asgi import application as whole

BREAK = os.environ["RESILIENCE_BREAK"]
LINE = re.compile(r"^/studies/[0-9a-f-]{36}/interviews/\d+/notes/(?P<id>[0-9a-f-]{36})/$")
BEHIND = 0.15  # seconds
later = set[Any]()


async def application(scope: Any, receive: Any, send: Any) -> None:
    line = LINE.match(scope.get("path", "")) if scope.get("method") == "PUT" else None
    if line and BREAK == "acknowledge before commit":
        await acknowledge_first(line["id"], scope, receive, send)
    elif line and BREAK == "ids of the server's own":
        await with_own_id(line["id"], scope, receive, send)
    elif line and BREAK == "late answer":  # not a broken guard: a kill is more likely between commit and answer
        await whole(scope, receive, answered_late(send))
    else:
        await whole(scope, receive, send)


async def acknowledge_first(name: str, scope: Any, receive: Any, send: Any) -> None:
    """`saved` is said at once, and the line is written behind."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    line = json.loads(body)
    said = {"id": name, "saved": True, "revision": line["base"] + 1, "elapsed_ms": 0}
    await speak(send, said)

    async def write() -> None:
        await asyncio.sleep(BEHIND)
        await whole(scope, replay(body), nobody)

    task = asyncio.create_task(write())
    later.add(task)
    task.add_done_callback(later.discard)


async def with_own_id(name: str, scope: Any, receive: Any, send: Any) -> None:
    """No key from the browser: each request makes a line of its own."""
    own = str(uuid.uuid4())
    path = scope["path"].replace(name, own)

    async def answer(message: Any) -> None:
        if "body" in message:
            message = {**message, "body": message["body"].replace(own.encode(), name.encode())}
        await send(message)

    await whole({**scope, "path": path, "raw_path": path.encode()}, receive, answer)


def answered_late(send: Any) -> Any:
    async def answer(message: Any) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(BEHIND)
        await send(message)

    return answer


async def speak(send: Any, said: dict[str, Any]) -> None:
    body = json.dumps(said).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def replay(body: bytes) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def nobody(message: Any) -> None:
    pass


def ring_before_commit() -> None:
    """The bell goes by a connection of its own, at once, while the line is still being written."""
    import psycopg

    from interviews.models import note
    from studies.live.bells import where
    from studies.models import event

    def record(study: Any, kind: str, actor: Any = None, **ids: Any) -> int:
        with psycopg.connect(**where(), autocommit=True) as own:
            own.execute("select pg_notify(%s, %s)", [event.CHANNEL, f"{study.pk} {study.event_seq + 1} {kind}"])
        time.sleep(BEHIND)
        return event.record(study, kind, actor, **ids)

    note.record = record


def forget_acts() -> None:
    from interviews.views import company, live, notes

    def once(key: str, by: Any, act: Any) -> bool:
        act()
        return True

    company.once = live.once = notes.once = once


if BREAK == "ring before commit":
    ring_before_commit()
elif BREAK == "no keys of acts":
    forget_acts()
