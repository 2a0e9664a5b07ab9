"""What a person does on the capture page, and what they see of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from interviews.models import Interview

WIDE, BESIDE_A_CALL, PHONE = (1440, 900), (720, 900), (390, 844)
LINE = re.compile(r"/notes/[0-9a-f-]{36}/$")
SOON = 15_000


def opened(context: BrowserContext, call: Interview) -> Page:
    page = context.new_page()
    page.goto(reverse("interviews:live", args=[call.study_id, call.pk]))
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("body[data-capture=ready]")).to_be_attached(timeout=SOON)


def write(page: Page, *lines: str) -> None:
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def state(page: Page, words: str) -> None:
    expect(page.locator("[data-save]")).to_contain_text(words, timeout=SOON)


def lines(page: Page) -> list[str]:
    return page.locator(".ln [data-words]").all_text_contents()


def saved(call: Interview) -> list[str]:
    return list(call.notes.typed().order_by("position").values_list("text", flat=True))


def expect_soon(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON / 1000
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def silent(route: Route) -> None:
    route.abort("connectionfailed")
