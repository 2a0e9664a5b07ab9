"""`python -m tests.resilience.parent ENTRY`: loads the app once and forks a process of it for each port it is told.

As servers that fork first do it. Loading takes longer than the rest of a round, and it is the running process that a
round is about; `whole restarts` in the runs are made without it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys

import uvicorn
from django.urls import get_resolver


def main(entry: str) -> None:
    module, name = entry.split(":")
    application = getattr(importlib.import_module(module), name)
    get_resolver().url_patterns  # noqa: B018 (loads the views)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(sys.stdin.fileno())
            uvicorn.run(application, port=int(line), log_level="error", ws="none")
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
