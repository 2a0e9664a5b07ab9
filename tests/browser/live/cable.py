"""The network between a browser and the server, as a cable that can be pulled; workers of the browser feel it too."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

# CUT refuses connections and resets those that stand; HALF_OPEN takes new ones and never answers.
# SILENT swallows what is sent, both ways and without a word, also on connections that stand, in the middle of a request.
# DEAF swallows the answers only: the server gets all and the browser learns of nothing. PORTAL answers everything itself
# with a page and status 200. WHOLE carries on; a connection that lost something stays dead, as it does behind a router
# that has forgotten it.
CUT, HALF_OPEN, SILENT, DEAF, PORTAL, WHOLE = "cut", "half open", "silent", "deaf", "portal", "whole"
WELCOME = b"<!doctype html><title>Welcome</title><h1>Welcome to the caf\xc3\xa9\xe2\x80\x99s network</h1><p>Accept our terms.</p>"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (
    len(WELCOME),
    WELCOME,
)


class Cable:
    def __init__(self, server: str) -> None:
        self.to = (urlsplit(server).hostname, urlsplit(server).port)
        self.state = WHOLE
        self.turn = threading.Lock()  # nobody gets in while it changes
        self.open: set[socket.socket] = set()
        self.mute: set[socket.socket] = set()  # what arrives from these goes nowhere
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def set(self, state: str) -> None:
        with self.turn:
            self._set(state)

    def _set(self, state: str) -> None:
        if state in {CUT, HALF_OPEN, PORTAL}:
            self._hang_up()
        elif state == SILENT:
            self.mute |= self.open
        elif state == DEAF:
            self.mute |= {each for each in list(self.open) if self._is_server(each)}
        elif self.state in {CUT, HALF_OPEN}:
            self._hang_up()
        self.state = state

    def _hang_up(self) -> None:
        for each in list(self.open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """Connections that are dead are told so, as by a router that comes back."""
        self._hang_up()

    def _is_server(self, each: socket.socket) -> bool:
        with contextlib.suppress(OSError):
            return bool(each.getpeername()[:2] == self.to)
        return False

    def close(self) -> None:
        self.set(CUT)
        self.door.close()

    def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.door.accept()
                with self.turn:
                    self._take(near)

    def _take(self, near: socket.socket) -> None:
        if self.state == CUT:
            near.close()
        elif self.state == PORTAL:
            threading.Thread(target=self._welcome, args=[near], daemon=True).start()
        elif self.state in {HALF_OPEN, SILENT}:
            self.open.add(near)
        else:
            self._connect(near)

    def _welcome(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            near.settimeout(5)
            near.recv(65536)
            near.sendall(PAGE)

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self.to)
        except OSError:  # the server itself is down
            near.close()
            return
        self.open |= {near, far}
        if self.state == DEAF:
            self.mute.add(far)
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if one not in self.mute:
                    other.sendall(data)
        ends = (one,) if one in self.mute else (one, other)  # the end of what is swallowed isn't heard of either
        for each in ends:
            self.open.discard(each)
            self.mute.discard(each)
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cable_to(server: str) -> Iterator[Cable]:
    cable = Cable(server)
    try:
        yield cable
    finally:
        cable.close()
