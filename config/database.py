"""Where the data lives: DATABASE_URL, or the embedded PostgreSQL's socket below the state directory."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.postgres.places import cluster_home, socket_dir

ENGINE = "django.db.backends.postgresql"
# A statement of accounts/planned.py that ran this often on one connection is kept planned. Django switches that off.
PLANNED_AFTER = 5
# A server that takes the connection and says nothing would hold every thread for ever.
CONNECT_SECONDS = "5"


def database_settings(var: Path) -> dict[str, Any]:
    """Persistent connections suit the thread pool that answers pages: one connection a thread.

    A connection is one session of the server (LISTEN and the plans of accounts/planned.py need that), so a pooler in between
    must pool sessions, not transactions.
    """
    url = os.environ.get("DATABASE_URL")
    place = from_url(url) if url else embedded(var)
    options = {"prepare_threshold": PLANNED_AFTER, **place.pop("OPTIONS", {})}
    return {"ENGINE": ENGINE, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": options, **place}


def embedded(var: Path) -> dict[str, Any]:
    """The port is part of the socket's name; said here, so that a PGPORT meant for another server is not obeyed."""
    return {"NAME": "postgres", "USER": "postgres", "HOST": str(socket_dir(cluster_home(var))), "PORT": "5432"}


def from_url(url: str) -> dict[str, Any]:
    """The host may also be the folder of a socket: postgresql://user@/name?host=/run/postgresql."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must start with postgresql:// and name a PostgreSQL database.")
    try:
        port = parts.port
    except ValueError:
        raise SystemExit("DATABASE_URL has a port that is no number from 0 to 65535.") from None
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(port or ""),
        "OPTIONS": {"connect_timeout": CONNECT_SECONDS, **options},
    }
