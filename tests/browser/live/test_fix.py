"""Mending lines that stand: remove, put back, move, merge, split and undo, by keyboard, with and without a network."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from interviews.models import Interview, Note
from interviews.models.note import save_note
from tests.browser.live.capture import LINE, SOON, lines, opened, ready, saved, silent, state, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def stands(page: Page, *texts: str) -> None:
    expect(page.locator(".ln [data-words]")).to_have_text(list(texts), timeout=SOON)


def same_as_server(page: Page, call: Interview, *texts: str) -> None:
    """On the page, on the server, and on the page again as the server gives it."""
    stands(page, *texts)
    state(page, "All saved")
    assert saved(call) == list(texts)
    page.reload()
    ready(page)
    assert lines(page) == list(texts)


def take_up(page: Page, text: str) -> None:
    page.locator(".ln", has_text=text).locator("[data-edit]").first.click()
    expect(page.locator("#c")).to_have_value(text)


def edited(call: Interview, by: User, text: str, to: str | None, **fields: Any) -> None:
    """A teammate changes or removes a line, from a page of their own."""
    note = call.notes.get(text=text)
    fields = {"text": to, **fields} if to is not None else {"removed": True}
    assert not save_note(call, note.pk, by, note.revision, **fields).conflict


# ── remove and put back


def test_lines_are_removed_and_put_back_without_a_network(capture: Page, call: Interview) -> None:
    write(capture, "Keep", "Drop")
    state(capture, "All saved")
    capture.context.set_offline(True)
    write(capture, "Never sent")
    for _ in range(2):
        capture.keyboard.press("ArrowUp")
        capture.keyboard.press("Control+Delete")
    stands(capture, "Keep")
    state(capture, "Offline – 2 lines safe on this device")
    capture.context.set_offline(False)
    same_as_server(capture, call, "Keep")
    capture.context.set_offline(True)
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Control+Delete")
    stands(capture)
    capture.keyboard.press("Control+z")
    stands(capture, "Keep")
    capture.context.set_offline(False)
    same_as_server(capture, call, "Keep")
    assert call.notes.get(text="Keep").revision <= 3


def test_a_removal_outlives_a_reload_and_is_sent_from_another_tab(browse: Any, call: Interview, bob: User) -> None:
    context: BrowserContext = browse(bob)
    page = opened(context, call)
    write(page, "Keep", "Drop")
    state(page, "All saved")
    context.route(LINE, silent)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+Delete")
    state(page, "Offline – 1 line safe")
    page.reload()
    ready(page)
    assert lines(page) == ["Keep"]
    other = opened(context, call)
    assert lines(other) == ["Keep"]
    page.close()
    context.unroute(LINE)
    other.evaluate("document.querySelector('[data-try]').click()")
    same_as_server(other, call, "Keep")


def test_a_removal_whose_answer_was_lost_is_taken_back_all_the_same(capture: Page, call: Interview) -> None:
    write(capture, "Stays")
    state(capture, "All saved")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    capture.context.route(LINE, lose, times=1)
    capture.keyboard.press("ArrowUp")
    with capture.expect_event("requestfailed"):
        capture.keyboard.press("Control+Delete")
    assert saved(call) == []
    capture.keyboard.press("Control+z")
    same_as_server(capture, call, "Stays")


@pytest.mark.parametrize(("choice", "kept"), [("Remove it all the same", []), ("Leave it", ["Theirs"])])
def test_a_removal_that_meets_newer_words_shows_both_and_asks(
    capture: Page, call: Interview, alice: User, choice: str, kept: list[str]
) -> None:
    write(capture, "Mine")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.context.route(LINE, silent)
    capture.keyboard.press("Control+Delete")
    stands(capture)
    edited(call, alice, "Mine", "Theirs")
    capture.context.unroute(LINE)
    trouble = capture.locator(".trouble")
    expect(trouble).to_contain_text("AO changed this line while you removed it", timeout=SOON)
    expect(trouble.locator("blockquote")).to_have_text("Theirs")
    assert lines(capture) == ["Mine"]
    assert saved(call) == ["Theirs"]
    capture.get_by_role("button", name=choice).click()
    same_as_server(capture, call, *kept)


def test_words_that_meet_a_removal_are_kept_until_somebody_chooses(capture: Page, call: Interview, alice: User) -> None:
    write(capture, "First")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.context.route(LINE, silent)
    write(capture, " mended")
    edited(call, alice, "First", None)
    capture.context.unroute(LINE)
    expect(capture.locator(".trouble")).to_contain_text("AO removed this line meanwhile", timeout=SOON)
    assert lines(capture) == ["First mended"]
    capture.get_by_role("button", name="Keep mine").click()
    same_as_server(capture, call, "First mended")


# ── move


def test_a_line_moves_through_the_script_by_key_and_from_the_list(capture: Page, call: Interview) -> None:
    write(capture, "One", "Two", "Three")
    state(capture, "All saved")
    take_up(capture, "Two")
    capture.keyboard.press("Alt+Shift+ArrowDown")
    heads = capture.locator(".ln.div .bd")
    expect(heads).to_have_text(
        ["Q1 How was yesterday?", "Q2 What happened the last time you counted?", "Q1 How was yesterday?"]
    )
    capture.keyboard.press("Alt+Shift+Digit3")
    expect(heads.nth(1)).to_have_text("Q3 And then?")
    capture.keyboard.press("Alt+Shift+KeyG")
    capture.get_by_label("Move the line to question").fill("2")
    capture.keyboard.press("Enter")
    expect(heads.nth(1)).to_have_text("Q2 What happened the last time you counted?")
    expect(capture.locator("#c")).to_be_focused()
    capture.get_by_role("button", name="Move…").click()
    expect(capture.locator("#move [aria-current]")).to_be_focused()
    capture.get_by_role("button", name="No question of the script").click()
    expect(heads.nth(1)).to_have_text("No question of the script")
    capture.keyboard.press("Alt+Shift+ArrowDown")
    expect(heads.nth(1)).to_have_text("Q2 What happened the last time you counted?")
    capture.keyboard.press("Alt+Shift+ArrowUp")
    expect(heads).to_have_text(["Q1 How was yesterday?"])
    capture.keyboard.press("Alt+Shift+ArrowDown")
    write(capture, " mended")
    state(capture, "All saved")
    note = call.notes.get(text="Two mended")
    assert note.question and note.question.text == "What happened the last time you counted?"
    for _ in range(2):
        capture.keyboard.press("Control+z")
    expect(heads).to_have_text(["Q1 How was yesterday?"])
    same_as_server(capture, call, "One", "Two", "Three")


def test_a_move_and_a_teammates_words_both_hold(capture: Page, call: Interview, alice: User) -> None:
    write(capture, "First")
    state(capture, "All saved")
    capture.context.route(LINE, silent)
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Alt+Shift+ArrowDown")
    capture.keyboard.press("Escape")
    edited(call, alice, "First", "First, mended by Alice")
    capture.context.unroute(LINE)
    same_as_server(capture, call, "First, mended by Alice")
    note = call.notes.get()
    assert note.question and note.question.text == "What happened the last time you counted?"


# ── merge and split


def test_lines_merge_at_backspace_and_come_apart_again(capture: Page, call: Interview) -> None:
    write(capture, '"He opens the sheet #stock @A1+', "and then he calls. #phone")
    state(capture, "All saved")
    first, second = call.notes.order_by("position")
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Home")
    capture.keyboard.press("Backspace")
    stands(capture, "He opens the sheet and then he calls.")
    expect(capture.locator("#c")).to_have_value("He opens the sheet and then he calls. #stock #phone @A1+")
    capture.keyboard.type("he sighs, ")
    capture.keyboard.press("Enter")
    same_as_server(capture, call, "He opens the sheet he sighs, and then he calls.")
    merged = call.notes.typed().get()
    assert (merged.pk, merged.kind, merged.offset_ms) == (first.pk, "verbatim", first.offset_ms)
    assert (merged.theme_names, merged.signals.get().stance) == (["stock", "phone"], "for")
    assert call.notes.get(pk=second.pk).text == "and then he calls."


def test_merging_is_undone(capture: Page, call: Interview) -> None:
    write(capture, "One", "!Two", "half")
    state(capture, "All saved")
    take_up(capture, "Two")
    capture.keyboard.press("Alt+j")
    stands(capture, "One Two", "half")
    capture.keyboard.press("Escape")
    capture.keyboard.press("Control+z")
    expect(capture.locator(".toast")).to_contain_text("Merge undone.")
    same_as_server(capture, call, "One", "Two", "half")
    assert [note.kind for note in call.notes.typed().order_by("position")] == ["note", "aha", "note"]


def test_a_key_held_down_or_an_empty_line_merges_nothing(capture: Page, call: Interview) -> None:
    write(capture, "One", "Two")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    for _ in range(6):
        capture.keyboard.press("Backspace")
    expect(capture.locator("#c")).to_have_value("")
    stands(capture, "One", "Two")


def test_nothing_is_lost_where_only_half_of_a_merge_is_taken(capture: Page, call: Interview, alice: User) -> None:
    write(capture, "One", "Two")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.context.route(LINE, silent)
    capture.keyboard.press("Alt+j")
    capture.keyboard.press("Escape")
    edited(call, alice, "One", "One of Alice")
    capture.context.unroute(LINE)
    trouble = capture.locator(".trouble")
    expect(trouble).to_contain_text("One of Alice", timeout=SOON)
    capture.wait_for_timeout(700)  # time enough for the removal, if it didn't wait for the words
    assert saved(call) == ["One of Alice", "Two"]
    trouble.get_by_role("button", name="Take theirs").click()
    same_as_server(capture, call, "One of Alice", "Two")


def test_both_halves_of_a_merge_that_met_newer_words_can_be_kept(capture: Page, call: Interview, alice: User) -> None:
    write(capture, "One", "Two")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.context.route(LINE, silent)
    capture.keyboard.press("Alt+j")
    capture.keyboard.press("Escape")
    edited(call, alice, "One", "One of Alice")
    capture.context.unroute(LINE)
    capture.get_by_role("button", name="Keep both").click(timeout=SOON)
    same_as_server(capture, call, "One of Alice", "One Two")


def test_lines_of_two_minds_or_of_two_people_stay_two(browse: Any, call: Interview, alice: User, bob: User) -> None:
    hers = opened(browse(alice), call)
    write(hers, "Alice wrote this")
    state(hers, "All saved")
    page = opened(browse(bob), call)
    write(page, "For @A1+", "Against @A1-")
    state(page, "All saved")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+j")
    expect(page.locator(".toast")).to_contain_text("they stay two")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#c")).to_have_value("For @A1+")
    page.keyboard.press("Alt+j")
    expect(page.locator(".toast").last).to_contain_text("No line of the same person")
    stands(page, "Alice wrote this", "For", "Against")


def test_a_line_splits_at_the_caret_and_comes_together_again(capture: Page, call: Interview) -> None:
    write(capture, '"One two #stock @A1+', "After")
    state(capture, "All saved")
    whole = call.notes.get(text="One two")
    capture.locator("[data-edit]").first.click()
    capture.keyboard.press("Home")
    for _ in range(4):
        capture.keyboard.press("ArrowRight")
    capture.keyboard.press("Control+Enter")
    stands(capture, "One", "two", "After")
    expect(capture.locator("#c")).to_have_value("two #stock @A1+")
    capture.keyboard.press("Escape")
    state(capture, "All saved")
    first, second, _ = call.notes.typed().order_by("position", "id")
    assert (first.pk, first.text, second.text) == (whole.pk, "One", "two")
    assert second.offset_ms == (first.offset_ms or 0) + 1
    assert (second.kind, second.question_id, second.theme_names) == (whole.kind, whole.question_id, ["stock"])
    assert second.signals.get().stance == "for"
    capture.keyboard.press("Control+z")
    same_as_server(capture, call, "One two", "After")
    assert Note.objects.get(pk=second.pk).text == "two"


def test_a_split_without_a_network_keeps_its_order(capture: Page, call: Interview) -> None:
    capture.context.route(LINE, silent)
    write(capture, "One two three")
    for _ in range(2):
        capture.locator("[data-edit]").first.click()
        capture.keyboard.press("End")
        capture.keyboard.press("Control+ArrowLeft")
        capture.keyboard.press("Control+Enter")
        capture.keyboard.press("Escape")
    stands(capture, "One", "two", "three")
    capture.reload()
    ready(capture)
    assert lines(capture) == ["One", "two", "three"]
    capture.context.unroute(LINE)
    stands(capture, "One", "two", "three")
    state(capture, "All saved")
    assert list(call.notes.typed().order_by("position", "id").values_list("text", flat=True)) == ["One", "two", "three"]


def test_a_teammates_line_is_mended_and_stays_theirs(browse: Any, call: Interview, alice: User, bob: User) -> None:
    hers = opened(browse(alice), call)
    write(hers, "One two", "Three")
    page = opened(browse(bob), call)
    stands(page, "One two", "Three")
    page.locator("[data-edit]").first.click()
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    stands(hers, "One", "two", "Three")
    expect(page.locator(".ln[data-id] .by")).to_have_text(["written by AO"] * 3)
    assert {note.author for note in call.notes.typed()} == {alice}
    page.locator("[data-edit]").nth(2).click()
    page.keyboard.press("Alt+j")
    page.keyboard.press("Escape")
    stands(hers, "One", "two Three")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    stands(hers, "One two", "Three")
    assert {note.author for note in call.notes.typed()} == {alice}


# ── undo


def test_acts_are_undone_one_after_the_other_and_a_half_typed_line_is_left_alone(
    capture: Page, call: Interview
) -> None:
    write(capture, "One", "Two")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    write(capture, " mended")
    capture.keyboard.press("ArrowUp")
    capture.keyboard.press("Control+Delete")
    stands(capture, "One")
    capture.keyboard.type("half")
    capture.keyboard.press("Control+z")  # the browser's own: takes back what was typed
    stands(capture, "One")
    capture.keyboard.press("Control+a")
    capture.keyboard.press("Delete")
    capture.keyboard.press("Control+z")
    stands(capture, "One", "Two mended")
    capture.keyboard.press("Control+z")
    same_as_server(capture, call, "One", "Two")


def test_an_undo_never_takes_a_teammates_words_away(browse: Any, call: Interview, alice: User, bob: User) -> None:
    page, hers = opened(browse(bob), call), opened(browse(alice), call)
    write(page, "First")
    state(page, "All saved")
    page.keyboard.press("ArrowUp")
    write(page, " mended")
    stands(hers, "First mended")
    hers.locator("[data-edit]").first.click()
    write(hers, " by Alice")
    stands(page, "First mended by Alice")
    page.keyboard.press("Control+z")
    expect(page.locator(".trouble blockquote")).to_have_text("First mended by Alice", timeout=SOON)
    assert saved(call) == ["First mended by Alice"]


def test_a_tick_without_a_network_arrives(capture: Page, call: Interview) -> None:
    write(capture, "?Who opens the sheet?")
    state(capture, "All saved")
    capture.context.set_offline(True)
    capture.get_by_role("button", name="Mark asked").click()
    expect(capture.locator("[data-follow-open]")).to_have_text("0 open")
    capture.context.set_offline(False)
    state(capture, "All saved")
    assert call.notes.get().follow_up_done


def test_words_begun_for_a_line_are_there_when_it_is_taken_up_again(capture: Page, call: Interview) -> None:
    """Taken up twice, split, or left for another line: what was begun is never thrown away."""
    write(capture, "One two", "Another")
    state(capture, "All saved")
    first, other = (capture.locator(".ln [data-words]", has_text=words) for words in ("One two", "Another"))
    composer = capture.locator("#c")
    first.dblclick()
    capture.keyboard.type(" three")
    first.dblclick()
    expect(composer).to_have_value("One two three")
    other.dblclick()
    expect(composer).to_have_value("Another")
    capture.keyboard.type(", changed")
    first.dblclick()
    expect(composer).to_have_value("One two three")
    capture.keyboard.press("Control+Home")
    capture.keyboard.press("Control+ArrowRight")
    capture.keyboard.press("Control+Enter")
    capture.keyboard.press("Enter")
    expect(composer).to_have_value("Another, changed")
    capture.keyboard.press("Enter")
    expect(composer).to_have_value("")
    state(capture, "All saved")
    assert saved(call) == ["One", "two three", "Another, changed"]
