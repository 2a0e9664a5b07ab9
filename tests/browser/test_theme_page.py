"""A theme's page in a real Chromium: its card is written in place, memos come, change, go and come back."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from analysis.models import Theme, ThemeMemo
from studies.models import Study
from tests.browser.sound import assert_sound
from tests.factories import make_assumption, make_interview, make_quote, make_theme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def theme(study: Study) -> Theme:
    theme = make_theme(study=study, name="Trust in the numbers")
    assumption = make_assumption(study=study)
    for text, stance in (("I look twice.", "for"), ("Never believed it.", "for"), ("The screen is right.", "against")):
        make_quote(study=study, theme=theme, text=text).weigh(assumption, stance, study.owner)  # type: ignore[arg-type]
    make_interview(study=study)
    return theme


@pytest.fixture
def page(browser: Browser, live_app: str, theme: Theme, as_bob: Client) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": as_bob.cookies[name].value, "url": live_app}])
    page = context.new_page()
    page.route("**/events?*", lambda route: route.abort())  # the stream needs the real server
    page.goto(f"{live_app}/studies/{theme.study_id}/themes/{theme.pk}/")
    yield page
    page.wait_for_load_state("networkidle")
    context.close()


def test_the_card_is_written_in_place(page: Page, theme: Theme) -> None:
    page.get_by_role("link", name="Write it down").click()
    assert_sound(page)
    page.get_by_label("In one sentence").fill("Whether people believe the system.")
    page.get_by_label("A counter-example").fill("The supplier has never lied to me.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#definition .def")).to_have_text("Whether people believe the system.")
    expect(page.locator("#definition")).to_contain_text("The supplier has never lied to me.")
    theme.refresh_from_db()
    assert theme.definition == "Whether people believe the system."
    assert_sound(page)
    page.get_by_role("link", name="Edit the definition").press("Enter")
    page.get_by_label("What doesn’t count").fill("Trust in people.")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#definition .def")).to_be_visible()
    expect(page.locator("#definition")).not_to_contain_text("Trust in people.")


def test_a_card_opened_by_its_address_stays_closed_once_saved(page: Page, theme: Theme) -> None:
    page.goto(page.url + "definition/")
    page.get_by_label("In one sentence").fill("Whether they believe the count.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#definition .def")).to_have_text("Whether they believe the count.")
    make_quote(study=theme.study, theme=theme, text="Nobody looks.")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('study:any', { detail: { kind: 'quote' } }))")
    expect(page.locator("#board-sum")).to_contain_text("4 quotes")
    expect(page.locator("#definition .def")).to_have_text("Whether they believe the count.")


def test_a_memo_comes_changes_goes_and_comes_back(page: Page, theme: Theme, bob: User) -> None:
    field = page.get_by_label("A memo on this theme")
    field.fill("Ask a manager.")
    page.get_by_role("button", name="Add the memo").click()
    memo = page.locator("#memos li")
    expect(memo).to_contain_text("Ask a manager.")
    expect(field).to_have_value("")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")  # the memo, and not what was done to themes before it
    expect(memo).to_have_count(0)
    expect(page.get_by_text("Memo added.")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(memo).to_contain_text("Ask a manager.")
    page.get_by_role("link", name="Edit your memo").click()
    page.get_by_label("Your memo", exact=True).fill("Ask two managers.")
    page.get_by_role("button", name="Save").click()
    expect(memo).to_contain_text("Ask two managers.")
    assert_sound(page)
    page.get_by_role("button", name="Remove your memo").click()
    expect(memo).to_have_count(0)
    expect(page.get_by_text("The memo is gone.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(memo).to_contain_text("Ask two managers.")
    expect(page.get_by_text("The memo is gone.")).to_have_count(0)
    assert ThemeMemo.objects.standing().get().author == bob


def test_nothing_written_is_said_beside_the_field(page: Page) -> None:
    field = page.get_by_label("A memo on this theme")
    field.fill("   ")
    page.get_by_role("button", name="Add the memo").click()
    expect(page.get_by_text("Write something first")).to_be_visible()
    assert_sound(page)


def test_what_contradicts_stands_beside(page: Page) -> None:
    beside = page.get_by_role("region", name="What speaks against the rest")
    expect(beside).to_contain_text("The screen is right.")
    expect(page.get_by_role("region", name="What people say")).not_to_contain_text("The screen is right.")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("region", name="Quotes in each interview")).to_be_visible()
    for width in (1440, 720, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_sound(page)


def test_the_page_follows_the_filter(page: Page) -> None:
    page.get_by_label("A memo on this theme").fill("Half a thou")
    page.get_by_label("Words in quotes").fill("twice")
    expect(page.locator("#theme-body .word")).to_have_count(1)
    expect(page.locator("#board-sum")).to_contain_text("1 quote")
    expect(page.get_by_label("A memo on this theme")).to_have_value("Half a thou")
    expect(page.get_by_role("link", name="On the board")).to_have_attribute("href", re.compile("theme=.*words=twice"))
    page.get_by_label("A memo on this theme").fill("A thought.")
    page.get_by_role("button", name="Add the memo").click()
    expect(page.locator("#memos li")).to_contain_text("A thought.")


def test_what_the_board_does_with_a_theme_is_a_menu_here(page: Page, theme: Theme) -> None:
    summary = page.locator("main details[data-menu] summary").filter(has_text="More")
    summary.focus()
    page.keyboard.press("Enter")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_sound(page)
    for words in (
        "Name and colour…",
        "Merge into another…",
        "Split some off…",
        "Put inside another…",
        "Remove the theme…",
    ):
        expect(page.get_by_role("link", name=words)).to_be_visible()
    page.locator("main details .menu").get_by_role("link", name="History").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The theme", exact=True).click()
    page.locator("main details[data-menu] summary").filter(has_text="More").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("heading", name="Themes", level=1)).to_be_visible()
    theme.refresh_from_db()
    assert theme.archived_at
