"""The frame around every page: keys, menus, dialogs, toasts, colours, the account pages; and all of it without script."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.sound import assert_sound
from tests.factories import make_insight
from tests.people import client_of

pytestmark = pytest.mark.browser

LONG_AFTER = 60_000  # milliseconds; a toast leaves after eight seconds


@pytest.fixture
def cookie(live_app: str, bob: Any) -> Any:
    return {"name": "sessionid", "value": client_of(bob).cookies["sessionid"].value, "url": live_app}


@pytest.fixture
def overview(live_app: str, page: Page, study: Any, cookie: Any) -> Page:
    page.context.add_cookies([cookie])
    page.goto(live_app + reverse("analysis:overview", args=[study.pk]))
    return page


def test_question_mark_lists_the_keys_and_g_goes_to_tabs(overview, study):
    overview.keyboard.press("?")
    expect(overview.get_by_role("dialog", name="Keys")).to_be_visible()
    overview.keyboard.press("Escape")
    overview.keyboard.press("g")
    overview.keyboard.press("p")
    overview.wait_for_url("**" + reverse("studies:objectives", args=[study.pk]))


def test_single_letters_can_be_switched_off(overview):
    overview.get_by_role("button", name="Keyboard shortcuts").click()
    overview.get_by_label("Single letters work as keys").uncheck()
    overview.get_by_role("button", name="Close").click()
    before = overview.url
    overview.keyboard.press("g")
    overview.keyboard.press("p")
    overview.keyboard.press("?")
    expect(overview.get_by_role("dialog")).to_have_count(0)
    assert overview.url == before


def test_a_dialog_closes_by_its_backdrop_but_not_by_its_own_edge(overview):
    opener = overview.get_by_role("button", name="Keyboard shortcuts")
    opener.click()
    dialog = overview.get_by_role("dialog", name="Keys")
    box = dialog.bounding_box()
    overview.mouse.click(box["x"] + 4, box["y"] + 4)
    expect(dialog).to_be_visible()
    overview.mouse.click(box["x"] - 20, box["y"] - 20)
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_chosen_colours_stay_and_system_gives_them_back(overview):
    overview.locator("summary.me").click()
    overview.get_by_role("button", name="Dark").click()
    overview.reload()
    assert overview.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 20, 17)"
    overview.locator("summary.me").click()
    expect(overview.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    overview.get_by_role("button", name="System").click()
    assert overview.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(248, 244, 236)"


def test_esc_closes_the_menu_and_gives_the_focus_back(overview):
    menu = overview.locator("summary.me")
    menu.click()
    overview.keyboard.press("Tab")
    overview.keyboard.press("Escape")
    expect(overview.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()


class TestToasts:
    def ask(self, page: Page, verb: str, path: str) -> None:
        page.evaluate(f"htmx.ajax('{verb}', '{path}', '#main').catch(() => 0)")

    def test_an_act_that_failed_is_told_and_stays_until_closed(self, overview):
        overview.clock.install()
        self.ask(overview, "POST", "/nowhere/")
        toast = overview.get_by_role("alert").filter(has_text="This isn’t there any more")
        expect(toast).to_be_visible()
        overview.clock.fast_forward(LONG_AFTER)
        expect(toast).to_be_visible()
        toast.get_by_role("button", name="Close").click()
        expect(toast).to_have_count(0)

    def test_a_lost_connection_is_told(self, overview):
        overview.route("**/somewhere/", lambda route: route.abort())
        self.ask(overview, "POST", "/somewhere/")
        expect(overview.get_by_role("alert")).to_contain_text("No connection. Nothing was changed.")

    def test_a_refresh_that_failed_disturbs_nobody(self, overview):
        self.ask(overview, "GET", "/nowhere/")
        overview.wait_for_timeout(300)
        expect(overview.locator(".toast")).to_have_count(0)

    def test_a_message_leaves_but_not_from_under_the_pointer(self, live_app, page, cookie):
        page.context.add_cookies([cookie])
        page.goto(live_app + reverse("accounts:profile"))
        page.clock.install()
        page.get_by_label("Your name").fill("Bob Ember")
        page.get_by_role("button", name="Save").click()
        toast = page.locator(".toast", has_text="Saved.")
        toast.hover()
        page.clock.fast_forward(LONG_AFTER)
        expect(toast).to_be_visible()
        page.mouse.move(5, 5)
        page.clock.fast_forward(LONG_AFTER)
        expect(toast).to_have_count(0)


def test_a_page_that_missed_something_fetches_its_parts_again(live_app, page, study, cookie):
    insight = make_insight(study=study, statement="People stop when nobody asks.")
    fetched: list[str] = []

    def say_resync(route: Route) -> None:
        route.fulfill(content_type="text/event-stream", body="event: resync\ndata: now\n\n")

    page.context.add_cookies([cookie])
    page.route("**/events?*", say_resync)
    page.on("request", lambda request: fetched.append(request.url) if "hx-request" in request.headers else None)
    page.goto(live_app + reverse("analysis:insight", args=[study.pk, insight.pk]))
    page.wait_for_timeout(600)
    assert fetched


def test_without_script_nothing_is_offered_that_needs_it_and_signing_out_works(
    live_app, browser: Browser, study, cookie
):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(live_app + reverse("analysis:overview", args=[study.pk]))
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_hidden()
    page.locator("summary.me").click()
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    context.close()


OPEN = ["account_login", "account_signup", "account_reset_password", "account_request_login_code"]
OWN = ["accounts:profile", "account_email", "account_set_password", "mfa_index", "usersessions_list", "account_logout"]


@pytest.mark.parametrize("width", [1440, 390])
def test_account_pages_are_clean_and_fit(live_app, browser: Browser, cookie, width):
    for names, cookies in ((OPEN, []), (OWN, [cookie])):
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies(cookies)
        page = context.new_page()
        for name in names:
            page.goto(live_app + reverse(name))
            assert_sound(page)
        context.close()
