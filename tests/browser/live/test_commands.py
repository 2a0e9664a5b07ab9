"""A slash at the start of a line: commands, their suggestions, and lines that are none."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from interviews.models import Interview
from tests.browser.live.capture import SOON, expect_soon, lines, ready, saved, state, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(page: Page, code: str) -> None:
    expect(page.locator(".lv-script .q.now")).to_have_attribute("data-code", code)


def options(page: Page) -> list[str]:
    return page.locator("[data-suggest] [role=option] b").all_text_contents()


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-say]")).to_contain_text(words)


def stances(call: Interview, text: str) -> list[tuple[str, str]]:
    return [(f"A{row.assumption.number}", row.stance) for row in call.notes.get(text=text).signals.all()]


def test_questions_are_skipped_and_reached(capture: Page, call: Interview) -> None:
    asked(capture, "Q1")
    write(capture, "/skip")
    asked(capture, "Q2")
    expect(capture.locator("#c")).to_have_value("")
    write(capture, "/q 3")
    asked(capture, "Q3")
    write(capture, "/Q1")
    asked(capture, "Q1")
    write(capture, "/q 9")
    said(capture, "The script has no Q9.")
    expect(capture.locator("#c")).to_have_value("/q 9")
    expect_soon(lambda: call.asks.filter(state="skipped").exists())
    assert not call.notes.exists() and lines(capture) == []


def test_the_row_offers_commands_questions_and_assumptions(capture: Page) -> None:
    capture.keyboard.type("/")
    assert options(capture) == ["/skip", "/q", "/for", "/against", "/stop", "/end"]
    capture.keyboard.type("s")
    assert options(capture) == ["/skip", "/stop"]
    capture.keyboard.press("ArrowDown")
    capture.keyboard.press("Enter")
    expect(capture.locator("#c")).to_have_value("/stop ")
    capture.keyboard.press("Enter")
    expect(capture.locator("[data-off-bar]")).to_be_visible()
    write(capture, "/stop")
    expect(capture.locator("[data-off-bar]")).to_be_hidden()
    capture.keyboard.type("/f")
    capture.keyboard.press("Tab")
    assert options(capture) == ["A1"]
    capture.keyboard.press("Tab")
    expect(capture.locator("#c")).to_have_value("/for A1 ")
    capture.locator("#c").fill("/q ")
    assert options(capture) == ["Q1", "Q2", "Q3"] or options(capture) == []
    capture.locator("#c").fill(' "no /')
    assert options(capture) == []


def test_an_assumption_is_linked_to_the_line_or_to_the_last_one(capture: Page, call: Interview) -> None:
    write(capture, "/for A1")
    said(capture, "There is no line of yours to link yet.")
    write(capture, '"He has a phone', "/against A1")
    said(capture, "A1 against: your last line.")
    state(capture, "All saved")
    expect_soon(lambda: stances(call, "He has a phone") == [("A1", "against")])
    expect(capture.locator(".fa [data-against]")).to_have_text("1")
    write(capture, "/for a1 And counts on it")
    state(capture, "All saved")
    assert stances(call, "And counts on it") == [("A1", "for")]
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Home")
    capture.keyboard.press("Control+Home")
    capture.keyboard.type("/against A1 ")
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    assert stances(call, "And counts on it") == [("A1", "against")]
    write(capture, "/for A7")
    said(capture, "This study has no A7.")


def test_what_is_no_command_stays_with_the_reason_and_a_space_makes_it_a_line(capture: Page, call: Interview) -> None:
    write(capture, "/etc/hosts he said")
    said(capture, "There is no command /etc. There are /skip, /q 7, /for A4, /against A4, /stop and /end.")
    said(capture, "type a space before it")
    expect(capture.locator("#c")).to_have_value("/etc/hosts he said")
    capture.reload()
    ready(capture)
    expect(capture.locator("#c")).to_have_value("/etc/hosts he said")
    capture.keyboard.press("Control+Home")
    capture.keyboard.type(" ")
    expect(capture.locator("[data-say]")).to_be_empty()
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    assert saved(call) == ["/etc/hosts he said"]
    capture.keyboard.press("ArrowUp")  # taken up again it is a line still
    capture.keyboard.press("End")
    capture.keyboard.type(", twice")
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    assert saved(call) == ["/etc/hosts he said, twice"]
    write(capture, '"/etc as a quote')
    state(capture, "All saved")
    assert saved(call)[-1] == "/etc as a quote"


def test_the_interview_is_ended_and_never_by_half_a_command(capture: Page, call: Interview) -> None:
    write(capture, "/end of story")
    said(capture, "/end stands alone.")
    capture.locator("[data-finish] button").click()
    expect(capture.locator("#c")).to_have_value("/end of story")
    assert capture.url.endswith("/live/")
    capture.locator("#c").fill("/end")
    capture.keyboard.press("Enter")
    capture.wait_for_url(f"**{reverse('interviews:debrief', args=[call.study_id, call.pk])}", timeout=SOON)
    call.refresh_from_db()
    assert call.is_done and not call.notes.exists()
