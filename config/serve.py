"""`make run`: database, schema, sample study on the first run, then the server on one port and
a worker beside it, and all of it down again.

Every reason not to start is one line for a person.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import socket
import sys
import time

import uvicorn
from django.db.utils import OperationalError

from config.child import Child
from config.embedded import embedded_database, end_on_signals
from config.postgres import CannotStart
from config.preflight import check_folder, claim, full
from config.state import one_at_a_time, state_folder

SHUTDOWN_SECONDS = 3


def main() -> None:
    begun = time.monotonic()
    options = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    end_on_signals()
    try:
        with claim(options.host, options.port) as listener:
            serve(listener, options.host, begun)
    except CannotStart as reason:
        sys.exit(f"Throughline can't start. {reason}")
    except OperationalError as problem:
        sys.exit(f"Throughline can't start. The database says: {first_line(problem)}")
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        sys.exit(f"Throughline can't start. {full(state_folder())}")
    except KeyboardInterrupt:
        pass


def serve(listener: socket.socket, host: str, begun: float) -> None:
    var = state_folder()
    check_folder(var)
    with embedded_database(var):
        with one_at_a_time(var / "prepare.lock"):
            prepare()
        run(listener, host, begun)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="throughline", description="Run Throughline.")
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000", help="0 for any free one")
    return parser.parse_args()


def first_line(problem: Exception) -> str:
    return next(iter(str(problem).strip().splitlines()), "it doesn't answer")


def prepare() -> None:
    """Schema, withdrawals that a restored backup doesn't know, static files and, in an empty database, the sample study."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from config.postgres.promises import demand_durability
    from config.static_files import collect_static

    demand_durability()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("replay_erasures", verbosity=0, stdout=io.StringIO())  # before the first page, whatever backup this is
    collect_static()
    if not settings.PRODUCTION:
        call_command("sample_study", verbosity=0, stdout=io.StringIO())


class Announcing(uvicorn.Server):
    """Says where it is once it really answers, and ends the event streams when it is told to stop."""

    greeting = ""
    worker: Child | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.greeting, flush=True)
            if self.worker:  # only now: whoever waits for the first page has the processor to themselves until here
                self.worker.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from studies.live import hub

        if self.worker:
            self.worker.leave()
        hub.close()  # else every open page would hold up the end for as long as it may
        await super().shutdown(sockets)


def server_config() -> uvicorn.Config:
    return uvicorn.Config(
        "config.asgi:application", log_level="warning", lifespan="on", ws="none", server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        # Sign-in limits count by address: nobody's word on it is taken but that of proxies named here.
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
    )  # fmt: skip


def run(listener: socket.socket, host: str, begun: float) -> None:
    from django.conf import settings

    from config.settings import env_flag

    server = Announcing(server_config())
    address = address_of(listener, host)
    link = first_sign_in_link(address)
    server.greeting = welcome(address, link, time.monotonic() - begun)
    os.environ.setdefault("SITE_URL", "" if settings.PRODUCTION else address)  # for the links in the worker's letters
    with Child() as worker:
        server.worker = worker if env_flag("WORKER", default=True) else None
        server.run(sockets=[listener])
    if not server.started:
        raise CannotStart(f"The server didn't come up at {address}.")


def address_of(listener: socket.socket, host: str) -> str:
    """As a browser on this machine reaches it. By name: passkeys belong to names, not to numbers."""
    if host in {"0.0.0.0", "::", "", "127.0.0.1"}:
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"


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
