"""While a process uses the embedded server it also looks after it: a server that is killed is brought up again."""

from __future__ import annotations

import sys
import threading

from config.postgres import CannotStart
from config.postgres.cluster import Cluster

EVERY = 0.25
LONGEST_WAIT = 5.0


class Watch:
    """A thread that asks often, which costs one `connect`, and acts only where nobody answers.

    Nobody stops the server on purpose meanwhile: that takes the users' lock, and this process holds its share of it.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, name="database watch", daemon=True)

    def __enter__(self) -> Watch:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Waits for a start that is under way, so that the server isn't stopped in the middle of it."""
        self.over.set()
        self.thread.join()

    def run(self) -> None:
        wait = EVERY
        while not self.over.wait(wait):
            if self.cluster.answers():
                wait = EVERY
                continue
            try:
                self.cluster.revive()
                print("The database had stopped. It runs again.", file=sys.stderr, flush=True)
            except (CannotStart, OSError) as reason:
                wait = min(wait * 2, LONGEST_WAIT)
                print(f"The database has stopped. {reason}", file=sys.stderr, flush=True)
