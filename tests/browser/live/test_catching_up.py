"""A refresh that finds nobody is made up for, though no bell rings again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from accounts.models import User
from interviews.models import Interview
from interviews.models.note import save_note
from tests.browser.live.capture import SOON, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_line_of_a_teammate_comes_after_a_refresh_that_failed(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    page = opened(browse(bob), call)
    page.wait_for_timeout(500)
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        refused.append(route.request.url)
        if len(refused) == 1:
            route.fulfill(status=503, body="The database doesn’t answer just now.")
        else:
            route.continue_()

    page.route("**/lines/?since=*", refuse_once)
    save_note(call, uuid.uuid4(), alice, 0, kind="note", text="They count on Sundays", offset_ms=1000)
    expect(page.get_by_text("They count on Sundays")).to_be_visible(timeout=SOON)
    assert len(refused) > 1
