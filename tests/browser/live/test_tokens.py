"""Themes, assumptions and time markers typed during a call, and the row that suggests them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from analysis.models import Evidence, Tag, Theme
from interviews.models import Interview, Kind
from studies.models import Study
from tests.browser.live.capture import (
    BESIDE_A_CALL,
    LINE,
    PHONE,
    SOON,
    WIDE,
    lines,
    opened,
    ready,
    saved,
    silent,
    state,
    write,
)
from tests.browser.sound import assert_sound
from tests.factories import make_assumption

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def themed(browse: Any, call: Interview, bob: User) -> Page:
    for name in ("Trust in the numbers", "One person", "Transport"):
        Theme.called(call.study, name, bob)
    make_assumption(study=call.study, statement="Owners count on Sundays.")
    page = browse(bob).new_page()
    with page.expect_response(re.compile("/themes/list/$")):
        page.goto(f"/studies/{call.study_id}/interviews/{call.pk}/live/")
    ready(page)
    return page


def options(page: Page) -> list[str]:
    return page.locator("[data-suggest]:not([hidden]) [role=option] b").all_text_contents()


def tags() -> list[tuple[str, str]]:
    return sorted((tag.theme.name, tag.quote.text) for tag in Tag.objects.select_related("theme", "quote"))


def test_a_theme_is_picked_by_key_and_tags_the_quote(themed: Page, call: Interview) -> None:
    themed.keyboard.type('"Nobody asked #tr')
    expect(themed.locator("[role=option]").first).to_be_visible()
    assert options(themed) == ["#trust-in-the-numbers", "#transport", "#tr"]
    expect(themed.locator("#c")).to_have_attribute("aria-activedescendant", "suggest-0")
    themed.keyboard.press("ArrowDown")
    expect(themed.locator("#c")).to_have_attribute("aria-activedescendant", "suggest-1")
    themed.keyboard.press("ArrowUp")
    themed.keyboard.press("Enter")  # takes the theme, saves nothing yet
    expect(themed.locator("#c")).to_have_value("Nobody asked #trust-in-the-numbers ")
    assert lines(themed) == []
    write(themed, "me. #one")
    expect(themed.locator("#c")).to_have_value("Nobody asked #trust-in-the-numbers me. #one-person ")
    themed.keyboard.press("Enter")
    state(themed, "All saved")
    assert saved(call) == ["Nobody asked me."]
    assert tags() == [("One person", "Nobody asked me."), ("Trust in the numbers", "Nobody asked me.")]
    expect(themed.locator(".ln .hash")).to_have_text(["#trust-in-the-numbers", "#one-person"])
    expect(themed.locator(".ln .hash").first).to_have_attribute("data-c", "1")
    themed.reload()
    ready(themed)
    expect(themed.locator(".ln .hash")).to_have_text(["#trust-in-the-numbers", "#one-person"])
    expect(themed.locator(".ln .hash").first).to_have_attribute("data-c", "1")


def test_a_new_theme_is_made_with_enter_and_escape_closes_the_list(themed: Page, call: Interview) -> None:
    write(themed, '"After the pans. #after-midnight')
    state(themed, "All saved")
    assert tags() == [("after midnight", "After the pans.")]
    themed.keyboard.type('"One #')
    assert len(options(themed)) == 4
    themed.keyboard.type("after-m")
    themed.keyboard.press("Tab")
    expect(themed.locator("#c")).to_have_value("One #after-midnight ")
    themed.keyboard.type("#tr")
    themed.keyboard.press("Escape")
    expect(themed.locator("[data-suggest]")).to_be_hidden()
    themed.keyboard.press("Enter")
    state(themed, "All saved")
    assert {name for name, text in tags() if text == "One"} == {"after midnight", "tr"}


def test_what_is_no_token_stays_in_the_words(themed: Page, call: Interview) -> None:
    write(themed, r"Ticket #3, \#general and a@A1 or @A9 stay")
    state(themed, "All saved")
    assert saved(call) == ["Ticket #3, #general and a@A1 or @A9 stay"]
    themed.keyboard.press("ArrowUp")
    write(themed, "!")
    state(themed, "All saved")
    assert saved(call) == ["Ticket #3, #general and a@A1 or @A9 stay!"]
    assert call.notes.get().theme_names == []


def test_taking_a_line_up_again_shows_its_tokens_and_keeps_them_in_step(themed: Page, call: Interview) -> None:
    write(themed, '"Nobody asked. #transport #new @A1-')
    state(themed, "All saved")
    themed.keyboard.press("ArrowUp")
    expect(themed.locator("#c")).to_have_value("Nobody asked. #transport #new @A1-")
    themed.keyboard.press("Enter")  # nothing changed, nothing sent
    assert call.notes.get().revision == 1
    themed.keyboard.press("ArrowUp")
    themed.keyboard.press("Control+a")
    write(themed, "Nobody ever asked. #transport")
    state(themed, "All saved")
    assert tags() == [("Transport", "Nobody ever asked.")]
    assert not Evidence.objects.exists()
    expect(themed.locator(".ln .chips")).to_have_text("#transport")


def test_assumptions_are_linked_and_counted_beside(themed: Page, call: Interview) -> None:
    item = themed.locator("[data-assumption]").filter(has_text="A2")
    themed.keyboard.type('"We count. @sund')
    expect(themed.locator("[role=option]")).to_have_text(["A2Owners count on Sundays."])
    themed.keyboard.press("Tab")
    expect(themed.locator("#c")).to_have_value("We count. @A2")
    assert options(themed) == ["A2", "A2+", "A2-"]
    write(themed, "+")
    expect(item.locator("[data-for]")).to_have_text("1")
    write(themed, "And again @A2 +", '"Never @A2- on Sundays')
    expect(item.locator("[data-for]")).to_have_text("2")
    expect(item.locator("[data-against]")).to_have_text("1")
    state(themed, "All saved")
    assert saved(call) == ["We count.", "And again", "Never on Sundays"]
    assert sorted(Evidence.objects.values_list("quote__text", "stance")) == [
        ("Never on Sundays", "against"),
        ("We count.", "for"),
    ]
    expect(themed.locator(".ln .sig")).to_have_text(["A2 for", "A2 for", "A2 against"])
    themed.keyboard.type("Clicked")
    item.get_by_role("button", name="For").click()
    expect(themed.locator("#c")).to_have_value("Clicked @A2+ ")
    expect(themed.locator("#c")).to_be_focused()
    themed.reload()
    ready(themed)
    expect(item.locator("[data-for]")).to_have_text("2")


def test_a_teammates_signal_counts_as_it_comes(browse: Any, call: Interview, alice: User, bob: User) -> None:
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    write(hers, "It would. @A1+ #shared-name")
    expect(mine.locator("[data-for]")).to_have_text("1", timeout=SOON)
    mine.keyboard.type("x #sha")
    assert options(mine) == ["#shared-name", "#sha"]


def test_tokens_wait_with_their_line_and_outlive_a_reload(themed: Page, call: Interview) -> None:
    themed.context.route(LINE, silent)
    write(themed, '"Waits. #transport @A1+')
    themed.keyboard.type("half #one-person @A1")
    themed.keyboard.press("Escape")
    themed.reload()
    ready(themed)
    expect(themed.locator("#c")).to_have_value("half #one-person @A1")
    expect(themed.locator(".ln.unsaved .hash")).to_have_text("#transport")
    expect(themed.locator("[data-for]").first).to_have_text("1")
    themed.context.unroute(LINE)
    state(themed, "All saved")
    assert tags() == [("Transport", "Waits.")]
    assert Evidence.objects.get().stance == "for"


def test_an_answer_that_is_lost_tags_once(themed: Page, call: Interview) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    themed.context.route(LINE, lose, times=2)
    write(themed, '"Once #brand-new @A1-')
    state(themed, "All saved")
    assert call.notes.get().revision == 1
    assert (Tag.objects.count(), Evidence.objects.count()) == (1, 1)


def test_a_theme_alone_is_no_line(themed: Page, call: Interview) -> None:
    write(themed, "#transport")
    expect(themed.locator(".toast")).to_contain_text("needs the words it is about")
    expect(themed.locator("#c")).to_have_value("#transport")
    assert saved(call) == []


def test_a_marker_is_dropped_while_typing_and_filled_later(capture: Page, call: Interview) -> None:
    write(capture, "Before")
    capture.keyboard.type("half")
    capture.keyboard.press("Alt+m")
    expect(capture.locator("#c")).to_have_value("half")
    write(capture, " a line")
    capture.get_by_role("button", name="marker").click()
    state(capture, "All saved")
    expect(capture.locator(".ln .unfilled")).to_have_count(2)
    assert list(call.notes.values_list("kind", "text").order_by("position")) == [
        ("note", "Before"), ("note", "half a line"), ("mark", ""), ("mark", ""),
    ]  # fmt: skip
    capture.keyboard.press("ArrowUp")
    expect(capture.locator("[data-editing]")).to_be_visible()
    capture.keyboard.press("Enter")  # still nothing to say
    expect(capture.locator("[data-editing]")).to_be_hidden()
    capture.keyboard.press("ArrowUp")
    write(capture, "~Sighs")
    state(capture, "All saved")
    capture.reload()
    ready(capture)
    capture.get_by_role("button", name="Fill in").click()
    write(capture, "Looks at the clock")
    state(capture, "All saved")
    expect(capture.locator(".ln .unfilled")).to_have_count(0)
    assert list(call.notes.values_list("kind", "text").order_by("position"))[2:] == [
        ("note", "Looks at the clock"),
        ("observation", "Sighs"),
    ]


@pytest.mark.parametrize("size", [WIDE, BESIDE_A_CALL, PHONE], ids=["wide", "beside a call", "phone"])
def test_suggestions_chips_and_markers_fit_and_are_accessible(
    browse: Any, call: Interview, study: Study, bob: User, size: tuple[int, int]
) -> None:
    for name in (
        "Trust in the numbers",
        "One person",
        "Transport",
        "A name that goes on and on until it is eighty characters long, or nearly so",
    ):
        Theme.called(call.study, name, bob)
    page = opened(browse(bob, size), call)
    write(
        page,
        '"Nobody asked about it, not once. #one-person #new @A1-',
        ">Why not?",
        "Under it #a-name @A1",
        "!Aha @A1+",
    )
    page.keyboard.press("Alt+m")
    state(page, "All saved")
    page.keyboard.type("And then #tr")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert_sound(page)
    page.keyboard.press("Escape")
    page.keyboard.type(" @A1")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert_sound(page)
    if size != WIDE:
        page.click("[data-open=listen]")  # the row of suggestions closing doesn't pull the button away
        expect(page.locator("[data-assumption]").first).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("Alt+g")
    assert_sound(page)
    page.keyboard.press("Escape")
    call.notes.filter(kind=Kind.VERBATIM).get()
    page.goto(f"/studies/{study.pk}/interviews/{call.pk}/debrief/")
    assert_sound(page)
    page.get_by_role("link", name="lines around it").click()
    expect(page.get_by_role("heading", name="Marker at")).to_be_visible()
    assert_sound(page)
