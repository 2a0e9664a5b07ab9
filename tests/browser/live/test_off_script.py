"""Questions by number, questions off the script, and the row of marks that goes out of the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from interviews.models import Interview
from tests.browser.live.capture import SOON, expect_soon, opened, ready, state, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asked(page: Page) -> Any:
    return page.locator(".q.now .ask")


def told(page: Page) -> None:
    untold = "Object.entries(localStorage).some(([key, turns]) => key.includes('turns') && turns !== '[]')"
    expect_soon(lambda: not page.evaluate(untold))


def test_a_question_is_reached_by_its_number(capture: Page, call: Interview) -> None:
    capture.keyboard.type("half")
    capture.keyboard.press("Alt+3")
    expect(asked(capture)).to_have_text("And then?")
    capture.keyboard.press("Alt+9")
    expect(asked(capture)).to_have_text("And then?")
    capture.keyboard.press("Alt+g")
    expect(capture.get_by_label("Question number")).to_be_focused()
    capture.keyboard.type("7")
    capture.keyboard.press("Enter")
    expect(capture.locator("[data-goto]")).to_contain_text("No question has this number.")
    capture.keyboard.type("2")
    capture.keyboard.press("Enter")
    expect(asked(capture)).to_have_text("What happened the last time you counted?")
    expect(capture.locator("#c")).to_be_focused()
    expect(capture.locator("#c")).to_have_value("half")
    expect(capture.locator("[data-goto]")).to_be_hidden()
    capture.keyboard.press("Alt+g")
    capture.keyboard.press("Escape")
    expect(capture.locator("#c")).to_be_focused()


def test_an_off_script_question_is_the_one_under_way_until_the_next_turn(capture: Page, call: Interview) -> None:
    write(capture, "Under one", ">Who else was there?", '"My brother.')
    expect(asked(capture)).to_have_text("Who else was there?")
    expect(capture.locator("[data-to]")).to_have_text("to off script")
    state(capture, "All saved")
    capture.reload()
    ready(capture)
    expect(asked(capture)).to_have_text("Who else was there?")
    write(capture, "He counts too")
    capture.keyboard.press("Alt+ArrowUp")
    expect(asked(capture)).to_have_text("How was yesterday?")
    told(capture)
    capture.reload()
    ready(capture)
    expect(asked(capture)).to_have_text("How was yesterday?")
    write(capture, "Under one again", ">And where?", "At home")
    capture.keyboard.press("Alt+ArrowDown")
    expect(asked(capture)).to_have_text("What happened the last time you counted?")
    write(capture, "Under two")
    state(capture, "All saved")
    told(capture)
    capture.reload()
    ready(capture)
    expect(asked(capture)).to_have_text("What happened the last time you counted?")
    assert list(call.notes.order_by("position").values_list("text", "question__text")) == [
        ("Under one", "How was yesterday?"),
        ("Who else was there?", None),
        ("My brother.", None),
        ("He counts too", None),
        ("Under one again", "How was yesterday?"),
        ("And where?", None),
        ("At home", None),
        ("Under two", "What happened the last time you counted?"),
    ]
    expect(capture.locator("[data-lines] > li .bd")).to_have_text(
        [
            "Q1 How was yesterday?", "Under one", "Who else was there?", "My brother.", "He counts too",
            "Q1 How was yesterday?", "Under one again", "And where?", "At home",
            "Q2 What happened the last time you counted?", "Under two",
        ]
    )  # fmt: skip
    assert list(call.asks.order_by("question").values_list("state", flat=True)) == ["asked", "under_way"]


def test_a_teammate_sees_the_off_script_question_and_its_end(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    write(hers, ">Who else?")
    expect(asked(mine)).to_have_text("Who else?", timeout=SOON)
    write(mine, "Her brother")
    mine.locator(".q.now").get_by_role("button", name="Back to Q1").click()
    expect(asked(hers)).to_have_text("How was yesterday?", timeout=SOON)
    state(mine, "All saved")
    assert call.notes.get(text="Her brother").question is None


def test_a_removed_off_script_question_is_not_under_way(capture: Page, call: Interview) -> None:
    write(capture, ">A slip")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Control+Delete")
    expect(asked(capture)).to_have_text("How was yesterday?")


def test_the_row_of_marks_goes_out_of_the_way_and_comes_back(capture: Page, call: Interview) -> None:
    marks = capture.locator("#kinds")
    write(capture, *[f"plain {n}" for n in range(7)], *[f"~Seen {n}" for n in range(5)])
    expect(marks.get_by_role("button", name="quote")).to_be_visible()
    write(capture, '"Six')
    expect(marks.get_by_role("button", name="quote")).to_be_hidden()
    capture.reload()
    ready(capture)
    expect(marks.get_by_role("button", name="quote")).to_be_hidden()
    capture.get_by_role("button", name="Marks").click()
    expect(marks.get_by_role("button", name="quote")).to_be_visible()
    expect(capture.locator("#c")).to_be_focused()
    write(capture, *[f"~Seen {n}" for n in range(9)])
    capture.reload()
    ready(capture)
    expect(marks.get_by_role("button", name="quote")).to_be_visible()
