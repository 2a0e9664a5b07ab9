"""Which static files a capture page needs to open again without a network, and the version they make together."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.templatetags.static import static

from accounts.models import User

STYLES = ["tokens", "base", "components", "forms", "pages/live", "pages/live_record", "print"]
ROOTS = [
    *(f"css/{name}.css" for name in STYLES),
    "img/favicon.svg",
    "img/icons.svg",
    "js/theme.js",
    "js/live/main.js",
]
IMPORT = re.compile(r"""(?:\bfrom|\bimport|\bimport\()\s*["'](\.[^"']+)["']""")
WORKER = "js/offline/worker.js"


@dataclass(frozen=True)
class Held:
    version: str
    files: list[str]  # as the page names them, hash and all


@lru_cache(maxsize=1)
def held_files() -> Held:
    """Found by following the modules' own imports, so that a new module can't be forgotten."""
    files = [static(name) for name in sorted(_with_imports(ROOTS))]
    return Held(hashlib.sha256("\n".join(files).encode()).hexdigest()[:16], files)


def _with_imports(names: list[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(name)
    return found


def _imports(name: str) -> Iterator[str]:
    source = finders.find(name)
    whole = getattr(staticfiles_storage, "alone", ())  # as collected, such a file holds what it imports
    if not name.startswith("js/") or not source or name in whole:
        return
    for target in IMPORT.findall(Path(source).read_text()):
        yield normpath(join(dirname(name), target))


def to_keep(response: HttpResponse, user: User) -> HttpResponse:
    """Tells the device's worker that this is a capture page, whose it is, and which files it stands on."""
    response["X-Kept-For"] = str(user.pk)
    response["X-Kept-With"] = held_files().version
    return response


def not_to_keep(response: HttpResponse) -> HttpResponse:
    """The interview isn't under way: what a device stored of its capture page goes."""
    response["X-Kept-For"] = "nobody"
    return response
