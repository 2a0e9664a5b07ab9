"""The worker that the server brings along: started with it, again when it dies, ended with it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

from config.state import ROOT

COMMAND = [sys.executable, "-m", "config.worker", "--child"]
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
STOP_SECONDS = 5


class Child:
    """A thread that waits for the process to end. The pipe to it closes with us, however we end."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self.keep, name="worker", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def __enter__(self) -> Child:
        return self

    def leave(self) -> None:
        """Told to end; it may take its time while the server ends too."""
        self.over.set()
        if self.process:
            self.process.terminate()

    def __exit__(self, *error: object) -> None:
        self.leave()
        if self.thread.ident is None:
            return
        self.thread.join(STOP_SECONDS)
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def keep(self) -> None:
        wait = FIRST_WAIT
        while not self.over.is_set():
            begun = time.monotonic()
            self.process = subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE)
            if self.over.is_set():  # told to end while it was being started
                self.process.terminate()
            status = self.process.wait()
            if time.monotonic() - begun > LONGEST_WAIT:
                wait = FIRST_WAIT
            if self.over.wait(wait):  # Ctrl-C reaches both of us, and it is the quicker one
                return
            print(f"The worker ended with {status}. It is started again.", file=sys.stderr, flush=True)
            wait = min(wait * 2, LONGEST_WAIT)
