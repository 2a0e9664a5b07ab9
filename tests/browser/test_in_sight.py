"""In a long interview: what one came for is in sight, nothing moves the page away, and boxes stay on the screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from analysis.models import Evidence, Quote
from interviews.models import Interview
from tests.browser.sound import assert_sound
from tests.browser.test_long_reading import fill
from tests.browser.test_tagging import browser_context_args, interview, saved, sign_in, site  # noqa: F811, F401 (fixtures)
from tests.factories import make_assumption

pytestmark = pytest.mark.browser
# Where the first words of a quote stand on the screen, and how high that is.
WORDS_AT = "([pk]) => [document.querySelector(`mark[data-q='${pk}']`).getBoundingClientRect().top, innerHeight]"
BOX = "(id) => { const box = document.getElementById(id).getBoundingClientRect(); return [box.top, box.bottom, innerHeight]; }"
SETTLED = "() => document.querySelector('#lines.measured') && document.readyState === 'complete'"


def in_sight(page: Page, quote: Quote) -> None:
    expect(page.locator(f"mark[data-q='{quote.pk}'].lit").first).to_be_attached()
    page.wait_for_function(SETTLED)
    top, height = page.evaluate(WORDS_AT, [quote.pk])
    assert 0 <= top < height - 20, (page.url, page.viewport_size, top)


def whole(page: Page, name: str) -> None:
    page.wait_for_timeout(100)
    top, bottom, height = page.evaluate(BOX, name)
    assert 0 <= top < bottom <= height, (name, top, bottom)


@pytest.mark.parametrize("width", [1440, 390])
def test_what_one_came_for(page: Page, site: str, bob: Any, interview: Interview, width: int) -> None:  # noqa: F811
    fill(interview, bob)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page.context, site, bob)
    read = site + reverse("analysis:read", args=[interview.study_id, interview.pk])
    for quote in Quote.objects.order_by("pk")[90:300:80]:
        page.goto(f"{read}?quote={quote.pk}")
        in_sight(page, quote)
    page.mouse.move(5, 400)
    page.mouse.wheel(0, -3000)
    page.wait_for_timeout(200)
    left = page.evaluate("scrollY")
    page.reload()
    page.wait_for_function(SETTLED)
    assert abs(page.evaluate("scrollY") - left) < 3
    page.goto(site + reverse("analysis:themes", args=[interview.study_id]))
    page.go_back()
    page.wait_for_function(SETTLED)
    assert abs(page.evaluate("scrollY") - left) < 3


def test_far_down_by_key(page: Page, site: str, bob: Any, interview: Interview, no_console_errors: list[str]) -> None:  # noqa: F811
    fill(interview, bob)
    for number in (1, 2):
        make_assumption(study=interview.study, statement=f"Assumption {number} holds.")
    sign_in(page.context, site, bob)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site + reverse("analysis:transcript", args=[interview.study_id, interview.pk]))
    page.wait_for_function(SETTLED)
    keys = page.keyboard
    for _ in range(40):
        keys.press("Shift+J")  # over our own lines
    line = page.locator(".turn.now")
    assert line.get_attribute("data-quotable") is not None
    stood = page.evaluate("scrollY")
    assert stood > 2000
    keys.press("t")
    expect(page.locator("#picker-find")).to_be_focused()
    whole(page, "picker")
    assert page.evaluate("scrollY") == stood
    assert_sound(page)
    keys.press("Escape")

    # A line of ours is refused before anything is typed, once, and by mouse offers what can be done with it.
    while line.get_attribute("data-quotable") is not None:
        keys.press("k")
    for key in ("t", ".", "t"):
        keys.press(key)
    expect(
        page.locator(".toast").filter(has_text="Only what the participant said, on the record, can be quoted.")
    ).to_have_count(1)
    expect(page.locator("#picker")).to_be_hidden()
    line.locator("[data-text]").click(click_count=3)
    expect(page.locator("#picker")).to_be_visible()
    expect(page.locator("#picker [data-take-out]")).to_be_visible()
    expect(page.locator("#picker-find")).to_be_hidden()
    keys.press("Escape")

    # The quote's card: on the screen whole, also when it grows; the focus stays with what one does.
    keys.press("]")
    keys.press("Enter")
    expect(page.locator("#opened-box")).to_be_visible()
    whole(page, "opened-box")
    card = page.locator("#opened")
    card.get_by_role("button", name="What they did").focus()
    keys.press("Enter")
    expect(card.get_by_role("button", name="What they did")).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("button", name="What they did")).to_be_focused()
    card.get_by_role("button", name="For", exact=True).focus()
    keys.press("Enter")
    expect(card.get_by_role("button", name="No evidence on A1")).to_be_visible()
    expect(card.locator("#oq-asm")).to_be_focused()
    whole(page, "opened-box")
    keys.press("Escape")

    # Beside the words on a small laptop, and where there is no room beside them, as high as the room above or below.
    for width, height, beside in ((1200, 800, True), (720, 700, False)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".turn.now mark").first.click()
        expect(page.locator("#opened-box")).to_be_visible()
        whole(page, "opened-box")
        assert page.locator("#opened-box.beside").count() == beside
        box, words = (page.locator(where).bounding_box() for where in ("#opened-box", "mark.open >> nth=0"))
        apart = (
            box["x"] > words["x"] + words["width"]
            if beside
            else box["y"] > words["y"] or box["y"] + box["height"] < words["y"]
        )
        assert apart, (width, box, words)
        keys.press("Escape")

    # Two quick presses take two acts back, and the keys' list names one way to do it.
    keys.press("Control+z")
    keys.press("Control+z")
    expect(page.locator(".toast").filter(has_text="Undone: gave a quote of P01 the grade 2.")).to_be_visible()
    assert not Evidence.objects.exists()
    assert not Quote.objects.exclude(grade=None).exists()
    keys.press("?")
    told = page.locator("#keys-dialog dt:visible").all_inner_texts()
    assert [" ".join(words.split()) for words in told].count("Ctrl Z") == 1
    keys.press("Escape")
    saved(page)
