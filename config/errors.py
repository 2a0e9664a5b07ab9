"""What is answered when something breaks. A database that is away isn't a fault of the page: it is back in a moment."""

from __future__ import annotations

import logging
import re
import sys
import time

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

RETRY_AFTER = 2  # seconds
SAID_EVERY = 5.0  # seconds: who reads the log needs to know it, not how many asked meanwhile
AWAY = "The database doesn’t answer just now. What you typed is still on your page; try again in a moment."

AWAY_ERRORS = OperationalError, InterfaceError

log = logging.getLogger(__name__)
said = -SAID_EVERY


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception, from whichever layer that came."""
    problem = sys.exc_info()[1]
    if not isinstance(problem, AWAY_ERRORS):
        return server_error(request)
    say(problem)
    if "text/html" in request.headers.get("Accept", ""):
        response = HttpResponse(render_to_string("503.html", {"why": AWAY}), status=503)  # asks nobody who looks
    else:  # a script, which decides by itself what to show
        response = HttpResponse(f"{AWAY}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def say(problem: BaseException) -> None:
    global said
    if time.monotonic() - said >= SAID_EVERY:
        said = time.monotonic()
        log.warning("The database doesn't answer: %s", str(problem).strip().splitlines()[0] if str(problem) else "?")


class NotAway(logging.Filter):
    """Keeps tracebacks of a database that is away out of Django's own log: one a request would drown the rest."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], AWAY_ERRORS))


LINKS = re.compile(r"/(p|sign-in|invitations|shared)/[^/\s]+")


class HidesLinks(logging.Filter):
    """Keeps the links that open something out of the log: who reads it isn't who they were sent to."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(LINKS.sub(r"/\1/…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
