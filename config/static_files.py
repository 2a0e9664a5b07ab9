"""Static files under names that carry their hash, compressed; made again only when one of them, or a library, changed."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import scripts

SHIPPING = ("django", "django-htmx", "django-allauth", "whitenoise", "tdewolff-minify")
# Of django-htmx's files only these are used: htmx 2 in its short form, and its own extensions.
UNUSED = ["htmax-*", "htmx-4*", "htmx-2.js", "*-4.js", "*-4.min.js"]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """`import` lines of modules name hashed files too: a page never mixes modules of two releases."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one for every step of the longest chain of imports
    # Ours only: htmx holds words that look like imports.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )

    # Pages whose one script brings all it needs: one file instead of sixty.
    alone = frozenset({"js/live/main.js"})

    def post_process(self, paths: Any, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        ours = [name for name in paths if name.startswith("js/") and name.endswith(".js") and not dry_run]
        whole = {name: scripts.bundled(name, self.source) for name in self.alone & set(ours)}
        for name in ours:
            copy = Path(self.path(name))
            copy.write_text(scripts.minified(whole.get(name) or copy.read_text()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def source(self, name: str) -> str:
        return Path(self.path(name)).read_text()


def collect_static() -> None:
    target = Path(settings.STATIC_ROOT)
    stamp, seen = target / ".fingerprint", fingerprint([Path(folder) for folder in settings.STATICFILES_DIRS])
    if stamp.exists() and stamp.read_text() == seen:
        return
    shutil.rmtree(target, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED)
    stamp.write_text(seen)


def fingerprint(sources: list[Path]) -> str:
    """Of names, sizes and times: reading every file would cost more than it saves."""
    digest = hashlib.sha256(" ".join(map(importlib.metadata.version, SHIPPING)).encode())
    digest.update(Path(scripts.__file__).read_bytes())
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                info = path.stat()
                digest.update(f"{path.relative_to(source)} {info.st_size} {info.st_mtime_ns}\n".encode())
    return digest.hexdigest()
