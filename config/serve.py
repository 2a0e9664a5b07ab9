"""`make run`: database, schema, sample study on the first run, then the server on one port, and all of it down again.

Every reason not to start is one line for a person.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

import uvicorn

from config.postgres.cluster import Cluster
from config.postgres.places import CannotStart

ROOT = Path(__file__).resolve().parent.parent
SPACE_NEEDED = 150 * 2**20


def main() -> None:
    begun = time.monotonic()
    options = arguments()
    var = Path(os.environ.get("THROUGHLINE_VAR", ROOT / "var")).absolute()
    # SIGTERM ends like Ctrl-C, through the finally below; the default would leave the database running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    cluster: Cluster | None = None
    try:
        check_port(options.host, options.port)
        check_folder(var)
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(var)
            cluster.start()
        prepare()
        run(options, begun)
    except CannotStart as reason:
        sys.exit(f"Throughline can't start. {reason}")
    except KeyboardInterrupt:
        pass
    finally:
        if cluster:
            cluster.release()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="throughline", description="Run Throughline.")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    return parser.parse_args()


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise CannotStart(
                f"Port {port} on {host} can't be used ({problem.strerror}). Choose another: make run PORT={port + 1}"
            ) from None


def check_folder(var: Path) -> None:
    try:
        var.mkdir(parents=True, exist_ok=True)
        (var / ".writable").touch()
        (var / ".writable").unlink()
    except OSError as problem:
        raise CannotStart(
            f"{var} can't be written ({problem.strerror}). Name another folder in THROUGHLINE_VAR."
        ) from None
    if shutil.disk_usage(var).free < SPACE_NEEDED:
        raise CannotStart(f"The disk of {var} is full: fewer than {SPACE_NEEDED >> 20} MB are free.")


def prepare() -> None:
    """Schema, static files and, in an empty database, the sample study."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    from config.postgres.promises import demand_durability

    try:
        demand_durability()
    except OperationalError as problem:
        raise CannotStart(f"The database doesn't answer: {str(problem).strip().splitlines()[0]}") from None
    call_command("migrate", verbosity=0, interactive=False)
    collect_static(Path(settings.STATIC_ROOT), [Path(folder) for folder in settings.STATICFILES_DIRS])
    if not settings.PRODUCTION:
        call_command("sample_study", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115


def collect_static(target: Path, sources: list[Path]) -> None:
    """Hash and compress the static files again only when one of them, or the library that ships some, changed."""
    from django.core.management import call_command

    stamp, seen = target / ".fingerprint", fingerprint(sources)
    if stamp.exists() and stamp.read_text() == seen:
        return
    shutil.rmtree(target, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen)


def fingerprint(sources: list[Path]) -> str:
    digest = hashlib.sha256(importlib.metadata.version("django-htmx").encode())
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                info = path.stat()
                digest.update(f"{path.relative_to(source)} {info.st_size} {info.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Announcing(uvicorn.Server):
    """Says where it is once it really listens."""

    greeting = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.greeting, flush=True)


def run(options: argparse.Namespace, begun: float) -> None:
    server = Announcing(
        uvicorn.Config(
            "config.asgi:application", host=options.host, port=options.port, log_level="warning", lifespan="on",
            timeout_graceful_shutdown=3, server_header=False,
        ),
    )  # fmt: skip
    address = f"http://{options.host}:{options.port}"
    link = first_sign_in_link(address)
    server.greeting = welcome(address, link, time.monotonic() - begun)
    server.run()
    if not server.started:
        raise CannotStart(f"The server didn't come up on port {options.port}.")


def welcome(address: str, link: str, seconds: float) -> str:
    lines = [f"Throughline runs at {address} (ready in {seconds:.1f} s; Ctrl-C stops it)"]
    if link:
        lines += ["", "Sign in with this link; it works once, within the hour:", link]
    return "\n".join(lines)


def first_sign_in_link(address: str) -> str:
    """For the first person of a server on one's own machine; production has its own ways in."""
    from django.conf import settings
    from django.urls import reverse

    from accounts.models import SignInLink, User

    user = None if settings.PRODUCTION else User.objects.order_by("date_joined").first()
    return address + reverse("accounts:sign_in_by_link", args=[SignInLink.issue(user)]) if user else ""


if __name__ == "__main__":
    main()
