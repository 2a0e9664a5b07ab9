"""One port for two kinds of answers: pages as WSGI on a few threads, the event stream as plain ASGI without a thread.

Measured reasons: docs/decisions/0002-server.md.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from typing import IO, Any

from a2wsgi import WSGIMiddleware

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.collector import leave_what_is_loaded  # noqa: E402
from config.wsgi import application as pages  # noqa: E402
from studies.live import hub, stream  # noqa: E402

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

THREADS = int(os.environ.get("PAGE_THREADS", "8"))
LARGEST_FILE = 64 * 2**20  # where files are brought in
LARGEST_FORM = 4 * 2**20
UPLOAD = re.compile(r"^/studies/[0-9a-f-]{36}/interviews/(\d+/)?import/$")
SILENCE = 30  # seconds a sender may pause
IN_MEMORY = 2**20
CHUNK = 2**18
ANSWER_PARTS = 4096  # so many pieces of a file may wait for a slow reader before a thread has to
STREAM = re.compile(r"^/studies/(?P<study_id>[0-9a-f-]{36})/events$")

# How long a thread that computes may keep the others waiting. A saved line changes threads half a dozen times between its page
# and its answer, and at Python's own 5 ms the few lines in twenty that come together waited for each other.
sys.setswitchinterval(0.0005)

on_threads = WSGIMiddleware(pages, workers=THREADS, send_queue_size=ANSWER_PARTS)  # type: ignore[arg-type]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http":
        match = STREAM.match(scope["path"])
        if match:
            await stream(scope, receive, send, match["study_id"])
        else:
            await page(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            leave_what_is_loaded()
        else:
            hub.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """The whole body is taken in before a thread is, so that slow uploads can't use up the threads."""
    # "X_Foo" and "X-Foo" become one name under WSGI; the spelling that proxies don't check is dropped.
    scope = {**scope, "headers": [header for header in scope["headers"] if b"_" not in header[0]]}
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
        try:
            if not await take_in(body, scope, receive):
                return
        except TooLarge as reason:
            await refuse(send, 413, str(reason))
            return
        except TimeoutError:
            await refuse(send, 408, "The rest of this didn't come. Send it again.")
            return
        body.seek(0)

        async def replay() -> dict[str, Any]:
            chunk = body.read(CHUNK)
            return {"type": "http.request", "body": chunk, "more_body": len(chunk) == CHUNK}

        await on_threads(scope, replay, send)  # type: ignore[arg-type]


class TooLarge(Exception):
    """Its argument: how many bytes may be sent."""

    def __str__(self) -> str:
        return f"This is too large. Send at most {self.args[0] // 2**20} MB."


async def take_in(body: IO[bytes], scope: Scope, receive: Receive) -> bool:
    """False when the sender went away. Large bodies are taken where files belong, and nobody holds one open in silence."""
    largest = LARGEST_FILE if UPLOAD.match(scope["path"]) else LARGEST_FORM
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > largest:
        raise TooLarge(largest)
    size, more = 0, True
    while more:
        message = await asyncio.wait_for(receive(), SILENCE)
        if message["type"] == "http.disconnect":
            return False
        size += len(message.get("body", b""))
        if size > largest:
            raise TooLarge(largest)
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    return True


async def refuse(send: Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
