"""The network between a browser and the server, as a cable that can be pulled; workers of the browser feel it too."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

CUT, HALF_OPEN, WHOLE = "cut", "half open", "whole"


class Cable:
    """CUT refuses connections; HALF_OPEN takes them and never answers, as some networks do; WHOLE carries on."""

    def __init__(self, server: str) -> None:
        self.to = (urlsplit(server).hostname, urlsplit(server).port)
        self.state = WHOLE
        self.open: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def set(self, state: str) -> None:
        self.state = state
        for each in list(self.open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.set(CUT)
        self.door.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.door.accept()
                if self.state == CUT:
                    near.close()
                    continue
                self.open.add(near)
                if self.state == WHOLE:
                    far = socket.create_connection(self.to)
                    self.open.add(far)
                    for one, other in ((near, far), (far, near)):
                        threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for each in (one, other):
            self.open.discard(each)
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cable_to(server: str) -> Iterator[Cable]:
    cable = Cable(server)
    try:
        yield cable
    finally:
        cable.close()
