"""How a page looks, where somebody wants to see it: pictures go into the folder that SHOTS names, and nowhere without it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from playwright.sync_api import Page

from tests.browser.sound import SETTLED, assert_sound

SHOTS = os.environ.get("SHOTS", "")
WIDTHS = (1440, 720, 390)


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def shoot_all(page: Page, name: str, widths: Iterable[int] = WIDTHS) -> None:
    """At each width, in the light and in the dark; the page has the size it had afterwards."""
    before = page.viewport_size
    for width in widths if SHOTS else ():
        page.set_viewport_size({"width": width, "height": 900})
        _both(page, f"{name}-{width}")
    if SHOTS and before:
        page.set_viewport_size(before)


def sound_at(page: Page, name: str, widths: Iterable[int] = WIDTHS) -> None:
    """Sound at each width, and shown in both schemes."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert_sound(page)
        if SHOTS:
            _both(page, f"{name}-{width}")


def _both(page: Page, name: str) -> None:
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        shoot(page, f"{name}-{scheme}")
