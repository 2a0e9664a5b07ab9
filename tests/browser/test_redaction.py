"""Words are taken out of a study where they are read, without the mouse, and an owner puts them back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis.models import Quote
from interviews.models import Contact, Interview
from tests.browser.looks import sound_at
from tests.browser.test_tagging import (  # noqa: F401 (fixtures)
    TURNS,
    browser_context_args,
    go_to,
    interview,
    open_page,
    reading,
    site,
    tag_by_key,
)
from tests.factories import make_transcript

pytestmark = pytest.mark.browser


def test_a_contacts_name_is_offered(page: Page, site: str, bob: User, interview: Interview) -> None:  # noqa: F811
    Contact.objects.update(name="Marta Quill", company="The Ladle & Larder of Upper Something", job="Head cook")
    make_transcript(interview=interview, turns=[("team", "Thanks, Marta."), ("participant", "Marta Quill is me, yes.")])
    open_page(page, site, bob, "analysis:transcript", interview)
    sound_at(page, "names")
    page.get_by_role("button", name="Marta Quill").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marta Quill")
    expect(page.get_by_label("They are about")).to_have_value("person")
    page.goto(f"{site}/studies/{interview.study_id}/people/{interview.participant_id}/")
    expect(page.locator("main .notice")).to_contain_text("Head cook at The Ladle & Larder of Upper Something")
    sound_at(page, "telling")


def test_taking_words_out_by_key(reading: Page, site: str, alice: User, interview: Interview) -> None:  # noqa: F811
    go_to(reading, 3)
    reading.keyboard.press("s")
    tag_by_key(reading, "Trust")
    go_to(reading, 3)
    for _ in range(2):
        reading.keyboard.press("Shift+ArrowRight")
    chosen = reading.evaluate(
        "[...CSS.highlights.values()].flatMap(h => [...h]).map(r => r.toString()).join('')"
    ).strip()
    assert chosen and chosen in TURNS[3][1]
    reading.keyboard.press("x")
    expect(reading.get_by_role("heading", level=1)).to_contain_text(chosen)
    expect(reading.get_by_role("link", name="Leave everything as it is")).to_be_focused()
    sound_at(reading, "redaction-look")
    reading.get_by_label("They are about").select_option("company")
    reading.get_by_role("button", name="Take them out").focus()
    reading.keyboard.press("Enter")
    expect(reading.locator(".taken")).to_contain_text("[company 1]")
    sound_at(reading, "redactions")
    assert interview.transcript.turns.get(position=3).text.count("[company 1]") >= 1
    assert "[company 1]" in Quote.objects.get().text
    assert reading.get_by_role("button", name="Put back").count() == 0  # he is no owner
    open_page(reading, site, alice, "analysis:transcript", interview)
    reading.goto(f"{site}/studies/{interview.study_id}/redactions/")
    reading.get_by_role("button", name="Put back").focus()
    reading.keyboard.press("Enter")
    expect(reading.locator(".taken")).to_contain_text("Put back on")
    assert interview.transcript.turns.get(position=3).text == TURNS[3][1]


def test_words_marked_by_mouse_are_taken_out_from_the_box_beside_them(reading: Page) -> None:  # noqa: F811
    words = reading.locator("[data-text]").nth(3)
    words.dblclick(position={"x": 12, "y": 12})
    chosen = reading.evaluate("getSelection().toString()").strip()
    assert chosen
    reading.get_by_role("button", name="Take out…").click()
    expect(reading.get_by_role("heading", level=1)).to_contain_text(f"“{chosen}”")
