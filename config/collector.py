"""Python's garbage collector, once everything is loaded."""

from __future__ import annotations

import gc

from django.urls import get_resolver


def leave_what_is_loaded() -> None:
    """Code that is loaded stays for good, so the collector needn't look through it again. A full round of it takes 70 to 100 ms
    here, in the middle of somebody's page."""
    _ = get_resolver().url_patterns  # brings in every view
    gc.collect()
    gc.freeze()
