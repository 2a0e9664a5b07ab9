"""Who else is in the call: teammates with the page open, and observers, who are declared."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership, User
from interviews.models import ConsentRecord, Interview, InterviewState, Method, Presence
from tests.browser.live.capture import BESIDE_A_CALL, PHONE, SOON, WIDE, expect_soon, opened, write
from tests.browser.sound import assert_sound
from tests.factories import make_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def crew(page: Page, *initials: str, within: int = SOON) -> None:
    expect(page.locator("[data-crew] .av")).to_have_text(list(initials), timeout=within)


def allow(call: Interview, by: User, granted: bool = True) -> None:
    ConsentRecord.capture(call.participant, {"observers": granted}, Method.SPOKEN, by)


def test_a_teammate_is_seen_coming_and_going(browse: Any, call: Interview, alice: User, bob: User) -> None:
    mine = opened(browse(bob), call)
    expect(mine.locator("[data-crew]")).to_be_hidden()
    hers = opened(browse(alice), call)
    came = time.monotonic()
    crew(mine, "AO")
    assert time.monotonic() - came < 1
    crew(hers, "BE")
    expect(mine.get_by_role("group", name="Also here: Alice Owner")).to_be_visible()
    hers.goto("about:blank")
    left = time.monotonic()
    crew(mine)
    assert time.monotonic() - left < 1.5
    expect(mine.locator("[data-crew]")).to_be_hidden()


def test_the_second_tab_of_somebody_keeps_them_there(browse: Any, call: Interview, alice: User, bob: User) -> None:
    mine, context = opened(browse(bob), call), browse(alice)
    first, second = opened(context, call), opened(context, call)
    crew(mine, "AO")
    first.close(run_before_unload=False)
    second.wait_for_timeout(1500)
    crew(mine, "AO")
    assert Presence.objects.count() == 2


def test_whoever_vanishes_is_gone_within_half_a_minute(browse: Any, call: Interview, alice: User, bob: User) -> None:
    mine = opened(browse(bob), call)
    Presence.beat(call, alice)
    crew(mine, "AO")
    Presence.objects.filter(user=alice).update(seen_at=timezone.now() - timedelta(seconds=29))
    crew(mine, within=16_000)  # one beat


def test_who_lost_their_place_loses_the_page(browse: Any, call: Interview, alice: User, bob: User) -> None:
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    crew(hers, "BE")
    expect(mine.locator("body[data-stream=open]")).to_be_attached(timeout=SOON)
    Membership.objects.get(user=bob).end()
    expect(mine.locator("body[data-stream=closed]")).to_be_attached(timeout=1000)
    write(mine, "Too late")
    expect(mine.locator("[data-save]")).to_contain_text("Not let in", timeout=SOON)


def answered(call: Interview, by: User, answer: bool | None) -> None:
    if answer is None:
        call.participant.consent_records.filter(purpose="observers").delete()
    else:
        allow(call, by, answer)


def declare(page: Page, role: str, organisation: str = "") -> None:
    part = page.locator(".declare")
    if part.get_attribute("open") is None:
        part.locator("summary").press("Enter")
    part.get_by_label("Role").fill(role)
    part.get_by_label("Organisation").fill(organisation)
    part.get_by_label("Organisation").press("Enter")


def test_an_observer_is_declared_in_the_call_and_taken_out_again(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    allow(call, alice)
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    mine.keyboard.type("half a li")
    declare(mine, "Product manager", "Kitchen Co")
    for page in (mine, hers):
        expect(page.locator("#observers")).to_contain_text("Product manager", timeout=SOON)
    expect(mine.get_by_label("Role")).to_have_value("")
    expect(mine.locator("#c")).to_have_value("half a li")
    mine.get_by_role("button", name="Take out: Product manager, Kitchen Co").press("Enter")
    expect(hers.locator("#observers")).to_contain_text("Nobody is declared", timeout=SOON)
    mine.get_by_role("button", name="Undo").press("Enter")
    for page in (mine, hers):
        expect(page.locator("#observers")).to_contain_text("Kitchen Co", timeout=SOON)
    assert call.observers.get().role == "Product manager"
    expect(mine.get_by_role("button", name="Undo")).to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "words"), [(False, "said no to observers"), (None, "hasn't been asked about observers")]
)
def test_nobody_observes_without_a_yes(
    capture: Page, call: Interview, alice: User, answer: bool | None, words: str
) -> None:
    answered(call, alice, answer)
    declare(capture, "Designer")
    expect(capture.locator(".toast")).to_contain_text(words, timeout=SOON)
    expect(capture.get_by_label("Role")).to_have_value("Designer")
    assert not call.observers.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_observers_before_the_call(browse: Any, call: Interview, alice: User, bob: User, scripts: bool) -> None:
    planned = make_interview(study=call.study, participant=call.participant, state=InterviewState.PLANNED)
    allow(planned, alice)
    page = browse(bob, java_script_enabled=scripts).new_page()
    page.goto(reverse("interviews:live", args=[planned.study_id, planned.pk]))
    page.locator(".declare summary").click()
    page.get_by_label("Role").fill("Designer")
    page.get_by_role("button", name="Declare").click()
    expect(page.locator("#observers")).to_contain_text("Designer", timeout=SOON)
    page.get_by_role("button", name="Take out: Designer").click()
    expect(page.locator("#observers")).to_contain_text("Nobody is declared", timeout=SOON)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#observers")).to_contain_text("Designer", timeout=SOON)
    expect_soon(lambda: planned.observers.count() == 1)


@pytest.mark.parametrize("size", [WIDE, BESIDE_A_CALL, PHONE], ids=["wide", "beside a call", "phone"])
def test_company_fits_and_is_clean(browse: Any, call: Interview, alice: User, bob: User, size: tuple[int, int]) -> None:
    allow(call, alice)
    page = opened(browse(bob, size), call)
    for user in (alice,):
        Presence.beat(call, user)
    crew(page, "AO")
    if size != WIDE:
        page.locator("[data-open=company]").press("Enter")
    declare(page, "Product manager", "Kitchen Co")
    expect(page.locator("#observers")).to_contain_text("Kitchen Co", timeout=SOON)
    if size != WIDE:
        expect(page.locator("[data-watchers]")).to_have_text("1")
    end = page.locator(".lv-top .end").bounding_box()
    assert end and end["x"] + end["width"] <= size[0]
    assert_sound(page)


def test_two_observers_are_declared_one_after_the_other(browse: Any, call: Interview, alice: User, bob: User) -> None:
    allow(call, alice)
    page = opened(browse(bob), call)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for role in ("Product manager", "Lawyer"):
        declare(page, role, "Kitchen Co")
        expect(page.locator("#observers")).to_contain_text(role, timeout=SOON)
    assert call.observers.count() == 2
    assert wrong == []
