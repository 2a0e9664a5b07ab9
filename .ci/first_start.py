"""Clones the checkout into an empty folder, runs `make run` there as a newcomer would, and opens the sample study."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"http://\S+/sign-in/\S+")
TITLE = "Why do small restaurants stop counting stock"
PATIENCE = 180


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        clone = Path(folder) / "throughline"
        os.chmod(folder, 0o755)
        subprocess.run(["git", "-c", "safe.directory=*", "clone", "-q", str(ROOT), str(clone)], check=True)
        first = start_and_look(clone)
        second = start_and_look(clone)
    print(f"Opened the sample study after {first:.1f} s on the first start, {second:.1f} s on the second.")


def start_and_look(clone: Path) -> float:
    begun = time.monotonic()
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "THROUGHLINE_VAR"}}
    server = subprocess.Popen(
        ["make", "run", "PORT=0"], cwd=clone, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        page = open_first_page(read_link(server))
        taken = time.monotonic() - begun
        if TITLE not in page:
            sys.exit("The first page doesn't show the sample study.")
        return taken
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
        everything_stopped(clone)


def everything_stopped(clone: Path) -> None:
    """The server and its database, which has a session of its own, are gone soon after the signal."""
    for _ in range(100):
        left = subprocess.run(["pgrep", "-af", str(clone)], capture_output=True, text=True, check=False).stdout
        if not left:
            return
        time.sleep(0.1)
    sys.exit(f"Processes were left behind:\n{left}")


def read_link(server: subprocess.Popen[str]) -> str:
    end = time.monotonic() + PATIENCE
    assert server.stdout
    for line in server.stdout:
        print(line, end="")
        if found := LINK.search(line):
            return found.group(0)
        if time.monotonic() > end:
            break
    sys.exit("make run ended without a sign-in link.")


def open_first_page(link: str) -> str:
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = opener.open(link).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1)}).encode()
    return opener.open(urllib.request.Request(link, data, {"Referer": link})).read().decode()


if __name__ == "__main__":
    main()
