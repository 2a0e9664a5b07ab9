"""Searching in a real browser: while one types, by key, narrowed, in another workspace, without script; and a suggestion taken by key."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analysis.models import Tag
from analysis.sample import load_sample
from tests.browser.looks import shoot_all
from tests.browser.sound import assert_sound
from tests.factories import make_interview, make_note, make_quote, make_theme, make_transcript
from tests.people import client_of

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without motion: a page that is left in the middle of a cross-fade says so on the console."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def site(live_app: str, context: BrowserContext) -> str:
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))
    return live_app


def sign_in(context: BrowserContext, site: str, user: Any) -> None:
    context.add_cookies([{"name": "sessionid", "value": client_of(user).cookies["sessionid"].value, "url": site}])


@pytest.fixture
def interview(study: Any) -> Any:
    interview = make_interview(study=study)
    turns = [("team", "What did you do?"), *[("participant", f"Passage {n}. Nothing here.") for n in range(30)]]
    make_transcript(interview=interview, turns=[*turns, ("participant", "I counted the lemons by eye.")])
    make_note(interview=interview, text="She counts bottles, never lemons.")
    return interview


@pytest.fixture
def overview(site: str, page: Page, study: Any, bob: Any, interview: Any) -> Page:
    sign_in(page.context, site, bob)
    page.goto(site + reverse("analysis:overview", args=[study.pk]))
    return page


def test_slash_types_finds_and_enter_opens_the_place(overview, interview, no_console_errors):
    overview.keyboard.press("/")
    box = overview.get_by_role("combobox", name="Search all studies")
    expect(box).to_be_focused()
    overview.keyboard.type('"lemons by', delay=20)
    option = overview.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option.locator("mark")).to_have_text("lemons by")
    overview.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    overview.keyboard.press("Enter")
    turn = interview.transcript.turns.order_by("position").last()
    overview.wait_for_url(f"**{reverse('analysis:transcript', args=[interview.study_id, interview.pk])}#n-{turn.pk}")
    expect(overview.locator(f"[id='n-{turn.pk}']")).to_be_in_viewport()
    expect(overview.locator(f"[id='n-{turn.pk}']")).to_have_class(re.compile(r"\bnow\b"))


def test_arrows_go_round_and_esc_closes(overview):
    overview.keyboard.press("/")
    overview.keyboard.type("lemons")
    options = overview.get_by_role("option")
    expect(options).to_have_count(2)
    overview.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    overview.keyboard.press("ArrowDown")
    expect(overview.locator("[role=option][aria-selected=true]")).to_have_count(0)
    overview.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(overview.locator("#seek")).to_be_focused()
    overview.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()


def test_enter_without_a_choice_opens_the_page_with_all(overview):
    overview.keyboard.press("/")
    overview.keyboard.type("lemons -bottles")
    expect(overview.get_by_role("option")).to_have_count(1)
    overview.keyboard.press("Enter")
    overview.wait_for_url("**/search/?q=lemons+-bottles")
    expect(overview.locator("#found mark")).to_have_count(1)


def test_a_slash_in_a_field_is_a_slash(site, page, study, bob):
    sign_in(page.context, site, bob)
    page.goto(site + reverse("studies:settings", args=[study.pk]))
    title = page.get_by_label("The question")
    title.focus()
    page.keyboard.press("End")
    page.keyboard.type("/")
    expect(title).to_have_value(study.title + "/")


def test_somebody_of_another_workspace_finds_nothing(site, page, study, charlie, interview):
    sign_in(page.context, site, charlie)
    page.goto(site + reverse("accounts:profile"))
    page.keyboard.press("/")
    page.keyboard.type("lemons")
    expect(page.get_by_text("Nothing found for “lemons”.")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_page_answers_while_one_types_and_narrows(site, page, study, bob, interview, no_console_errors):
    sign_in(page.context, site, bob)
    page.goto(site + reverse("analysis:search"))
    page.keyboard.press("/")
    expect(page.get_by_label("Words")).to_be_focused()
    page.keyboard.type("lemons")
    expect(page.locator("#found mark")).to_have_count(2)
    expect(page.get_by_label("Words")).to_be_focused()
    assert "q=lemons" in page.url
    page.get_by_label("What").select_option("quote")
    expect(page.get_by_text("Nothing found here")).to_be_visible()
    page.get_by_label("What").select_option("note")
    page.locator("#found a.hitlink").first.click()
    page.wait_for_url("**#n-*")


def test_without_script_it_is_a_plain_page(site, browser: Browser, study, bob, interview):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, site, bob)
    page = context.new_page()
    page.goto(site + reverse("analysis:overview", args=[study.pk]))
    page.locator("#seek").fill("lemons")
    page.keyboard.press("Enter")
    expect(page.locator("#found mark")).to_have_count(2)
    page.get_by_label("What").select_option("quote")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nothing found here")).to_be_visible()
    context.close()


def test_every_state_is_sound(site, page, no_console_errors):
    owner, study = load_sample()
    make_quote(study=study, text="Unbroken" + "x" * 300 + " count")
    sign_in(page.context, site, owner)
    for name, asked in (("found", "?q=count"), ("nothing", "?q=qqqq"), ("empty", ""), ("kind", "?q=count&kind=note")):
        page.goto(site + reverse("analysis:search") + asked)
        assert_sound(page)
        shoot_all(page, f"page-{name}")
    page.goto(site + reverse("analysis:search") + f"?q=count&study={study.pk}&since=soon")
    assert_sound(page)
    shoot_all(page, "page-wrong")
    page.goto(site + reverse("analysis:overview", args=[study.pk]))
    page.keyboard.press("/")
    page.keyboard.type("count")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert_sound(page)
    shoot_all(page, "box")


class TestSuggestions:
    @pytest.fixture
    def reading(self, site: str, page: Page, study: Any, bob: Any) -> Page:
        hours, money = make_theme(study=study, name="Hours lost"), make_theme(study=study, name="Money")
        for text in ("It takes an hour", "An hour after closing", "One more hour"):
            make_quote(study=study, text=text, theme=hours)
        quote = make_quote(study=study, text="We pay money")
        money.tag(quote, bob)
        study.revise(suggests_themes=True)
        interview = make_interview(study=study)
        make_transcript(interview=interview, turns=[("participant", "That is an hour gone every night.")])
        sign_in(page.context, site, bob)
        page.goto(site + reverse("analysis:transcript", args=[study.pk, interview.pk]))
        return page

    def test_the_first_is_taken_by_enter(self, reading, bob, no_console_errors):
        reading.keyboard.press("j")
        reading.keyboard.press("t")
        group = reading.get_by_role("group", name="Suggested, from this study’s tags")
        first = group.get_by_role("option").first
        expect(first).to_contain_text("Hours lost")
        expect(first).to_have_attribute("aria-selected", "true")
        assert_sound(reading)
        shoot_all(reading, "suggested")
        reading.keyboard.press("Enter")
        expect(reading.locator("#picker")).to_be_hidden()
        expect(reading.locator(".mq")).to_contain_text("Hours lost")
        expect(reading.locator("#said-aloud")).to_have_text("Hours lost: saved.")
        assert Tag.objects.filter(author=bob, theme__name="Hours lost").exists()

    def test_numbers_still_mean_the_themes_used_last(self, reading, bob):
        reading.keyboard.press("j")
        reading.keyboard.press("t")
        expect(
            reading.get_by_role("group", name="Suggested, from this study’s tags").get_by_role("option").first
        ).to_contain_text("Hours lost")
        reading.keyboard.press("1")
        expect(reading.locator(".mq")).to_contain_text("Money")

    def test_a_server_that_says_nothing_keeps_nobody_waiting(self, reading):
        reading.route("**/suggested/?*", lambda route: route.abort())
        reading.keyboard.press("j")
        reading.keyboard.press("t")
        expect(reading.get_by_role("group", name="Used last")).to_be_visible()
        expect(reading.get_by_text("Looking…")).to_have_count(0)
        reading.keyboard.press("Enter")
        expect(reading.locator(".mq")).to_contain_text("Money")
