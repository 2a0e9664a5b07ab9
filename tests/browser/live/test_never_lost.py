"""What never happens: a line lost to a full device, an ended sign-in, a lost membership, a release or a café's network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, expect

from accounts.models import Membership, User
from interviews.models import Interview
from tests.browser.live.cable import CUT, PORTAL, WHOLE, Cable
from tests.browser.live.capture import LINE, expect_soon, lines, opened, ready, saved, silent, state, write
from tests.browser.live.conftest import sign_in
from tests.browser.live.test_offline import is_stored, page_of
from tests.people import client_of
from tests.server import database_url, free_port, uvicorn, wait_until_healthy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def full(context: BrowserContext, address: str) -> None:
    """The browser's own quota: the device's database takes nothing at all."""
    devtools = context.new_cdp_session(context.new_page())
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1})


def test_a_full_database_loses_neither_lines_nor_the_half_typed_one(
    wired: BrowserContext, call: Interview, cable: Cable
) -> None:
    full(wired, cable.address)
    page = opened(wired, call)
    cable.set(CUT)
    write(page, "Hardly any room", "None at all")
    state(page, "Storage full – 2 lines only on this page")
    page.keyboard.type("half a thou")
    cable.set(WHOLE)
    wired.route(LINE, silent)
    page.reload()
    ready(page)
    assert lines(page) == ["Hardly any room", "None at all"]
    expect(page.locator("#c")).to_have_value("half a thou")
    wired.unroute(LINE)
    write(page, "ght")
    state(page, "All saved")
    assert saved(call) == ["Hardly any room", "None at all", "half a thought"]


def test_a_line_typed_again_on_a_full_device_is_not_undone_by_its_older_words(
    browse: Any, call: Interview, bob: User
) -> None:
    context = browse(bob)
    context.route(LINE, silent)
    page = opened(context, call)
    write(page, "First")
    state(page, "1 line safe")
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    write(page, "Second, and a good deal longer")
    state(page, "Storage full")
    context.unroute(LINE)
    state(page, "All saved")
    page.reload()
    ready(page)
    state(page, "All saved")
    assert lines(page) == saved(call) == ["Second, and a good deal longer"]


def test_an_ended_sign_in_keeps_lines_until_one_signs_in_in_another_tab(
    browse: Any, call: Interview, bob: User, live_app: str
) -> None:
    context = browse(bob)
    page = opened(context, call)
    Session.objects.all().delete()
    write(page, "Typed after the end")
    page.keyboard.type("half a thou")
    state(page, "Signed out – 1 line safe on this device")
    with context.expect_page() as opening:
        page.get_by_role("link", name="Sign in").click()
    expect(opening.value.get_by_role("heading", name="Sign in")).to_be_visible()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client_of(bob).cookies[name].value, "url": live_app}])
    state(page, "All saved")
    write(page, "ght")
    state(page, "All saved")
    assert saved(call) == ["Typed after the end", "half a thought"]


def test_a_lost_membership_leaves_the_lines_as_a_download(browse: Any, call: Interview, bob: User) -> None:
    page = opened(browse(bob), call)
    write(page, "Saved before")
    state(page, "All saved")
    Membership.objects.filter(user=bob).delete()
    write(page, '"Typed when it was too late')
    state(page, "Not let in – 1 line safe on this device")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = download.value.path().read_text()
    assert "verbatim: Typed when it was too late" in copy
    assert saved(call) == ["Saved before"]


def test_a_cafes_network_is_no_page_of_ours(wired: BrowserContext, call: Interview, cable: Cable) -> None:
    page = opened(wired, call)
    is_stored(page, call)
    cable.set(PORTAL)
    write(page, "One")
    page.keyboard.press("Alt+ArrowDown")
    state(page, "Offline – 1 line safe on this device")
    page.reload()
    ready(page)
    state(page, "Opened without the network – 1 line safe on this device")
    assert lines(page) == ["One"]
    assert page.locator(".lv-script .q.now").get_attribute("data-code") == "Q2"
    cable.set(WHOLE)
    state(page, "All saved")
    assert saved(call) == ["One"]
    expect_soon(lambda: Interview.objects.get(pk=call.pk).current_question_id != call.current_question_id)


def test_words_typed_before_the_scripts_are_there_are_kept(
    wired: BrowserContext, call: Interview, cable: Cable
) -> None:
    wired.add_init_script(
        "document.addEventListener('readystatechange', () => { const c = document.getElementById('c'); if (c && !c.value) c.value = 'Early'; })"
    )
    page = wired.new_page()
    page.goto(page_of(call))
    ready(page)
    page.locator("#c").press("Enter")
    state(page, "All saved")
    assert saved(call) == ["Early"]


def test_two_tabs_that_change_one_line_without_a_network_keep_both_words(
    wired: BrowserContext,
    call: Interview,
    cable: Cable,
) -> None:
    first, second = opened(wired, call), opened(wired, call)
    write(first, "Seen")
    state(first, "All saved")
    expect(second.locator(".ln [data-words]")).to_have_text(["Seen"])
    cable.set(CUT)
    for page in (first, second):
        page.locator("[data-edit]").first.click()
        expect(page.locator("#c")).to_have_value("Seen")
    write(first, " by one")
    write(second, " by two")
    for page in (first, second):
        expect(page.locator(".ln [data-words]")).to_have_text(["Seen by one", "Seen by two"])
        state(page, "2 lines safe on this device")
    cable.set(WHOLE)
    for page in (first, second):
        state(page, "All saved")
    assert saved(call) == ["Seen by one", "Seen by two"]


def test_words_of_ones_own_whose_answer_was_lost_are_no_conflict(wired: BrowserContext, call: Interview) -> None:
    page = opened(wired, call)

    def lose(route: Any) -> None:
        if not saved(call):
            route.fetch()
        silent(route)

    wired.route(LINE, lose)
    write(page, "Frist")
    state(page, "Offline – 1 line safe")
    assert saved(call) == ["Frist"]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    write(page, "First")
    wired.unroute(LINE)
    state(page, "All saved")
    expect(page.locator(".trouble")).to_have_count(0)
    assert saved(call) == ["First"]


@pytest.fixture
def release(server_process: str, live_app: str, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """The next release's server: its style sheet of the capture page has other contents, and so another name."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> str:
        var = next(Path(os.environ["THROUGHLINE_VAR"]).glob(f"server-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"))
        new = tmp_path / "next"
        shutil.copytree(var, new)
        manifest = new / "static" / "staticfiles.json"
        names = json.loads(manifest.read_text())
        old = names["paths"]["css/pages/live.css"]
        names["paths"]["css/pages/live.css"] = fresh = "css/pages/live.0123456789ab.css"
        (new / "static" / fresh).write_text((new / "static" / old).read_text() + "\n.lv-next { color: red; }\n")
        manifest.write_text(json.dumps(names))
        environment = {**os.environ, "DATABASE_URL": database_url(), "THROUGHLINE_VAR": str(new)}
        port = free_port()
        running.append(uvicorn(port, environment))
        wait_until_healthy(running[0], f"http://127.0.0.1:{port}")
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.kill()  # it would wait for its open streams
        process.wait(10)


