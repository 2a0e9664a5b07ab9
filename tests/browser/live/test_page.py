"""The capture page in a real Chromium: script, kinds, follow-ups, teammates, keys, and how it fits a screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from interviews.models import Debrief, Interview, InterviewState, Kind
from studies.models import Study
from tests.browser.live.capture import (
    BESIDE_A_CALL,
    LINE,
    PHONE,
    SOON,
    WIDE,
    expect_soon,
    lines,
    opened,
    ready,
    saved,
    silent,
    state,
    write,
)
from tests.browser.sound import assert_sound
from tests.factories import make_assumption, make_interview, make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_prefixes_dress_the_line_and_backspace_undresses_it(capture: Page, call: Interview) -> None:
    capture.keyboard.type('"')
    expect(capture.locator("#c")).to_have_class("as-quote")
    assert "serif" in capture.evaluate("getComputedStyle(document.getElementById('c')).fontFamily")
    expect(capture.locator(".hints [aria-pressed=true]")).to_have_text(re.compile("quote"))
    capture.keyboard.press("Backspace")
    expect(capture.locator("#c")).to_have_class("as-note")
    write(capture, '"He said "no"', '"Closed by hand."', "5 = five > 4")
    capture.keyboard.type("two")
    capture.keyboard.press("Shift+Enter")
    write(capture, "rows", "   ")
    state(capture, "All saved")
    assert saved(call) == ['He said "no"', "Closed by hand.", "5 = five > 4", "two\nrows"]


def test_a_line_is_removed_and_put_back(capture: Page, call: Interview) -> None:
    write(capture, "Keep", "Drop")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Control+Delete")
    expect(capture.locator(".ln [data-words]")).to_have_text(["Keep"])
    state(capture, "All saved")
    assert saved(call) == ["Keep"]
    capture.get_by_role("button", name="Undo").click()
    expect(capture.locator(".ln [data-words]")).to_have_text(["Keep", "Drop"])
    state(capture, "All saved")
    assert saved(call) == ["Keep", "Drop"]


def test_a_teammates_line_arrives_and_moves_nobody(browse: Any, call: Interview, alice: User, bob: User) -> None:
    for number in range(60):
        make_note(interview=call, text=f"Early {number}", kind=Kind.NOTE, offset_ms=number)
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    mine.keyboard.type("half a li")
    write(hers, '"Heard by Alice.')
    arrived = mine.locator(".ln", has_text="Heard by Alice.")
    expect(arrived).to_be_visible(timeout=SOON)
    expect(arrived.locator(".by")).to_contain_text("AO")
    expect(mine.locator("#c")).to_have_value("half a li")
    assert mine.evaluate("document.getElementById('c').selectionStart") == len("half a li")
    mine.evaluate("document.querySelector('[data-scroll]').scrollTop = 40")
    write(hers, "One more.")
    expect(mine.locator("[data-newer]")).to_be_visible(timeout=SOON)
    assert mine.evaluate("document.querySelector('[data-scroll]').scrollTop") == 40
    mine.click("[data-newer]")
    expect(mine.locator(".ln", has_text="One more.")).to_be_in_viewport()
    hers.keyboard.press("ArrowUp")
    hers.keyboard.press("Control+a")
    write(hers, "One more, mended.")
    expect(mine.locator(".ln", has_text="One more, mended.")).to_be_visible(timeout=SOON)
    assert len(lines(mine)) == 62


def test_questions_turn_by_key_and_lines_know_theirs(capture: Page, call: Interview) -> None:
    now = capture.locator(".q.now .ask")
    write(capture, "Under one")
    capture.keyboard.press("Alt+ArrowDown")
    expect(now).to_have_text("What happened the last time you counted?")
    expect(capture.locator("#c")).to_be_focused()
    probe = capture.locator(".q.now").get_by_label("Who noticed, and when?")
    probe.check()
    capture.context.set_offline(True)
    write(capture, "Under two")
    capture.locator(".q.now").get_by_role("button", name="Skip").click()
    expect(now).to_have_text("And then?")
    write(capture, "Under three")
    capture.keyboard.press("Alt+ArrowUp")
    capture.context.set_offline(False)
    state(capture, "All saved")
    expect(now).to_have_text("What happened the last time you counted?")
    expect(probe).to_be_checked()
    texts = list(call.notes.typed().order_by("position").values_list("text", "question__text"))
    assert texts == [
        ("Under one", "How was yesterday?"),
        ("Under two", "What happened the last time you counted?"),
        ("Under three", "And then?"),
    ]
    # Asked again and again from outside: the page's policy lets nothing be evaluated within.
    untold = "Object.entries(localStorage).some(([key, turns]) => key.includes('turns') && turns !== '[]')"
    expect_soon(lambda: not capture.evaluate(untold))
    call.refresh_from_db()
    assert call.current_question and call.current_question.text == "What happened the last time you counted?"
    assert list(call.asks.order_by("question").values_list("state", flat=True)) == ["asked", "skipped", "under_way"]
    expect(capture.locator(".ln.div .bd")).to_have_text(
        ["Q1 How was yesterday?", "Q2 What happened the last time you counted?", "Q3 And then?"]
    )


def test_follow_ups_are_ticked_on_their_line_or_beside(capture: Page, call: Interview) -> None:
    write(capture, "?Who opens the sheet?", "?How far is home?")
    state(capture, "All saved")
    expect(capture.locator("[data-follow-open]")).to_have_text("2 open")
    capture.get_by_role("button", name="Mark asked").first.click()
    expect(capture.locator("[data-follow-open]")).to_have_text("1 open")
    capture.get_by_label("How far is home?").check()
    expect(capture.locator("[data-follow-open]")).to_have_text("0 open")
    state(capture, "All saved")
    assert set(call.notes.values_list("follow_up_done", flat=True)) == {True}
    capture.reload()
    ready(capture)
    expect(capture.locator(".ln .tail")).to_have_text(["Asked", "Asked"])


def test_ending_keeps_the_half_typed_line(capture: Page, call: Interview) -> None:
    capture.keyboard.type("Last words")
    capture.get_by_role("button", name="End interview").click()
    expect(capture.get_by_role("heading", name="Debrief")).to_be_visible(timeout=SOON)
    call.refresh_from_db()
    assert call.is_done
    assert saved(call) == ["Last words"]


def test_ending_keeps_what_was_laid_aside_as_well(capture: Page, call: Interview) -> None:
    write(capture, "Stands")
    state(capture, "All saved")
    capture.keyboard.type("Half a li")
    capture.locator(".ln [data-words]").dblclick()
    capture.keyboard.type(", mended")
    capture.get_by_role("button", name="End interview").click()
    expect(capture.get_by_role("heading", name="Debrief")).to_be_visible(timeout=SOON)
    assert sorted(saved(call)) == ["Half a li", "Stands, mended"]


def test_the_whole_interview_by_keyboard(browse: Any, study: Study, bob: User) -> None:
    planned = make_interview(study=study, state=InterviewState.PLANNED)
    assumption = make_assumption(study=study)
    page = browse(bob).new_page()
    page.goto(reverse("interviews:live", args=[study.pk, planned.pk]))
    expect(page.get_by_role("button", name="Start the interview")).to_be_focused()
    page.keyboard.press("Enter")
    ready(page)
    write(page, '"I stopped in March.')
    state(page, "All saved")
    end = page.get_by_role("button", name="End interview")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if end.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Debrief")).to_be_visible(timeout=SOON)
    page.get_by_label("I stopped in March.").focus()
    page.keyboard.press("Space")
    page.locator(f"#id_signal_{assumption.pk}").get_by_label("Against").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save my debrief").press("Enter")
    expect(page.locator("#messages")).to_contain_text("Your debrief is saved.")
    debrief = Debrief.objects.get()
    assert debrief.memorable and debrief.memorable.text == "I stopped in March."
    assert debrief.signals.get().signal == "against"


@pytest.mark.parametrize("size", [WIDE, BESIDE_A_CALL, PHONE], ids=["wide", "beside a call", "phone"])
def test_every_screen_fits_and_is_accessible(browse: Any, call: Interview, bob: User, size: tuple[int, int]) -> None:
    context = browse(bob, size)
    for kind in (Kind.NOTE, Kind.VERBATIM, Kind.OBSERVATION, Kind.AHA, Kind.FOLLOW_UP, Kind.OFF_SCRIPT, Kind.READING):
        make_note(interview=call, kind=kind, text="A line that is long enough to run over more than one row here.")
    make_note(interview=call, text="x" * 300)
    page = opened(context, call)
    context.route(LINE, silent)
    write(page, '"On its way')
    state(page, "Offline")
    assert_sound(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-editing]")).to_be_visible()
    assert_sound(page)
    page.keyboard.press("Escape")
    if size != WIDE:
        for name in ("script", "listen", "follow"):
            page.click(f"[data-open={name}]")
            assert_sound(page)
        page.keyboard.press("Escape")
        expect(page.locator("#c")).to_be_focused()
