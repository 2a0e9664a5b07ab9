"""What is loaded when the server starts is nothing the garbage collector has to look through again."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from config import asgi


@pytest.fixture
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_the_server_leaves_it_when_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi.hub, "close", lambda: None)
    assert gc.get_freeze_count() == 0
    said: list[Any] = []
    heard = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> dict[str, Any]:
        return next(heard)

    async def send(message: dict[str, Any]) -> None:
        said.append((message["type"], gc.get_freeze_count() > 100_000))

    with ThreadPoolExecutor(1) as elsewhere:  # browser tests leave a running loop in this thread
        elsewhere.submit(asyncio.run, asgi.application({"type": "lifespan"}, receive, send)).result()
    assert said == [("lifespan.startup.complete", True), ("lifespan.shutdown.complete", True)]
