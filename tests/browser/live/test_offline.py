"""A capture page that was opened on a device opens there again without a network, and for nobody else."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from accounts.models import Membership, User
from interviews.models import ConsentRecord, Interview, Method
from tests.browser.live.cable import CUT, HALF_OPEN, WHOLE, Cable
from tests.browser.live.capture import LINE, SOON, expect_soon, lines, opened, ready, saved, silent, state, write
from tests.browser.live.conftest import quiet, sign_in
from tests.factories import make_interview, make_note, make_participant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Where a page is stored: [person's cache, address].
STORED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("throughline-pages-"));
  const pages = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => [name, new URL(url).pathname])));
  return pages.flat();
}"""
ASKED = """async (path) => {
  const html = await (await caches.match(path)).text();
  return new DOMParser().parseFromString(html, "text/html").querySelector(".lv-script .q.now").dataset.code;
}"""
TEXT = "async (path) => (await (await caches.match(path))?.text()) ?? ''"


def page_of(call: Interview) -> str:
    return reverse("interviews:live", args=[call.study_id, call.pk])


def is_stored(page: Page, call: Interview) -> None:
    expect_soon(lambda: page_of(call) in [path for _, path in page.evaluate(STORED)])


def stored_lines(page: Page, call: Interview, *words: str) -> None:
    expect_soon(lambda: all(word in page.evaluate(TEXT, page_of(call)) for word in words))


def test_it_opens_and_works_without_a_network(wired: BrowserContext, call: Interview, cable: Cable) -> None:
    page = opened(wired, call)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    write(page, '"Saved before')
    page.keyboard.press("Alt+ArrowDown")
    state(page, "All saved")
    is_stored(page, call)
    stored_lines(page, call, "Saved before")
    expect_soon(lambda: page.evaluate(ASKED, page_of(call)) == "Q2")
    wired.set_offline(True)
    cable.set(CUT)
    write(page, "~Waits")
    state(page, "Offline – 1 line safe")
    page.reload()
    ready(page)
    state(page, "Opened without the network – 1 line safe on this device")
    assert lines(page) == ["Saved before", "Waits"]
    expect(page.locator(".ln.unsaved")).to_have_count(1)
    assert page.locator(".lv-script .q.now").get_attribute("data-code") == "Q2"
    assert page.evaluate("getComputedStyle(document.querySelector('.comp')).display") == "grid"
    write(page, "Typed without")
    page.reload()
    ready(page)
    assert lines(page) == ["Saved before", "Waits", "Typed without"]
    cable.set(WHOLE)
    wired.set_offline(False)
    state(page, "All saved")
    expect(page.locator("[data-offbar]")).to_be_hidden()
    assert saved(call) == ["Saved before", "Waits", "Typed without"]
    expect(page.locator(".ln.unsaved")).to_have_count(0)
    assert said == []


