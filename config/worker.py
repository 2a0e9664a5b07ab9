"""`python -m config.worker`: does the jobs that wait in the database, until it is told to stop.

The server starts one as its child. It goes on by itself when the database was away.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

from config.embedded import embedded_database
from config.postgres import CannotStart
from config.state import state_folder

if TYPE_CHECKING:
    from procrastinate.connector import BaseConnector

    from config.calm import Calm

LANES = (("quick", 2), ("long", 1))  # queue, how many at once
GRACE_SECONDS = 2.0  # for the jobs under way when it is told to stop; what isn't done by then is taken up again
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0

log = logging.getLogger(__name__)


def main() -> None:
    parser = argparse.ArgumentParser(prog="config.worker", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--child", action="store_true", help="end when the standard input does")
    child = parser.parse_args().child
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The parent holds the database for its child; one on its own has to.
    database = nullcontext() if child else embedded_database(state_folder())
    try:
        with database:
            import django

            django.setup()
            if child:
                threading.Thread(target=end_with_parent, daemon=True).start()
            asyncio.run(work())
    except CannotStart as reason:
        sys.exit(f"The worker can't start. {reason}")


def end_with_parent() -> None:
    """A killed parent can't tell; its end of the pipe closes all the same."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


async def work() -> None:
    """All lanes, again after whatever ended them, until a signal comes."""
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop, over)
    calm = calmed_log()
    wait = FIRST_WAIT
    while not over.is_set():
        begun = time.monotonic()
        try:
            await until_over(over)
        except Exception:
            log.exception("The worker stopped and begins again.")
        if time.monotonic() - begun > LONGEST_WAIT:
            wait, calm.said = FIRST_WAIT, False
        try:
            await asyncio.wait_for(over.wait(), wait)
        except TimeoutError:
            wait = min(wait * 2, LONGEST_WAIT)


def stop(over: asyncio.Event) -> None:
    """Threads can't be ended from outside: the process goes when its grace is over, whatever they do."""
    over.set()
    last = threading.Timer(GRACE_SECONDS + 1, os._exit, [0])
    last.daemon = True
    last.start()


async def until_over(over: asyncio.Event) -> None:
    """One worker a lane. The first that ends ends all: a worker ends by itself when it has lost the database."""
    from procrastinate.contrib.django import app

    with app.replace_connector(connector()):
        async with app.open_async():
            lanes = [
                asyncio.create_task(
                    app.run_worker_async(
                        queues=[queue], concurrency=many, name=queue, install_signal_handlers=False,
                        shutdown_graceful_timeout=GRACE_SECONDS,
                    )
                )
                for queue, many in LANES
            ]  # fmt: skip
            stopping = asyncio.create_task(over.wait())
            await asyncio.wait([*lanes, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            for lane in lanes:
                lane.cancel()
            ended = await asyncio.gather(*lanes, return_exceptions=True)
            for problem in ended:
                if isinstance(problem, Exception):
                    raise problem


def connector() -> BaseConnector:
    """Few connections: the jobs' own are Django's, one a thread."""
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    return PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=3, timeout=10)


def calmed_log() -> Calm:
    from config.calm import Calm

    calm = Calm()
    for handler in logging.getLogger().handlers:
        handler.addFilter(calm)
    return calm


if __name__ == "__main__":
    main()