HELD = """async (path) => {
  for (const name of await caches.keys()) {
    const found = await (await caches.open(name)).match(path);
    if (name.startsWith("throughline-pages-") && found) return (await found.text()).match(/live\\.([0-9a-f]+)\\.css/)[1];
  }
}"""


def test_a_release_while_a_page_is_open(
    wired: BrowserContext,
    call: Interview,
    cable: Cable,
    release: Callable[[], str],
) -> None:
    """The open page goes on; without the network it opens as it was; once loaded again the new one is stored."""
    page = opened(wired, call)
    is_stored(page, call)
    before = page.evaluate(HELD, page_of(call))
    address = release()
    cable.to = ("127.0.0.1", int(address.rsplit(":", 1)[1]))
    cable.reset()
    write(page, "Typed over the release")
    state(page, "All saved")
    cable.set(CUT)
    page.reload()
    ready(page)
    state(page, "Opened without the network")
    assert page.evaluate("getComputedStyle(document.querySelector('.comp')).display") == "grid"
    assert page.evaluate(HELD, page_of(call)) == before
    cable.set(WHOLE)
    page.reload()
    ready(page)
    expect_soon(lambda: page.evaluate(HELD, page_of(call)) == "0123456789ab")
    cable.set(CUT)
    write(page, "And after it")
    page.reload()
    ready(page)
    assert page.evaluate("document.querySelector('link[href*=\"live.0123456789ab\"]') !== null")
    assert page.evaluate("getComputedStyle(document.querySelector('.comp')).display") == "grid"
    assert lines(page) == ["Typed over the release", "And after it"]
    cable.set(WHOLE)
    state(page, "All saved")
    assert saved(call) == ["Typed over the release", "And after it"]


def test_what_is_remembered_beside_the_stored_page_goes_with_the_person(
    wired: BrowserContext,
    call: Interview,
    alice: User,
    cable: Cable,
) -> None:
    remembered = """() => new Promise((resolve) => {
      const request = indexedDB.open("throughline-capture");
      request.onsuccess = () => { const all = request.result.transaction("drafts").objectStore("drafts").getAllKeys(); all.onsuccess = () => { resolve(all.result.filter((key) => key.startsWith("throughline-recent-")).length); request.result.close(); }; };
    })"""
    page = opened(wired, call)
    is_stored(page, call)
    page.reload()
    ready(page)
    write(page, "Just saved")
    state(page, "All saved")
    expect_soon(lambda: page.evaluate(remembered) == 1)
    sign_in(wired, alice, cable)
    page.goto("/")
    expect_soon(lambda: page.evaluate(remembered) == 0)
