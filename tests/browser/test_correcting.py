"""Correcting a line on the reading page: by key, with two people, without an answer, and quotes that lost their words."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analysis.models import Quote
from analysis.quoting.correcting import correct
from interviews.models import Interview, Note
from tests.browser.looks import shoot
from tests.browser.sound import assert_sound
from tests.browser.test_tagging import (  # noqa: F401 (fixtures)
    TURNS,
    browser_context_args,
    go_to,
    interview,
    open_page,
    reading,
    saved,
    site,
    tag_by_key,
)

pytestmark = pytest.mark.browser


def turn(interview: Interview, position: int) -> Note:  # noqa: F811
    return interview.transcript.turns.get(position=position)


def write(page: Page, words: str) -> None:
    page.keyboard.press("e")
    field = page.get_by_label("What was said")
    expect(field).to_be_focused()
    field.fill(words)


def test_a_quote_follows_its_corrected_line_without_the_mouse(reading: Page, interview: Interview) -> None:  # noqa: F811
    go_to(reading, 3)
    reading.keyboard.press("s")
    tag_by_key(reading, "Trust")
    go_to(reading, 3)
    reading.keyboard.press("e")
    field = reading.get_by_label("What was said")
    expect(field).to_be_focused()
    expect(field).to_have_value(TURNS[3][1])
    shoot(reading, "correct")
    assert_sound(reading)
    field.fill("And then I went right home. The numbers were wrong anyway.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator("form.correct")).to_have_count(0)
    expect(reading.locator(".turn.now")).to_be_focused()
    expect(reading.locator("mark[data-q]")).to_have_text("then I went right home.")
    assert Quote.objects.get().text == "then I went right home."
    reading.keyboard.press("s")
    tag_by_key(reading, "Trust")  # counted in the new words


def test_leaving_asks_once_where_something_was_written(reading: Page, interview: Interview) -> None:  # noqa: F811
    go_to(reading, 3)
    write(reading, "Half a sent")
    reading.keyboard.press("Escape")
    expect(reading.locator("form.correct [data-why]")).to_contain_text("Press Esc once more")
    reading.keyboard.press("Escape")
    expect(reading.locator("form.correct")).to_have_count(0)
    expect(reading.locator(".turn.now")).to_be_focused()
    assert turn(interview, 3).text == TURNS[3][1]


def clash(reading: Page, interview: Interview, other: Any) -> None:  # noqa: F811
    """Somebody else changes the line while it is being corrected here."""
    go_to(reading, 3)
    write(reading, "Then I drove home.")
    correct(turn(interview, 3), 1, "Then I walked home.", other)
    reading.keyboard.press("Control+Enter")


def test_of_two_people_the_second_sees_both_texts(
    reading: Page,  # noqa: F811
    interview: Interview,  # noqa: F811
    alice: Any,
    no_console_errors: list[str],
) -> None:
    clash(reading, interview, alice)
    form = reading.locator("form.correct")
    expect(form.locator("[data-theirs]")).to_have_text("Then I walked home.")
    expect(form).to_contain_text(f"{alice.initials} changed this line while you did.")
    expect(form.get_by_label("Your words, not saved")).to_be_focused()
    expect(form.get_by_label("Your words, not saved")).to_have_value("Then I drove home.")
    expect(reading.locator("#messages [data-toast]")).to_have_count(0)
    shoot(reading, "clash")
    assert_sound(reading)
    assert turn(interview, 3).text == "Then I walked home."
    form.get_by_role("button", name="Put mine in its place").click()
    expect(form).to_have_count(0)
    assert turn(interview, 3).text == "Then I drove home."
    no_console_errors.clear()  # the browser itself reports the 409


def test_keeping_theirs_shows_their_words(
    reading: Page,  # noqa: F811
    interview: Interview,  # noqa: F811
    alice: Any,
    no_console_errors: list[str],
) -> None:
    clash(reading, interview, alice)
    reading.get_by_text("Keep it as it stands").click()
    expect(reading.locator("[data-text]").nth(3)).to_have_text("Then I walked home.", timeout=10_000)
    no_console_errors.clear()


def test_without_an_answer_the_words_stay_in_the_field(reading: Page, no_console_errors: list[str]) -> None:  # noqa: F811
    reading.route("**/correct/", lambda route: route.abort(), times=1)
    go_to(reading, 3)
    write(reading, "Then I drove home.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator("form.correct [data-why]")).to_contain_text("No answer from the server")
    expect(reading.get_by_label("What was said")).to_have_value("Then I drove home.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator("[data-text]").nth(3)).to_have_text("Then I drove home.")
    no_console_errors.clear()


@pytest.mark.parametrize("how", ["key", "mouse"])
def test_a_quote_that_lost_its_words_is_placed_anew(reading: Page, interview: Interview, how: str) -> None:  # noqa: F811
    go_to(reading, 3)
    reading.keyboard.press("s")
    tag_by_key(reading, "Trust")
    go_to(reading, 3)
    write(reading, "Something altogether different, perhaps. Or so.")
    reading.keyboard.press("Control+Enter")
    expect(reading.locator("#messages")).to_contain_text("1 quote couldn’t follow.")
    expect(reading.locator("#lost")).to_contain_text("Then I went home.")
    shoot(reading, f"lost-{how}")
    reading.get_by_role("link", name="Place it anew").click()
    expect(reading.locator("#lines.with-keys")).to_be_visible()
    expect(reading.locator("#placing")).to_contain_text("Then I went home.")
    reading.locator("[data-text]").nth(3).click(position={"x": 5, "y": 10})
    if how == "key":
        for key in ("s", "Shift+ArrowLeft", "t"):
            reading.keyboard.press(key)
        expect(reading.locator("#placing-now")).to_have_text("“Something altogether different,”")
        shoot(reading, "placing")
        assert_sound(reading)
        reading.keyboard.press("Enter")
    else:
        reading.locator(".turn.now").get_by_role("button", name="Place it on this line").click()
    expect(reading.locator("#messages")).to_contain_text("The quote stands on its words again.")
    expect(reading.locator("#lost")).not_to_contain_text("Then I went home.")
    words = "Something altogether different," if how == "key" else "Something altogether different, perhaps. Or so."
    assert Quote.objects.get().text == words
    expect(reading.locator("mark[data-q]")).to_have_text(words)


def test_without_script_a_line_is_corrected_too(browser: Any, site: str, bob: Any, interview: Interview) -> None:  # noqa: F811
    from tests.factories import make_transcript

    make_transcript(interview=interview, turns=TURNS)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, site, bob, "analysis:transcript", interview)
    page.get_by_text("Correct the words").nth(1).click()
    page.get_by_label("What was said").fill("I counted.")
    page.get_by_role("button", name="Save the words").click()
    expect(page.locator("[data-text]").nth(1)).to_have_text("I counted.")
    context.close()
