"""A name from the contacts typed during a call: the code is written in its place, by key, before the line is sent or after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from interviews.models import Interview, Note
from tests.browser.live.capture import lines, opened, state, write
from tests.browser.looks import sound_at

pytestmark = pytest.mark.browser


@pytest.fixture
def named(call: Interview) -> Interview:
    contact = call.participant.contact
    assert contact
    contact.name, contact.company = "Marta Quill", "Ladle & Larder"
    contact.save()
    return call


@pytest.fixture
def live(browse: Callable[[User], BrowserContext], bob: User, named: Interview) -> Page:
    return opened(browse(bob), named)


def test_the_code_is_written_instead(named: Interview, live: Page) -> None:
    offer = live.get_by_role("group", name="A name from your contacts")
    live.locator("#c").press_sequentially("🍳 Marta Quill counts at Ladle & Larder")
    expect(offer).to_contain_text("“Marta Quill”, “Ladle & Larder”: names from your contacts.")
    sound_at(live, "live-names")
    live.keyboard.type(" on Sundays")
    expect(offer).to_be_visible()  # what is typed on doesn't take it away
    live.keyboard.press("Alt+n")
    expect(live.locator("#c")).to_have_value("🍳 P01 counts at [company] on Sundays")
    expect(offer).to_be_hidden()
    live.keyboard.press("Enter")
    state(live, "All saved")
    assert Note.objects.get().text == "🍳 P01 counts at [company] on Sundays"


def test_in_a_line_that_is_sent(named: Interview, live: Page) -> None:
    write(live, "Marta owns the count")
    offer = live.get_by_role("group", name="A name from your contacts")
    expect(offer).to_contain_text("“Marta” in the line above is a name")
    live.keyboard.press("Alt+n")
    expect(live.locator("[data-words]")).to_have_text("P01 owns the count")
    state(live, "All saved")
    assert Note.objects.get().text == "P01 owns the count"
    expect(live.locator("#c")).to_be_focused()


def test_a_name_that_shall_stay(named: Interview, live: Page) -> None:
    offer = live.get_by_role("group", name="A name from your contacts")
    write(live, "Marta owns the count")
    offer.get_by_role("button", name="Leave it").click()
    expect(offer).to_be_hidden()
    with live.expect_response("**/live/names/"):
        write(live, "Marta again")
    live.wait_for_timeout(200)
    expect(offer).to_be_hidden()
    assert lines(live) == ["Marta owns the count", "Marta again"]
