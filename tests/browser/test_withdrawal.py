"""A person is taken out of a study by keyboard alone: the reach, a wrong code, the choice, the progress, what is left to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from analysis.erasing.carrying_out import carry_out
from interviews.models import StudyPrivacy, Withdrawal
from tests.analysis.full_house import House, full_house
from tests.browser.looks import shoot_all, sound_at
from tests.factories import make_insight
from tests.people import client_of

pytestmark = pytest.mark.browser
WIDTHS = (1440, 720, 390, 320)
LONG = "Donaudampfschifffahrtsgesellschaftskapitaen"
SAID = f"we count everything twice on Mondays because the {LONG} is always in a hurry and wrong by a crate or two"


@pytest.fixture
def house(transactional_db: None, settings: Any, tmp_path: Any) -> House:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    house = full_house(f"Ada {LONG}", SAID)
    make_insight(study=house.study, statement=f"As Ada says, {SAID}.")
    make_insight(study=house.study, statement="Ada is not alone in this.")
    StudyPrivacy.settle(house.study, house.owner, withdraw_until="2031-05-01")
    return house


def test_a_person_is_withdrawn_by_keyboard(
    live_app: str, page: Page, house: House, no_console_errors: list[str]
) -> None:
    session = client_of(house.editor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])
    page.goto(live_app + reverse("analysis:withdrawals", args=[house.study.pk]))
    expect(page.get_by_text("Nobody withdrew")).to_be_visible()
    shoot_all(page, "withdrawals-empty", (1440, 390))
    page.goto(live_app + reverse("interviews:participant", args=[house.study.pk, house.person.pk]))
    sound_at(page, "participant", (1440, 390))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="Withdraw P01…").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Take P01 out of the study")).to_be_visible()
    reach = page.get_by_role("region", name="What it reaches")
    expect(reach).to_contain_text("3 interviews")
    expect(reach).to_contain_text("A1 falls below its bar: 0 of at least 1")
    expect(page.locator(".texts mark").first).to_be_visible()
    sound_at(page, "withdraw", WIDTHS)
    page.set_viewport_size({"width": 1440, "height": 900})

    expect(page.get_by_label("Delete everything", exact=False)).to_be_checked()
    page.get_by_label("Delete everything", exact=False).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("P02")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is P02. Type P01")).to_be_visible()
    assert [said for said in no_console_errors if "422" not in said] == []
    no_console_errors.clear()
    expect(page.get_by_label("Keep anonymous counts", exact=False)).to_be_checked()
    sound_at(page, "withdraw-wrong", (1440, 390))
    page.set_viewport_size({"width": 1440, "height": 900})
    code = page.get_by_label("Their code")
    code.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("p01")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="P01 withdrew")).to_be_visible()
    expect(page.get_by_role("heading", name="Under way")).to_be_visible()
    sound_at(page, "withdrawal-under-way", (1440, 390))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_function("document.body.dataset.stream === 'open'")
    assert carry_out(Withdrawal.objects.get().pk)
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=10_000)
    to_do = page.get_by_role("region", name="Left to do by hand")
    expect(to_do.get_by_role("listitem")).to_have_count(3)
    sound_at(page, "withdrawal-done", WIDTHS)
    page.set_viewport_size({"width": 1440, "height": 900})

    to_do.get_by_role("button", name="Done").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open again")).to_have_count(1)
    shoot_all(page, "withdrawal-ticked", (1440,))
    page.get_by_role("link", name="All withdrawals").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 3 left to do")).to_be_visible()
    sound_at(page, "withdrawals", (1440, 320))
    page.goto(live_app + reverse("analysis:insight", args=[house.study.pk, house.insight.pk]))
    expect(page.get_by_text("[withdrawn]").first).to_be_visible()
    sound_at(page, "insight-counts", (1440,))
    page.goto(live_app + reverse("interviews:participant", args=[house.study.pk, house.person.pk]))
    expect(page.get_by_role("link", name="How far their withdrawal is")).to_be_visible()
    sound_at(page, "participant-withdrawn", (1440,))
