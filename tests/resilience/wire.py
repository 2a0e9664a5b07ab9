"""HTTP as a browser speaks it, in plain asyncio: a connection that stays open, cookies, the CSRF token, event streams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TOKEN = "t" * 32
ANSWER_WITHIN = 8.0  # as static/js/live/outbox.js waits
NO_ANSWER = (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body) if "json" in self.headers.get("content-type", "") else None


class Wire:
    """One connection to one port. After any trouble it is opened anew."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.head = (
            f"Host: 127.0.0.1:{port}\r\nCookie: sessionid={session}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
        )
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await self.send(method, path, body, **headers)
                return await self.hear()
        except BaseException:
            self.close()
            raise

    async def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> None:
        if self.writer is None or self.writer.is_closing() or (self.reader and self.reader.at_eof()):
            self.close()  # the server lets go of one that was idle
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        said = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = f"{method} {path} HTTP/1.1\r\n{self.head}{said}Content-Length: {len(body)}\r\n\r\n"
        self.writer.write(head.encode() + body)
        await self.writer.drain()

    async def hear(self) -> Answer:
        answer = await self.begin()
        if "chunked" in answer.headers.get("transfer-encoding", ""):
            body = b"".join([chunk async for chunk in self.chunks()])
        else:
            assert self.reader
            body = await self.reader.readexactly(int(answer.headers.get("content-length", 0)))
        if answer.headers.get("connection") == "close":
            self.close()
        return Answer(answer.status, answer.headers, body)

    async def begin(self) -> Answer:
        """Status and headers; the body is still to come."""
        assert self.reader
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        return Answer(int(first.split()[1]), headers)

    async def chunks(self) -> AsyncIterator[bytes]:
        assert self.reader
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)

    def close(self) -> None:
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


async def put(wire: Wire, path: str, line: dict[str, Any]) -> Answer:
    return await wire.ask("PUT", path, json.dumps(line).encode(), Content_Type="application/json")


async def post(wire: Wire, path: str, **fields: Any) -> Answer:
    return await wire.ask("POST", path, urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded")


async def until_healthy(port: int, seconds: float = 60) -> None:
    wire = Wire(port, "")
    async with asyncio.timeout(seconds):
        while True:
            try:
                if (await wire.ask("GET", "/healthy/")).status == 200:
                    wire.close()
                    return
            except NO_ANSWER:
                pass
            await asyncio.sleep(0.03)
