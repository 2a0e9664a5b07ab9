"""Insights, assumptions and the report in a real browser: acts in place, Undo, no script, sharing, narrow screens."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from analysis.models import Decision, Insight, Report, Side
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_objective,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_theme,
)
from tests.people import client_of

pytestmark = pytest.mark.browser

WORDS = ("The number sat there.", "Nobody asked me about it.", "I was just tired.", "Eleven kilos of butter.")


@pytest.fixture
def insight(study, bob) -> Insight:
    """Cited for by two people and against by one; a fourth quote is not cited yet."""
    question = make_question(study=study, objective=make_objective(study=study))
    assumption = make_assumption(study=study, bar_k=2, bar_n=4)
    question.assumptions.add(assumption)
    theme = make_theme(study=study, name="Nobody reads the count")
    insight = make_insight(study=study, statement="People stop when nobody asks.")
    insight.assumptions.add(assumption)
    sides = (Side.FOR, Side.FOR, Side.AGAINST, None)
    for words, side in zip(WORDS, sides, strict=True):
        person = make_participant(study=study, persona=make_persona(study=study))
        quote = make_quote(study=study, interview=make_interview(study=study, participant=person), text=words)
        theme.tag(quote, bob)
        if side:
            insight.cite(quote, side, bob)
            quote.weigh(assumption, side, bob)
    return insight


@pytest.fixture
def on(live_app: str, page: Page, bob: Any, insight: Insight, no_console_errors: list[str]) -> Any:
    """Opens a page of the analysis as Bob."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": client_of(bob).cookies["sessionid"].value, "url": live_app}]
    )

    def go(name: str, *args: Any) -> Page:
        page.goto(live_app + reverse(f"analysis:{name}", args=[insight.study_id, *args]))
        return page

    return go


def card(page: Page, side: str, words: str) -> Any:
    return page.locator(f"section.{side} .evi", has_text=words)


def test_a_quote_changes_sides_in_place(on, insight):
    page = on("insight", insight.pk)
    expect(page.locator("#rest")).to_contain_text("2 of 4 people say so")
    card(page, "for", WORDS[1]).hover()
    card(page, "for", WORDS[1]).get_by_role("button", name="to against").click()
    expect(card(page, "against", WORDS[1])).to_be_visible()
    expect(page.locator("#rest")).to_contain_text("1 of 4 people say so")
    assert insight.citations.filter(side=Side.AGAINST).count() == 2


@pytest.mark.parametrize("way", ["button", "key"])
def test_what_was_taken_out_comes_back(on, insight, way):
    page = on("insight", insight.pk)
    card(page, "against", WORDS[2]).hover()
    card(page, "against", WORDS[2]).get_by_role("button", name="Take out").click()
    expect(card(page, "against", WORDS[2])).to_have_count(0)
    assert insight.citations.count() == 2
    if way == "button":
        page.locator(".toast").get_by_role("button", name="Undo").click()
    else:
        page.keyboard.press("Control+z")
    expect(card(page, "against", WORDS[2])).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_an_echo_before_the_answer_takes_no_undo_away(on, insight):
    """The doorbell can ring for one's own act before its answer is there; what it refreshes must not unhook the act."""
    page = on("insight", insight.pk)
    expect(page.locator("body")).to_have_attribute("data-stream", "open")

    def late(route):
        answer = route.fetch()
        time.sleep(1.5)
        route.fulfill(response=answer)

    page.route("**/remove/", late)
    card(page, "against", WORDS[2]).hover()
    with page.expect_response("**/evidence/"):
        card(page, "against", WORDS[2]).get_by_role("button", name="Take out").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(card(page, "against", WORDS[2])).to_be_visible()


def test_undo_pressed_before_the_message_has_its_script_still_undoes(on, insight):
    """A form that is submitted the plain way, in the moment before htmx has taken it over."""
    page = on("insight", insight.pk)
    card(page, "against", WORDS[2]).hover()
    card(page, "against", WORDS[2]).get_by_role("button", name="Take out").click()
    page.locator("form.toast").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    expect(card(page, "against", WORDS[2])).to_be_visible()


def test_another_window_shows_the_change(on, insight, browser: Browser):
    """The doorbell rings, and the fragment fetches itself again."""
    page = on("insight", insight.pk)
    expect(page.locator("body")).to_have_attribute("data-stream", "open")
    left_over = insight.study.quotes.exclude(citations__insight=insight).get()
    insight.cite(left_over, Side.AGAINST, insight.study.owner)
    expect(card(page, "against", WORDS[3])).to_be_visible()


def test_a_lens_is_answered_in_place(on, insight):
    page = on("insight", insight.pk)
    page.get_by_role("link", name="Answer: Marketing").click()
    page.get_by_label("No change").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#lens-marketing")).to_contain_text("No change. Said by BE")
    expect(page.locator("#decisions")).to_contain_text("1 of 5 looked at")


def test_quotes_are_found_and_cited(on, insight):
    page = on("insight_cite", insight.pk)
    page.get_by_label("Words").fill("butter")
    expect(page.locator(".pick")).to_have_count(1)
    page.locator(".pick").get_by_role("button", name="Against").click()
    expect(page.locator(".pick").get_by_role("button", name="Against")).to_have_attribute("aria-pressed", "true")
    assert insight.citations.filter(side=Side.AGAINST).count() == 2
    page.locator(".pick").get_by_role("button", name="Against").click()
    expect(page.locator(".pick").get_by_role("button", name="Against")).to_have_attribute("aria-pressed", "false")
    assert insight.citations.filter(side=Side.AGAINST).count() == 1


def test_every_knot_of_the_line_leads_somewhere(on, insight, live_app, bob):
    page = on("insight", insight.pk)
    links = [link.get_attribute("href") for link in page.locator(".graph a").all()]
    assert len(links) >= 8
    for link in links:
        if link.startswith("#"):
            assert page.locator(link).count() == 1, link
        else:
            assert client_of(bob).get(link.split("#")[0]).status_code in {200, 302}, link


def test_it_works_without_scripts(live_app, browser: Browser, bob, insight):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client_of(bob).cookies["sessionid"].value, "url": live_app}])
    page = context.new_page()
    page.goto(live_app + reverse("analysis:insight", args=[insight.study_id, insight.pk]))
    card(page, "against", WORDS[2]).hover()
    card(page, "against", WORDS[2]).get_by_role("button", name="Take out").click()
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(card(page, "against", WORDS[2])).to_be_visible()
    page.get_by_role("link", name="Answer: Product").click()
    page.get_by_label("Yes").check()
    page.get_by_label("What follows").fill("Say what the count changed.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#lens-product")).to_contain_text("Say what the count changed.")
    context.close()


def test_a_shared_report_opens_for_anybody(on, insight, browser: Browser, bob):
    Report.write(insight.study, bob, answer="Because nothing moves.")
    Decision.make(insight, "Show what the count changed", bob, owner=bob)
    page = on("report_links")
    page.get_by_label("Open for").select_option("7")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link", exact=True).input_value()
    guest = browser.new_context().new_page()
    guest.goto(address)
    expect(guest.get_by_role("heading", level=1)).to_have_text(insight.study.title)
    expect(guest.locator(".so")).to_contain_text("So we show what the count changed")
    page.get_by_role("button", name="Take back").click()
    assert guest.goto(address).status == 404


def test_exports_are_downloads(on):
    page = on("report")
    page.locator("summary", has_text="Export").click()
    for label, ending in (("Quotes as a table", "csv"), ("The whole study", "json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
