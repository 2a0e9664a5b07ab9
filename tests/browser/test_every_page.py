"""Every page of the sample study: no axe violation, nothing wider than the screen, one h1, no complaint of the browser.

The pages are found by walking the routes, so that a new one is looked at the moment it is routed.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from analysis.models import ShareLink
from interviews.models import InterviewState
from tests.browser.sound import BY_LOOK, in_the_dark, violations
from tests.test_access import ROUTES, World, fill

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 720, 1440)


def pages(client: Client, world: World) -> list[str]:
    """Addresses that answer the owner with a whole page; fragments and files are left out."""
    found = {"/account/login/", "/account/signup/"}
    # All of the world first: what a later route needs, a legal hold for one, changes what an earlier one answers.
    for path in [fill(route, world) for route in ROUTES]:
        response = client.get(path)
        if (
            response.status_code == 200
            and not response.streaming
            and b"<!doctype html>" in response.content[:200].lower()
        ):
            found.add(path)
    planned = world.study.interviews.get(state=InterviewState.PLANNED)
    found.add(f"/studies/{world.study.pk}/interviews/{planned.pk}/live/")
    _, token = ShareLink.issue(world.study, world.study.owner, days=7)  # type: ignore[arg-type]
    found.add(reverse("analysis:shared_report", args=[token]))
    return sorted(found)


def test_every_page_is_sound(context: BrowserContext, page: Page, live_app: str) -> None:
    world = World()
    client = world.clients["owner"]
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_app}])
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong: list[str] = []
    found = pages(client, world)
    assert len(found) > 40
    for path in found:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(live_app + path)
        wrong += [f"{path}: {problem}" for problem in [*problems(page), *said]]
        said.clear()
    assert not wrong, "\n".join(wrong)


def problems(page: Page) -> list[str]:
    found = []
    if (heads := page.locator("h1").count()) != 1:
        found.append(f"{heads} h1")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if (over := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            found.append(f"{over} px too wide at {width}")
    found += [f"light: {what}" for what in violations(page)]
    page.set_viewport_size({"width": 390, "height": 800})
    found += [f"dark, 390: {what}" for what in in_the_dark(page, BY_LOOK)]
    return found
