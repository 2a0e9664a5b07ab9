"""What a participant changes on their own page is on the capture page at once."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from interviews.models import Interview, ParticipantLink
from tests.browser.live.capture import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_changed_answer_is_on_the_capture_page_within_a_second(
    browse: Any, call: Interview, live_app: str, alice: User, bob: User, browser: Browser
) -> None:
    _, token = ParticipantLink.issue(call.participant, alice)
    live = opened(browse(bob), call)
    expect(live.locator(".consent li").filter(has_text="Recording").locator("b")).to_have_text("Yes")
    page = browser.new_context(java_script_enabled=False, has_touch=True, locale="en-GB").new_page()
    page.goto(f"{live_app}/p/{token}/")
    recording = page.get_by_role("listitem").filter(has_text="Record sound or picture")
    recording.get_by_role("button", name="Change to no").tap()
    expect(page.get_by_role("status")).to_contain_text("holds from now on")
    expect(live.locator(".consent li").filter(has_text="Recording").locator("b")).to_have_text("No", timeout=1000)
    page.context.close()