@pytest.fixture
def device(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser with a folder of its own, that can be killed and started again on it."""
    running: list[BrowserContext] = []

    def start(address: str) -> BrowserContext:
        context = browser_type.launch_persistent_context(
            str(tmp_path / "profile"), base_url=address, **browser_type_launch_args
        )
        running.append(context)
        return context

    yield start
    for context in running[-1:]:
        context.close()
    quiet()


def kill(folder: Path) -> None:
    """As a crash does it: no goodbye."""
    mine = [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(folder) in part for part in process.info["cmdline"] or [])
    ]
    assert mine
    for process in mine:
        os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(mine, timeout=10)


def test_a_killed_browser_opens_it_again_without_a_network(
    device: Callable[..., BrowserContext], call: Interview, bob: User, cable: Cable, tmp_path: Path
) -> None:
    context = device(cable.address)
    sign_in(context, bob, cable)
    page = opened(context, call)
    write(page, "Saved before")
    state(page, "All saved")
    is_stored(page, call)
    stored_lines(page, call, "Saved before")
    cable.set(CUT)
    write(page, "Not sent")
    state(page, "1 line safe")
    page.keyboard.type("half a thou")
    page.wait_for_timeout(500)
    kill(tmp_path / "profile")
    context = device(cable.address)
    context.set_offline(True)
    page = opened(context, call)
    state(page, "Opened without the network – 1 line safe")
    assert lines(page) == ["Saved before", "Not sent"]
    expect(page.locator("#c")).to_have_value("half a thou")
    elapsed = (timezone.now() - call.started_at).total_seconds()
    assert abs(page.evaluate(SHOWN) - elapsed) <= 1.5  # it shows whole seconds
    write(page, "ght")
    sign_in(context, bob, cable)
    cable.set(WHOLE)
    context.set_offline(False)
    state(page, "All saved")
    assert saved(call) == ["Saved before", "Not sent", "half a thought"]


SHOWN = (
    "document.querySelector('[data-clock]').textContent.split(':').reduce((sum, part) => 60 * sum + Number(part), 0)"
)


def test_a_network_that_never_answers_costs_three_seconds(wired: BrowserContext, call: Interview, cable: Cable) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    cable.set(HALF_OPEN)
    began = time.monotonic()
    page.reload()
    ready(page)
    assert time.monotonic() - began < 6
    state(page, "Opened without the network")


def test_other_pages_pass_through_no_worker(wired: BrowserContext, call: Interview) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    page.goto(reverse("interviews:list", args=[call.study_id]))
    assert page.evaluate("navigator.serviceWorker.controller") is None
    scopes = page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname)"
    )
    assert scopes == [page_of(call)]


def test_an_answer_that_lets_nobody_in_takes_the_stored_page_away(
    wired: BrowserContext, call: Interview, bob: User, cable: Cable
) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    Membership.objects.filter(user=bob).delete()
    page.reload()
    expect_soon(lambda: page.evaluate(STORED) == [])
    cable.set(CUT)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(page_of(call))


def test_a_page_whose_sign_in_ended_is_stored_again_once_somebody_signs_in(
    wired: BrowserContext, call: Interview, bob: User, cable: Cable
) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    Session.objects.all().delete()
    write(page, "Typed without a sign-in")
    state(page, "Signed out – 1 line safe")
    page.evaluate("dispatchEvent(new Event('online'))")  # the page asks whether it may still be here
    expect_soon(lambda: page.evaluate(STORED) == [])
    sign_in(wired, bob, cable)
    page.evaluate("dispatchEvent(new Event('online'))")
    state(page, "All saved")
    is_stored(page, call)
    stored_lines(page, call, "Typed without a sign-in")
    cable.set(CUT)
    page.reload()
    ready(page)
    assert lines(page) == ["Typed without a sign-in"]


def test_signing_out_leaves_nothing_of_a_page(wired: BrowserContext, call: Interview, cable: Cable) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    other = wired.new_page()
    other.goto(reverse("account_logout"))
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SOON)
    assert other.evaluate("caches.keys()") == []
    write(page, "Typed in the tab that stayed open")
    state(page, "Signed out – 1 line safe")
    page.wait_for_timeout(4000)  # longer than the page waits before it stores again
    assert other.evaluate("caches.keys()") == []
    cable.set(CUT)
    with pytest.raises(Exception, match="ERR_"):
        other.goto(page_of(call))


def test_somebody_else_on_the_device_finds_no_page(
    wired: BrowserContext, call: Interview, alice: User, bob: User, cable: Cable
) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    sign_in(wired, alice, cable)
    page.goto(reverse("interviews:list", args=[call.study_id]))
    expect_soon(lambda: page.evaluate(STORED) == [])
    page = opened(wired, call)
    is_stored(page, call)
    assert page.evaluate(STORED) == [[f"throughline-pages-{alice.pk}", page_of(call)]]


def test_a_no_to_notes_reaches_the_stored_page(wired: BrowserContext, call: Interview, alice: User) -> None:
    make_note(interview=call, text="Shown to nobody any more")
    page = opened(wired, call)
    stored_lines(page, call, "Shown to nobody any more")
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    expect_soon(lambda: "Shown to nobody" not in page.evaluate(TEXT, page_of(call)))
    assert "said no to written notes" in page.evaluate(TEXT, page_of(call))


def test_ending_the_interview_takes_its_page_off_the_device(wired: BrowserContext, call: Interview) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    page.get_by_role("button", name="End interview").click()
    expect(page).to_have_url(reverse("interviews:debrief", args=[call.study_id, call.pk]), timeout=SOON)
    assert page.evaluate(STORED) == []


@pytest.mark.parametrize("from_menu", [True, False], ids=["menu", "page"])
def test_signing_out_warns_of_lines_that_only_this_device_has(
    wired: BrowserContext, call: Interview, bob: User, from_menu: bool
) -> None:
    wired.route(LINE, silent)
    page = opened(wired, call)
    write(page, "One", "Two")
    state(page, "2 lines safe")
    second = make_interview(study=call.study, state="live", participant=make_participant(study=call.study))
    other = opened(wired, second)
    write(other, "Three")
    state(other, "1 line safe")
    page.goto(reverse("interviews:list", args=[call.study_id]) if from_menu else reverse("account_logout"))
    press = page.locator(".menu [data-sign-out] button" if from_menu else "main [data-sign-out] button")
    account = page.locator(".menu-box summary")

    def sign_out() -> None:
        if from_menu and not press.is_visible():
            account.press("Enter")
        press.press("Enter")

    sign_out()
    warning = page.locator("[data-unsent]")
    expect(warning).to_contain_text(f"2 lines of {call.participant.code}, 1 line of {second.participant.code}")
    assert page.context.cookies()
    with page.expect_download() as download:
        warning.get_by_role("button", name="Save a copy").click()
    assert "Three" in download.value.path().read_text()
    sign_out()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SOON)
