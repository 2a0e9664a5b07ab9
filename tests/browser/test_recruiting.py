"""Recruiting in a real browser: times are offered, a participant picks and moves on a phone without scripts, the card moves on
the board by itself, and the board is worked by mouse and by keyboard."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from interviews.models import CallPlan, Participant, Recruit, Stage
from studies.models import Study
from tests.browser.looks import shoot, shoot_all, sound_at
from tests.browser.sound import assert_sound
from tests.factories import make_contact, make_interview, make_participant, make_persona
from tests.jobs import run_jobs
from tests.people import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Bartholomäus-Maximilian von und zu Hohenzollern-Sigmaringendorf"


@pytest.fixture
def crowd(study: Study) -> list[Participant]:
    CallPlan.settle(study, study.owner, zone="Europe/Berlin", place="https://meet.example.org/tin-spoon")
    owners, managers = (
        make_persona(study=study, name=name, target=4) for name in ("Owner-operators", "Kitchen managers")
    )
    names = ("Nina Nowhere", LONG, "Odd Olsen", "Pia Present", "Quentin Quiet", "Rosa Rarely")
    people = [
        make_participant(
            study=study, contact=make_contact(workspace=study.workspace, name=name, company="Tin Spoon"),
            persona=(owners, managers)[number % 2],
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    Recruit.write(people[0], study.owner, screener="Runs two kitchens and counts every Sunday. " * 4, incentive=40)
    Recruit.write(people[3], study.owner, incentive=60)
    make_interview(study=study, participant=people[3])
    people[4].move_to(Stage.NO_SHOW)
    people[5].contact.do_not_contact = True
    people[5].contact.save()
    return people


def open_page(page: Page, context: BrowserContext, live_app: str, user: Any, address: str) -> None:
    session = client_of(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])
    page.goto(live_app + address)


def column(page: Page, stage: str) -> Locator:
    return page.locator(f'.rcol[data-stage="{stage}"]')


def card(page: Page, person: Participant) -> Locator:
    return page.locator(f"#card-{person.pk}")


def test_offered_picked_moved_and_seen_on_the_board(
    page: Page, context: BrowserContext, browser: Browser, live_app: str, study: Study, bob: Any,
    crowd: list[Participant], no_console_errors: list[str],
) -> None:  # fmt: skip
    mail.outbox = []
    day = timezone.localdate() + timedelta(days=20)
    open_page(page, context, live_app, bob, reverse("interviews:times", args=[study.pk]))
    sound_at(page, "times-empty", (1440, 390, 320))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("Day", exact=True).fill(str(day))
    page.get_by_role("textbox", name="Times").fill("9:00, 10:30, noon")
    page.get_by_role("button", name="Offer", exact=True).click()
    expect(page.get_by_text("“noon” is no time. Write it as in 14:30.").first).to_be_visible()
    assert_sound(page)
    assert "422" in no_console_errors.pop()
    page.get_by_role("textbox", name="Times").fill("9:00, 10:30, 14:00")
    page.get_by_role("button", name="Offer", exact=True).click()
    expect(page.get_by_text("3 times are offered.")).to_be_visible()
    expect(page.get_by_text("3 are free")).to_be_visible()
    sound_at(page, "times", (1440, 720, 390, 320))
    page.set_viewport_size({"width": 1440, "height": 900})

    page.get_by_role("link", name="Recruiting board").click()
    expect(page.locator(".next-person")).to_contain_text("Most to learn from next")
    person = crowd[0]
    card(page, person).get_by_role("button", name="Invite").click()
    expect(column(page, "invited").locator(f"#card-{person.pk}")).to_be_visible()
    expect(page.get_by_text("P01: the invitation is on its way.")).to_be_visible()
    run_jobs()
    found = re.search(r"https://line\.example(/p/\S+)", mail.outbox[0].body)
    assert found
    sound_at(page, "board", (1440, 720, 390, 320))
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator("body")).to_have_attribute("data-stream", "open")

    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB", reduced_motion="reduce"
    )
    theirs = phone.new_page()
    theirs.goto(live_app + found[1])
    expect(theirs.get_by_role("heading", level=1)).to_have_text("When can we talk?")
    theirs.get_by_text("Show them by another clock").click()
    theirs.get_by_label("Time zone").select_option("America/New_York")
    theirs.get_by_role("button", name="Show").click()
    shoot(theirs, "own-times")
    theirs.get_by_role("button", name=", 04:30").or_(theirs.get_by_role("button", name=", 03:30")).first.click()
    expect(theirs.get_by_text("It’s yours. A mail with a file for your calendar is on its way.")).to_be_visible()
    # By itself: nobody loads the board again.
    expect(column(page, "scheduled").locator(f"#card-{person.pk}")).to_contain_text(f"{day:%-d %b %Y}")
    theirs.locator("button[name=slot]").last.click()
    expect(theirs.locator(".mytime .big")).to_contain_text("08:00")
    expect(card(page, person)).to_contain_text("14:00")
    run_jobs()
    assert [message.subject.split(":")[0] for message in mail.outbox[1:]] == ["Moved"]
    shoot(theirs, "own-taken")
    theirs.get_by_role("button", name="I can’t come").click()
    expect(theirs.get_by_text("The talk is cancelled.")).to_be_visible()
    expect(column(page, "invited").locator(f"#card-{person.pk}")).to_be_visible()
    phone.close()

    scripted = browser.new_context(viewport={"width": 390, "height": 844})
    looked_at = scripted.new_page()
    looked_at.goto(live_app + found[1])
    sound_at(looked_at, "own-times-sound", (390, 320))
    scripted.close()


def test_the_board_by_mouse_by_key_and_by_form(
    page: Page, context: BrowserContext, live_app: str, study: Study, bob: Any, crowd: list[Participant],
    no_console_errors: list[str],
) -> None:  # fmt: skip
    page.set_viewport_size({"width": 1440, "height": 900})
    open_page(page, context, live_app, bob, reverse("interviews:recruiting", args=[study.pk]))
    expect(page.locator("body")).to_have_attribute("data-stream", "open")
    nina, long, odd, _, quentin, rosa = crowd

    expect(page.locator(".next-person")).to_contain_text("Most to learn from next")
    card(page, nina).locator(".who b").hover()
    page.mouse.down()
    for _ in "12":  # a browser says where it hangs only from the second move on
        column(page, "declined").locator("header").hover()
    page.mouse.up()
    expect(column(page, "declined").locator(f"#card-{nina.pk}")).to_be_visible()
    expect(page.get_by_text("P01: declined, before that to invite.")).to_be_visible()

    card(page, odd).focus()
    page.keyboard.press("ArrowUp")
    expect(card(page, long)).to_be_focused()
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#recruit-said")).to_have_text("Drop into Invited.")
    expect(column(page, "invited")).to_have_class(re.compile("over"))
    page.keyboard.press(" ")
    expect(column(page, "invited").locator(f"#card-{long.pk}")).to_be_focused()
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator(".over, .lifted")).to_have_count(0)
    expect(column(page, "invited").locator(f"#card-{long.pk}")).to_be_visible()

    card(page, quentin).get_by_label("Column of P05").select_option("to_invite")
    expect(column(page, "to_invite").locator(f"#card-{quentin.pk}")).to_be_visible()

    card(page, rosa).get_by_label("Column of P06").select_option("invited")
    expect(page.get_by_text("P06 asked not to be contacted, so they aren’t invited.")).to_be_visible()
    expect(column(page, "to_invite").locator(f"#card-{rosa.pk}")).to_be_visible()
    shoot_all(page, "board-worked", (1440, 720))

    page.goto(live_app + reverse("interviews:participant", args=[study.pk, nina.pk]))
    sound_at(page, "participant", (1440, 720, 390, 320))


def test_the_board_without_scripts(
    browser: Browser, live_app: str, study: Study, bob: Any, crowd: list[Participant]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, context, live_app, bob, reverse("interviews:recruiting", args=[study.pk]))
    card(page, crowd[2]).get_by_label("Column of P03").select_option("declined")
    card(page, crowd[2]).get_by_role("button", name="Move").click()
    expect(column(page, "declined").locator(f"#card-{crowd[2].pk}")).to_be_visible()
    expect(page.get_by_role("link", name="Whom to hear next")).to_be_visible()
    context.close()
