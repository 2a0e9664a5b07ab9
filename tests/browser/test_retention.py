"""What is kept until when: an owner reads what goes, holds one person back, sees what went, and lets the hold go, by keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from analysis.retention.sweeping import sweep
from studies.models import Study
from tests.analysis.test_retention import heard, keep, words_are_gone
from tests.browser.looks import sound_at
from tests.jobs import run_jobs
from tests.people import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(page: Page, live_app: str, study: Study, alice: User) -> Page:
    session = client_of(alice).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_app}/studies/{study.pk}/people/kept/")
    return page


def test_a_hold_keeps_one_person_and_the_others_go(kept: Page, study: Study, no_console_errors: Any) -> None:
    expect(kept.locator("main")).to_contain_text("There is no last day yet.")
    sound_at(kept, "retention-no-days")
    held, other = heard(study, "Hilde Nowhere"), heard(study, "Otto Nowhere")
    today = timezone.localdate()
    keep(study, words_until=today + timedelta(days=3), identity_until=today + timedelta(days=200))
    kept.reload()
    expect(kept.locator(".kinds li.soon")).to_contain_text("In 4 days")
    expect(kept.locator(".kinds li.soon .whom")).to_contain_text(f"{held.code} {other.code}")

    kept.get_by_label("On whom").select_option(label=held.code)
    kept.get_by_label("Why").fill("District court, case 12 C 7/26, invented")
    kept.get_by_label("Why").press("Enter")
    expect(kept.locator(".hold")).to_contain_text(held.code)
    expect(kept.locator(".held").first).to_contain_text(f"Kept by a legal hold: {held.code}")
    sound_at(kept, "retention-held")

    sweep(timezone.now() + timedelta(days=4))
    run_jobs()
    kept.reload()
    assert words_are_gone(other) and not words_are_gone(held)
    expect(kept.locator(".reports")).to_contain_text("a hold kept 1")

    keep(study, words_until=today - timedelta(days=1))
    release = kept.locator("summary", has_text="Release")
    release.focus()
    kept.keyboard.press("Enter")
    expect(kept.get_by_text("can’t be brought back")).to_be_visible()
    kept.get_by_role("button", name="Release the hold").press("Enter")
    expect(kept.locator("main")).to_contain_text("None. A hold keeps what a court")
    run_jobs()
    assert words_are_gone(held)
    kept.reload()
    kept.get_by_text("Released holds").click()
    expect(kept.locator(".released")).to_contain_text("District court, case 12 C 7/26, invented")
    sound_at(kept, "retention-gone")
