"""Where the data lives: DATABASE_URL, or the embedded PostgreSQL's socket below the state directory."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.postgres.places import cluster_home, socket_dir

ENGINE = "django.db.backends.postgresql"


def database_settings(var: Path) -> dict[str, Any]:
    """Persistent connections suit the thread pool that answers pages: one connection a thread."""
    url = os.environ.get("DATABASE_URL")
    if url:
        place = from_url(url)
    else:
        place = {"NAME": "postgres", "USER": "postgres", "HOST": str(socket_dir(cluster_home(var)))}
    return {"ENGINE": ENGINE, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **place}


def from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL must start with postgresql:// and name a PostgreSQL database.")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
