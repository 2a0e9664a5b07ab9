"""The interview's clock is right to a quarter of a second, whatever becomes of the device's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from interviews.models import Interview
from tests.browser.live.capture import expect_soon, opened, ready, state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = 60 * 60 * 1000
DEVICE = """
window.device = { wall: Number(localStorage.getItem("test-wall") ?? 0), slept: 0 };
const wall = Date.now.bind(Date), running = performance.now.bind(performance);
Date.now = () => wall() + device.wall;
performance.now = () => running() - device.slept;
"""
# The device stands still, its running clock too; the world goes on.
SLEEP = "(ms) => { const until = Date.now() + ms; while (Date.now() < until); device.slept += ms; }"
LINE_AT = "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('throughline-draft')))).line.at"


@pytest.fixture
def context(browse: Any, bob: User) -> BrowserContext:
    made = browse(bob)
    made.add_init_script(DEVICE)
    return made


def error(page: Page, call: Interview) -> float:
    """By how many ms the time of a line's first key is off."""
    before = timezone.now()
    page.keyboard.type("x")
    after = timezone.now()
    at = page.evaluate(LINE_AT)
    page.keyboard.press("Backspace")
    early, late = ((moment - call.started_at).total_seconds() * 1000 for moment in (before, after))
    return max(early - at, at - late, 0)


def is_right(page: Page, call: Interview) -> None:
    """The least of three: a busy machine adds to what is measured, never takes away from it."""
    assert min(error(page, call) for _ in range(3)) < 250


def move_clock(page: Page, ms: int) -> None:
    page.evaluate("(ms) => { device.wall += ms; }", ms)
    page.wait_for_timeout(700)  # the clock on the page has looked


@pytest.mark.parametrize("online", [True, False])
def test_moving_the_devices_clock_changes_nothing(context: BrowserContext, call: Interview, online: bool) -> None:
    page = opened(context, call)
    is_right(page, call)
    context.set_offline(not online)
    for ms in (24 * HOUR, -24 * HOUR, -HOUR, 400 * 24 * HOUR):
        move_clock(page, ms)
        is_right(page, call)


def test_an_hour_on_is_put_right_by_the_server(context: BrowserContext, call: Interview) -> None:
    """It may have been a sleep; the server knows that it wasn't."""
    page = opened(context, call)
    move_clock(page, HOUR)
    expect_soon(lambda: error(page, call) < 250)


def test_summer_time_changes_nothing(context: BrowserContext, call: Interview) -> None:
    page = opened(context, call)
    devtools = context.new_cdp_session(page)
    for zone in ("Europe/Berlin", "Pacific/Kiritimati"):
        devtools.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        page.wait_for_timeout(600)
        is_right(page, call)


@pytest.mark.parametrize("online", [True, False])
def test_a_sleep_is_counted(context: BrowserContext, call: Interview, online: bool) -> None:
    page = opened(context, call)
    context.set_offline(not online)
    page.evaluate(SLEEP, 4000)
    is_right(page, call)
    page.wait_for_timeout(1000)
    is_right(page, call)


MODULES = Path(settings.BASE_DIR) / "static/js/live"

# Ninety minutes in a moment: the page's own clock on a device whose time is made up. Its quartz runs wrong by `ppm`; the
# server is asked every 15 s, over a network whose trips take up to a second, all of it one way at the worst; in between the
# device sleeps, its time of day is set by a day, and it is without a network for ten minutes.
NINETY_MINUTES = """async ([ppm, seed]) => {
  const { Clock } = await import("/static/alone/clock.js");
  let x = seed;
  const dice = () => { x = (x * 1103515245 + 12345) % 2147483648; return x / 2147483648; };
  let now = 0, slept = 0, set = 0; // ms of the call, truly
  const running = performance.now.bind(performance), wall = Date.now.bind(Date);
  performance.now = () => 1e6 + (now - slept) * (1 + ppm / 1e6);
  Date.now = () => 1.7e12 + set + slept + (now - slept) * (1 + ppm / 1e6);
  try {
    const clock = new Clock({ elapsedMs: 0, startedMs: 1.7e12 });
    clock.correct(0, 0);
    let worst = 0, heard = 0, due = 0;
    clock.addEventListener("jump", () => { due = now; });
    while (now < 90 * 60000) {
      now += 100;
      clock.now();
      if (Math.abs(now - 30 * 60000) < 1) { now += 20 * 60000; slept += 20 * 60000; clock.now(); }
      if (Math.abs(now - 60 * 60000) < 1) { set = -864e5; clock.now(); }
      const away = now > 70 * 60000 && now < 80 * 60000;
      if (now >= due && !away) {
        const there = 20 + 480 * dice() ** 4, back = 20 + 480 * dice() ** 4;
        now += there;
        const elapsed = now;
        now += back;
        clock.correct(elapsed, (there + back) * (1 + ppm / 1e6));
        heard += 1;
        due = now + 15000;
      }
      worst = Math.max(worst, Math.abs(clock.now() - now));
    }
    return [worst, heard];
  } finally { performance.now = running; Date.now = wall; }
}"""


def test_ninety_minutes_on_a_clock_that_runs_wrong(context: BrowserContext, call: Interview) -> None:
    page = opened(context, call)
    context.route("**/static/alone/*", lambda route: route.fulfill(path=MODULES / Path(route.request.url).name))
    errors = [page.evaluate(NINETY_MINUTES, [ppm, seed]) for ppm in (-100, 0, 100) for seed in range(1, 11)]
    assert all(heard > 200 for _, heard in errors)
    assert max(worst for worst, _ in errors) < 250, errors


@pytest.mark.parametrize("wrong_by", [0, 3 * HOUR, -26 * HOUR])
def test_a_page_opened_without_the_network_goes_by_the_last_known_difference(
    context: BrowserContext, call: Interview, wrong_by: int
) -> None:
    page = context.new_page()
    page.goto(reverse("account_logout"))
    page.evaluate("(ms) => localStorage.setItem('test-wall', ms)", wrong_by)
    page = opened(context, call)
    place = reverse("interviews:live", args=[call.study_id, call.pk])
    expect_soon(lambda: page.evaluate("async (path) => Boolean(await caches.match(path))", place))
    context.set_offline(True)
    page.wait_for_timeout(1500)
    page.reload()
    ready(page)
    state(page, "Opened without the network")
    is_right(page, call)
    context.set_offline(False)
    state(page, "All saved")
    is_right(page, call)
