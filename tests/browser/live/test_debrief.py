"""The debrief in a real Chromium: its draft survives, markers are filled in place, lines are taken over, all by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from interviews.models import Debrief, Interview, Kind
from studies.models import Study
from tests.browser.live.capture import SOON, expect_soon
from tests.browser.sound import assert_sound
from tests.factories import make_assumption, make_interview, make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SURPRISED, NEEDS = "What surprised you", "What they need or struggle with"


@pytest.fixture
def held(study: Study) -> Interview:
    make_assumption(study=study, statement="A phone would bring the count back.")
    interview = make_interview(study=study)
    make_note(interview=interview, text="Nobody asked.", offset_ms=60_000)
    return interview


def address(interview: Interview) -> str:
    return reverse("interviews:debrief", args=[interview.study_id, interview.pk])


def debriefing(context: Any, interview: Interview) -> Page:
    page = context.new_page()
    page.goto(address(interview))
    expect(page.locator("body[data-debrief=ready]")).to_be_attached(timeout=SOON)
    return page


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).to_contain_text("kept on this device", timeout=SOON)


def test_the_draft_survives_a_reload_and_a_closed_tab(browse: Any, held: Interview, bob: User) -> None:
    context = browse(bob)
    page = debriefing(context, held)
    page.get_by_label(SURPRISED).fill("She laughed at the count.")
    page.get_by_label("Nobody asked.").check()
    page.locator("[id^=id_signal_]").get_by_label("Against").check()
    kept(page)
    page.reload()
    expect(page.get_by_label(SURPRISED)).to_have_value("She laughed at the count.")
    page.close()
    page = debriefing(context, held)
    expect(page.get_by_label(SURPRISED)).to_have_value("She laughed at the count.")
    expect(page.get_by_label("Nobody asked.")).to_be_checked()
    expect(page.locator("[id^=id_signal_]").get_by_label("Against")).to_be_checked()
    page.get_by_role("button", name="Save my debrief").click()
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.", timeout=SOON)
    assert Debrief.objects.get().surprises == "She laughed at the count."
    page.reload()
    expect(page.get_by_text("Change yours")).to_be_visible()
    expect(page.locator("[data-mine]")).not_to_have_attribute("open", "")
    left = "Object.keys(localStorage).filter((key) => key.startsWith('throughline-debrief')).length"
    expect_soon(lambda: page.evaluate(left) == 0)


def test_nothing_is_lost_without_a_network_or_a_sign_in(browse: Any, held: Interview, bob: User) -> None:
    context = browse(bob)
    page = debriefing(context, held)
    page.get_by_label(NEEDS).fill("Somebody who reads it.")
    context.set_offline(True)
    page.get_by_role("button", name="Save my debrief").click()
    expect(page.locator("[data-draft-state]")).to_contain_text("No connection. Nothing is lost", timeout=SOON)
    expect(page.get_by_label(NEEDS)).to_have_value("Somebody who reads it.")
    context.set_offline(False)
    session = next(cookie for cookie in context.cookies() if "session" in cookie["name"])
    context.clear_cookies(name=session["name"])
    page.get_by_role("button", name="Save my debrief").click()
    expect(page).to_have_url(re.compile("/account/login/"), timeout=SOON)
    context.add_cookies([session])
    page = debriefing(context, held)
    expect(page.get_by_label(NEEDS)).to_have_value("Somebody who reads it.")
    page.get_by_role("button", name="Save my debrief").click()
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.", timeout=SOON)
    assert Debrief.objects.get().needs == "Somebody who reads it."


def test_two_versions_stand_until_somebody_chooses(browse: Any, held: Interview, bob: User) -> None:
    context = browse(bob)
    page = debriefing(context, held)
    page.get_by_label(SURPRISED).fill("Typed here.")
    kept(page)
    Debrief.write(held, bob, {}, surprises="Saved elsewhere.")
    page.get_by_role("button", name="Save my debrief").click()
    expect(page.get_by_role("alert")).to_contain_text("You saved this debrief somewhere else", timeout=SOON)
    expect(page.locator(".theirs")).to_contain_text("Saved elsewhere.")
    expect(page.get_by_label(SURPRISED)).to_have_value("Typed here.")
    page.goto(address(held))
    expect(page.locator("body[data-debrief=ready]")).to_be_attached(timeout=SOON)
    expect(page.get_by_label(SURPRISED)).to_have_value("Typed here.")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.", timeout=SOON)
    assert Debrief.objects.get().surprises == "Typed here."


def test_a_draft_older_than_what_is_saved_is_offered_and_changes_places(
    browse: Any, held: Interview, bob: User
) -> None:
    page = debriefing(browse(bob), held)
    page.get_by_label(SURPRISED).fill("The draft.")
    kept(page)
    Debrief.write(held, bob, {}, surprises="Saved elsewhere.")
    page.reload()
    field, choice = page.get_by_label(SURPRISED), page.locator("[data-draft-choice]")
    expect(choice).to_contain_text("that differs from what stands below", timeout=SOON)
    expect(field).to_have_value("Saved elsewhere.")
    field.fill("Typed while choosing.")
    kept(page)
    page.reload()
    expect(field).to_have_value("Typed while choosing.", timeout=SOON)
    choice.get_by_role("button", name="Take the draft").click()
    expect(field).to_have_value("The draft.")
    choice.get_by_role("button", name="Take the draft").click()
    expect(field).to_have_value("Typed while choosing.")
    choice.get_by_role("button", name="Drop the draft").click()
    expect(choice).to_be_hidden()
    expect(field).to_have_value("Typed while choosing.")


def test_one_key_saves(browse: Any, held: Interview, bob: User) -> None:
    page = debriefing(browse(bob), held)
    page.get_by_label(SURPRISED).fill("Two lists.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.", timeout=SOON)


def test_lines_of_the_call_are_taken_over_once(browse: Any, held: Interview, bob: User) -> None:
    for text in ("She counts twice.", "The list is for the boss."):
        make_note(interview=held, kind=Kind.AHA, text=text)
    page = debriefing(browse(bob), held)
    field = page.get_by_label(SURPRISED)
    field.fill("Mine first.")
    page.get_by_role("button", name="Take over: She counts twice.").press("Enter")
    expect(field).to_have_value("Mine first.\nShe counts twice.")
    page.get_by_role("button", name="Take over: She counts twice.").press("Enter")
    expect(field).to_have_value("Mine first.\nShe counts twice.")
    page.get_by_role("button", name="Take over: The list").press("Enter")
    expect(field).to_have_value("Mine first.\nShe counts twice.\nThe list is for the boss.")
    kept(page)


def test_words_are_found_and_picked_by_keyboard(browse: Any, held: Interview, bob: User) -> None:
    for number in range(30):
        make_note(interview=held, text=f"Line {number} about stock", offset_ms=number * 1000)
    make_note(interview=held, text="Früher zählte mein Vater.", offset_ms=90_000)
    page = debriefing(browse(bob), held)
    page.get_by_role("searchbox", name="Find in their words").focus()
    page.keyboard.type("zahlte vater")
    expect(page.locator("[data-found]")).to_have_text("1 of 32")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_label("Früher zählte mein Vater.")).to_be_checked()
    assert not Debrief.objects.exists()


def test_markers_are_filled_where_they_stand(browse: Any, held: Interview, bob: User) -> None:
    first, second = (make_note(interview=held, kind=Kind.MARK, text="", offset_ms=at) for at in (70_000, 80_000))
    context = browse(bob)
    page = debriefing(context, held)
    page.get_by_label(SURPRISED).fill("Half a thought")
    texts = page.locator("[data-mark]").get_by_label("What happened")
    texts.nth(1).fill("Typed for the second.")
    kept(page)
    page.reload()
    expect(texts.nth(1)).to_have_value("Typed for the second.")
    texts.nth(0).fill("Nobody came on Sunday.")
    page.locator("[data-mark]").first.get_by_label("Kind").select_option("verbatim")
    page.get_by_role("button", name="Fill the marker at 00:01:10").press("Enter")
    expect(page.locator("[data-filled]")).to_contain_text("Nobody came on Sunday.", timeout=SOON)
    expect(page.locator("[data-filled]")).to_be_focused()
    first.refresh_from_db()
    assert (first.kind, first.text) == ("verbatim", "Nobody came on Sunday.")
    expect(page.get_by_label(SURPRISED)).to_have_value("Half a thought")
    expect(texts).to_have_value("Typed for the second.")
    page.get_by_label("Nobody came on Sunday.").check()
    page.get_by_role("button", name="Save my debrief").click()
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.", timeout=SOON)
    assert Debrief.objects.get().memorable == first
    page.reload()
    expect(texts).to_have_value("Typed for the second.")


def test_an_empty_marker_says_what_it_needs(browse: Any, held: Interview, bob: User) -> None:
    mark = make_note(interview=held, kind=Kind.MARK, text="", offset_ms=70_000)
    page = debriefing(browse(bob), held)
    page.locator("[data-mark]").get_by_label("What happened").fill("   ")
    page.get_by_role("button", name="Fill the marker at").click()
    expect(page.locator("[data-mark] .why")).to_contain_text("can’t stay empty", timeout=SOON)
    mark.refresh_from_db()
    assert mark.kind == Kind.MARK


def test_follow_ups_are_ticked_on_the_page(browse: Any, held: Interview, bob: User) -> None:
    note = make_note(interview=held, kind=Kind.FOLLOW_UP, text="See the sheet.")
    page = debriefing(browse(bob), held)
    page.get_by_label(SURPRISED).fill("Stays.")
    page.get_by_role("button", name="Done: See the sheet.").press("Enter")
    again = page.get_by_role("button", name="Open again: See the sheet.")
    expect(again).to_be_focused(timeout=SOON)
    note.refresh_from_db()
    assert note.follow_up_done
    expect(page.get_by_label(SURPRISED)).to_have_value("Stays.")


def test_the_record_goes_onto_the_clipboard_and_into_a_file(browse: Any, held: Interview, bob: User) -> None:
    context = browse(bob)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = debriefing(context, held)
    page.get_by_role("button", name="Copy as Markdown").press("Enter")
    expect(page.locator("[data-copied]")).to_have_text("Copied.", timeout=SOON)
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# P01") and "> Nobody asked." in text
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .md").press("Enter")
    assert download.value.suggested_filename.startswith("p01-")
    assert download.value.path().read_text() == text


@pytest.mark.parametrize("width", [1440, 720, 390])
def test_the_debrief_and_its_record_fit_and_are_accessible(
    browse: Any, held: Interview, alice: User, bob: User, width: int
) -> None:
    assumption = held.study.assumptions.get()
    for kind in (Kind.AHA, Kind.FOLLOW_UP, Kind.VERBATIM):
        make_note(interview=held, kind=kind, text="long " * 30 + "x" * 120)
    make_note(interview=held, kind=Kind.MARK, text="")
    Debrief.write(held, alice, {assumption.pk: "for"}, surprises="Hers.", needs="x" * 200)
    page = debriefing(browse(bob, (width, 900)), held)
    assert_sound(page)
    Debrief.write(held, bob, {assumption.pk: "against"}, surprises="Mine.")
    page.reload()
    expect(page.locator(".differ")).to_contain_text("You differ")
    assert_sound(page)
    page.locator("[data-mine] summary").click()
    assert_sound(page)
    page.goto(reverse("interviews:record", args=[held.study_id, held.pk]))
    assert_sound(page)
