"""How much of a request is taken in, from whom, and how long a sender may be silent."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from config import asgi

STUDY = "/studies/5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f42"
IMPORT = f"{STUDY}/interviews/import/"


def answer_to(path: str, *parts: bytes, announced: int | None = None, silent: bool = False) -> tuple[int, str]:
    """Status and words of the answer to a body that comes in parts, and then goes on or falls silent."""
    sent: list[dict[str, Any]] = []
    waiting = list(parts)

    async def receive() -> dict[str, Any]:
        if not waiting and silent:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting) or silent}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def pages(_scope: Any, receive: Any, send: Any) -> None:
        await asgi.refuse(send, 200, "taken")

    headers = [(b"content-length", str(announced).encode())] if announced is not None else []
    scope = {"type": "http", "path": path, "headers": headers}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as elsewhere:
        patch.setattr(asgi, "on_threads", pages)
        patch.setattr(asgi, "SILENCE", 0.2)
        elsewhere.submit(asyncio.run, asgi.application(scope, receive, send)).result()
    return sent[0]["status"], sent[1]["body"].decode()


def test_files_may_be_large_where_they_are_brought_in() -> None:
    part = b"x" * 2**20
    assert answer_to(IMPORT, *[part] * 10) == (200, "taken\n")
    assert answer_to(IMPORT.replace("import", "17/import"), *[part] * 10) == (200, "taken\n")
    assert answer_to(IMPORT, *[part] * 65) == (413, "This is too large. Send at most 64 MB.\n")


@pytest.mark.parametrize("path", ["/account/login/", f"{STUDY}/interviews/import/look/", "/import/"])
def test_forms_may_not(path: str) -> None:
    assert answer_to(path, b"x" * 2**20) == (200, "taken\n")
    assert answer_to(path, *[b"x" * 2**20] * 5) == (413, "This is too large. Send at most 4 MB.\n")


def test_what_is_announced_too_large_is_not_waited_for() -> None:
    assert answer_to("/account/login/", b"", announced=60_000_000, silent=True)[0] == 413


def test_a_sender_who_falls_silent_is_let_go() -> None:
    assert answer_to(IMPORT, b"a beginning", silent=True) == (408, "The rest of this didn't come. Send it again.\n")
