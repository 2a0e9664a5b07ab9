"""Several people in one call: how soon a line is on the others' pages, who reads along, and what becomes of those who may not."""

from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Membership, User
from interviews.models import Interview, Kind
from tests.browser.live.capture import LINE, PHONE, SOON, WIDE, lines, opened, ready, saved, silent, state, write
from tests.browser.sound import assert_sound
from tests.factories import make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN = """text => new Promise((done) => {
  const look = () => { if ([...document.querySelectorAll("[data-words]")].some((node) => node.textContent === text)) done(Date.now()); };
  new MutationObserver(look).observe(document.querySelector("[data-lines]"), { childList: true, subtree: true });
  look();
})"""


def following(context: BrowserContext, call: Interview) -> Page:
    page = context.new_page()
    page.goto(reverse("interviews:follow", args=[call.study_id, call.pk]))
    ready(page)
    return page


def listens(page: Page) -> None:
    expect(page.locator("body[data-stream=open]")).to_be_attached(timeout=SOON)


def test_lines_of_one_are_on_the_others_page_within_a_second(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    for page in (mine, hers):
        listens(page)
    took = []
    for number in range(6):
        words = f"Line {number}"
        mine.keyboard.type(words)
        hers.evaluate(f"text => {{ window.seen = ({SEEN})(text); }}", words)
        sent = mine.evaluate("Date.now()")
        mine.keyboard.press("Enter")
        took.append(hers.evaluate("() => window.seen") - sent)
    print(f"Enter to a teammate's page: median {statistics.median(took):.0f} ms, worst {max(took)} ms")
    assert statistics.median(took) < 1000
    expect(hers.locator(".ln[data-id] .by").first).to_have_text("written by BE")


def test_a_viewer_reads_along_and_is_seen(browse: Any, call: Interview, bob: User, vera: User) -> None:
    make_note(interview=call, text="Who opens it?", kind=Kind.FOLLOW_UP, question=call.current_question)
    mine = opened(browse(bob), call)
    context = browse(vera)
    page = context.new_page()
    page.goto(reverse("interviews:list", args=[call.study_id]))
    page.get_by_role("link", name="Read along with P01").click()
    ready(page)
    expect(mine.locator("[data-crew]")).to_have_attribute("aria-label", "Also here: Vera Viewer", timeout=SOON)
    expect(page.locator("[data-crew]")).to_have_attribute("aria-label", "Also here: Bob Editor", timeout=SOON)
    listens(page)
    write(mine, '"Heard by Bob.')
    expect(page.locator(".ln", has_text="Heard by Bob.")).to_be_visible(timeout=1500)
    expect(page.locator(".ln.div")).to_have_text("Q1 How was yesterday?")
    for button in ("[data-edit]", "[data-asked]", "[data-composer]", "[data-remove]"):
        assert page.locator(button).count() == 0
    page.keyboard.press("Alt+f")
    page.keyboard.type("heard")
    expect(page.locator("[data-found]")).to_have_text("1 of 1")
    page.keyboard.press("Escape")
    mine.keyboard.press("ArrowUp")
    mine.keyboard.press("Control+Delete")
    expect(page.locator(".ln", has_text="Heard by Bob.")).to_have_count(0, timeout=SOON)
    call.finish(bob)
    expect(page.get_by_text("The call is over.")).to_be_visible(timeout=SOON)
    expect(mine.locator(".toast", has_text="The interview was ended")).to_be_visible(timeout=SOON)
    page.get_by_role("link", name="Read the notes").click()
    expect(page.get_by_text("Who opens it?")).to_be_visible(timeout=SOON)


def test_who_lost_their_place_is_told_at_once_and_keeps_their_lines(
    browse: Any, call: Interview, alice: User, bob: User, vera: User
) -> None:
    mine, reader = opened(browse(bob), call), following(browse(vera), call)
    mine.context.route(LINE, silent)
    write(mine, "Not sent yet")
    state(mine, "Offline")
    mine.context.unroute(LINE)
    mine.keyboard.type("half a li")
    for page in (mine, reader):
        listens(page)
    gone = time.monotonic()
    for user in (bob, vera):
        Membership.objects.get(user=user).end()
    for page in (mine, reader):
        expect(page.locator("body[data-stream=closed]")).to_be_attached(timeout=1000)
    closed = time.monotonic() - gone
    expect(mine.locator("[data-save]")).to_contain_text("Not let in – 1 line safe on this device", timeout=SOON)
    expect(reader.get_by_text("no longer in this study")).to_be_visible(timeout=SOON)
    print(
        f"streams closed after {closed * 1000:.0f} ms, both pages said so after {(time.monotonic() - gone) * 1000:.0f} ms"
    )
    expect(mine.locator("#c")).to_have_value("half a li")
    mine.keyboard.press("Enter")
    state(mine, "2 lines safe")
    assert lines(mine) == ["Not sent yet", "half a li"]
    with mine.expect_download() as download:
        mine.get_by_role("button", name="Save a copy").click()
    kept = download.value.path().read_text()
    assert "Not sent yet" in kept and "half a li" in kept
    assert saved(call) == []


def test_a_lost_place_is_said_where_nothing_waits_too(browse: Any, call: Interview, bob: User) -> None:
    mine = opened(browse(bob), call)
    write(mine, "Saved")
    state(mine, "All saved")
    listens(mine)
    Membership.objects.get(user=bob).end()
    expect(mine.locator("[data-save]")).to_contain_text("Not let in", timeout=3000)
    expect(mine.locator("[data-offbar]")).to_contain_text("no longer in this study")


WAKE = """window.asked = 0; window.locks = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  window.asked += 1; const lock = { released: false }; window.locks.push(lock); return lock; } } });
window.turn = (hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  if (hidden) for (const lock of window.locks) lock.released = true; // as browsers do
  document.dispatchEvent(new Event("visibilitychange"));
};"""


def test_the_screen_is_kept_awake_again_after_the_page_was_hidden(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    context.add_init_script(WAKE)
    page = opened(context, call)
    held = "locks.filter((lock) => !lock.released).length"
    assert page.evaluate(held) == 1
    page.evaluate("turn(true)")
    assert page.evaluate(held) == 0
    for _ in range(2):
        page.evaluate("turn(false)")
    assert page.evaluate(f"[{held}, asked]") == [1, 2]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_reading_along_fits_and_is_accessible(browse: Any, call: Interview, vera: User, size: tuple[int, int]) -> None:
    for kind in (Kind.NOTE, Kind.VERBATIM, Kind.FOLLOW_UP, Kind.MARK):
        make_note(
            interview=call,
            kind=kind,
            text="" if kind == Kind.MARK else "A line long enough to run over more than one row. " * 3,
        )
    page = following(browse(vera, size), call)
    page.keyboard.press("Alt+f")
    page.keyboard.type("long")
    assert_sound(page)
