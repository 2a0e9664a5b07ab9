"""A stage of its own for each run: a durable database below /var/tmp, people and calls in it, and processes of the app.

The real start command and the real settings; what is written down of a run stays in this process, outside of all that is
killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg

from config.postgres.cluster import Cluster
from tests.server import ROOT, free_port

MINE = ("DATABASE_URL", "SECRET_KEY", "THROUGHLINE_VAR", "RESILIENCE_BREAK", "PYTEST_CURRENT_TEST")
BROKEN = "tests.resilience.broken_asgi:application"


class Stage:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="throughline-", dir="/var/tmp"))
        self.folder.chmod(0o755)  # the database's own user has to pass
        self.cluster = Cluster(self.folder / "var")
        self.apps: list[App] = []
        self.calls: list[dict[str, Any]] = []

    def __enter__(self) -> Stage:
        self.cluster.start()
        return self

    def __exit__(self, *error: object) -> None:
        for app in self.apps:
            app.end()
        self.cluster.revive()
        self.cluster.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, **more: str) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name not in MINE}
        url = f"postgresql://postgres@/postgres?host={self.cluster.socket_dir}"
        return {**env, "THROUGHLINE_VAR": str(self.folder / "var"), "DATABASE_URL": url, **more}

    def set_the_scene(self, calls: int, planned: int = 0, watchers: int = 0) -> list[dict[str, Any]]:
        """Schema, static files, people who are signed in, and a call for each."""
        command = [sys.executable, "-m", "tests.resilience.scene", str(calls), str(planned), str(watchers)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, check=True)
        self.calls = json.loads(done.stdout)
        return self.calls

    def app(self, entry: str = "config.asgi:application", **environment: str) -> App:
        command = [sys.executable, "-m", "uvicorn", entry, "--log-level", "error", "--port", str(port := free_port())]
        return self._keep(App(command, self.environment(**environment), port))

    def quick_app(self, entry: str = "config.asgi:application", **environment: str) -> App:
        """One that restarts without loading the code again."""
        command = [sys.executable, "-m", "tests.resilience.parent", entry]
        return self._keep(ForkedApp(command, self.environment(**environment), free_port()))

    def whole_app(self) -> App:
        """As `make run` starts it: it joins the embedded database and looks after it."""
        env = self.environment()
        del env["DATABASE_URL"]
        command = [sys.executable, "-m", "config.serve", "--port", str(port := free_port())]
        return self._keep(App(command, env, port))

    def _keep(self, app: App) -> App:
        self.apps.append(app)
        app.start()
        return app

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.cluster.socket_dir), user="postgres", dbname="postgres", autocommit=True, connect_timeout=5
        )

    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0]))


class App:
    """One process of the app. It is started and killed any number of times, always on the same port."""

    def __init__(self, command: list[str], env: dict[str, str], port: int) -> None:
        self.command, self.env, self.port = command, env, port
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the app)
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = self.run(subprocess.DEVNULL)

    def run(self, pipe: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command, cwd=ROOT, env=self.env, stdin=pipe, stdout=pipe, stderr=self.log, text=True
        )  # fmt: skip

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    end = kill

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    @property
    def memory(self) -> int:
        """Bytes in main memory that belong to it alone."""
        return int(psutil.Process(self.pid).memory_full_info().uss)

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")


class ForkedApp(App):
    child = 0

    @property
    def pid(self) -> int:
        return self.child

    def start(self) -> None:
        self.process = self.process or self.run(subprocess.PIPE)
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{self.port}\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())

    def kill(self) -> None:
        if self.child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            while psutil.pid_exists(self.child):  # until then its port is taken
                time.sleep(0.001)
            self.child = 0

    def end(self) -> None:
        self.kill()
        super().kill()
