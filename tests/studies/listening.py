"""A reader of event streams for tests: what a browser hears, with the time it takes."""

from __future__ import annotations

import contextlib
import http.client
import queue
import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from accounts.models import User

PATIENCE = 5.0


class Ears:
    """One open stream. `heard()` gives the next event as a dict; pings and `retry` lines are not events."""

    def __init__(self, address: str, study_id: Any, user: User | None, after: int = 0, **headers: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE * 4)
        if user:
            client = Client()
            client.force_login(user)
            headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.connection.request("GET", f"/studies/{study_id}/events?after={after}", headers=headers)
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.events: queue.Queue[dict[str, str]] = queue.Queue()
        self.raw: list[str] = []
        self.over = threading.Event()
        if self.status == 200:
            assert self.answer.readline() == b"retry: 2000\n"
            threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        event: dict[str, str] = {}
        try:
            for line in self.answer:
                text = line.decode().rstrip("\n")
                self.raw.append(text)
                name, found, value = text.partition(": ")
                if found and name:
                    event[name] = value
                elif not text and event:
                    self.events.put(event)
                    event = {}
        except (OSError, http.client.HTTPException, AttributeError, ValueError):
            pass  # closed by the test
        self.over.set()

    def heard(self, seconds: float = PATIENCE) -> dict[str, str]:
        return self.events.get(timeout=seconds)

    def silent(self, seconds: float = 0.4) -> bool:
        time.sleep(seconds)
        return self.events.empty()

    def ended_within(self, seconds: float) -> bool:
        return self.over.wait(seconds)

    def close(self) -> None:
        """As a browser does it: the line goes dead, wherever the reader is."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.connection.close()


def change(seq: int, kind: str) -> dict[str, str]:
    return {"event": "change", "id": str(seq), "data": kind}
