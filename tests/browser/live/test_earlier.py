"""A long call's page stands with its last lines; the earlier ones come after, and nothing that happens meanwhile is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from interviews.models import Interview, Kind, Note
from interviews.views.live import LINES_AT_FIRST
from tests.browser.live.capture import SOON, expect_soon, lines, opened, ready, state, write
from tests.factories import make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EARLIER = re.compile(r"/lines/\?before=")
EVERY = [f"Line {n}" for n in range(LINES_AT_FIRST + 150)]


@pytest.fixture
def long_call(call: Interview) -> Interview:
    for n, text in enumerate(EVERY):
        make_note(interview=call, text=text, kind=Kind.NOTE, offset_ms=n * 1000, question=call.current_question)
    return call


def all_here(page: Page) -> None:
    expect(page.locator("[data-earlier]")).to_have_count(0, timeout=SOON)


def test_the_earlier_lines_come_in_order_and_under_one_heading(browse: Any, long_call: Interview, bob: User) -> None:
    page = opened(browse(bob), long_call)
    all_here(page)
    assert lines(page) == EVERY
    assert page.locator(".ln.div").count() == 1
    assert (
        page.evaluate(
            "(() => { const box = document.querySelector('[data-scroll]'); return box.scrollHeight - box.scrollTop - box.clientHeight; })()"
        )
        < 5
    )
    expect(page.locator("[data-newer]")).to_be_hidden()


def test_what_happens_meanwhile_stands(browse: Any, long_call: Interview, alice: User, bob: User) -> None:
    """Before they are there: a line typed, one of them removed by a teammate, another changed."""
    context = browse(bob)
    held: list[Route] = []
    context.route(EARLIER, lambda route: held.append(route))
    page = context.new_page()
    page.goto(f"/studies/{long_call.study_id}/interviews/{long_call.pk}/live/")
    ready(page)
    assert lines(page) == EVERY[-LINES_AT_FIRST:]
    expect_soon(lambda: bool(held))
    gone, changed = Note.objects.get(text="Line 3"), Note.objects.get(text="Line 5")
    write(page, "Typed at once")
    state(page, "All saved")
    answers = [route.fetch() for route in held]  # the server's words from before what follows
    hers = browse(alice).new_page()
    hers.goto(f"/studies/{long_call.study_id}/interviews/{long_call.pk}/live/")
    ready(hers)
    all_here(hers)
    for note, keys in ((changed, ["End", ",", " ", "m", "e", "n", "d", "e", "d", "Enter"]), (gone, ["Control+Delete"])):
        hers.locator(f"[data-id='{note.pk}'] [data-words]").dblclick()
        for key in keys:
            hers.keyboard.press(key)
        state(hers, "All saved")
    for route, answer in zip(held, answers, strict=False):
        route.fulfill(response=answer)
    all_here(page)
    wanted = [*EVERY, "Typed at once"]
    wanted[5] = "Line 5, mended"
    wanted.remove("Line 3")
    expect_soon(lambda: lines(page) == wanted)


def test_the_stored_page_has_them_all(browse: Any, long_call: Interview, bob: User) -> None:
    context = browse(bob)
    page = opened(context, long_call)
    stored = """async () => { for (const name of await caches.keys()) if (name.includes('pages')) {
        const page = await (await caches.open(name)).match(location.pathname); if (page) return (await page.text()).split('data-words').length - 1; } return 0; }"""
    expect_soon(lambda: page.evaluate(stored) == len(EVERY))
    context.set_offline(True)
    page.reload()
    ready(page)
    assert lines(page) == EVERY


def test_a_network_that_goes_before_they_came_is_waited_for(browse: Any, long_call: Interview, bob: User) -> None:
    context = browse(bob)
    context.route(EARLIER, lambda route: route.abort("connectionfailed"))
    page = opened(context, long_call)
    expect(page.locator("[data-earlier]")).to_have_text("The earlier lines are coming.")
    context.unroute(EARLIER)
    all_here(page)
    assert lines(page) == EVERY
