"""Off the record in one key: marked lines, teammates told, nothing missed without a network, and erased everywhere."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from analysis.models import Quote
from interviews.models import ConsentRecord, Interview, LegalHold, Method, Note, OffRecord
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

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CANARY = "Zwitschermaschine"
OFF = "/live/off-record/"
# Every word this device holds: its own database, its quick store, and stored pages.
DEVICE = """async () => {
  const database = await new Promise((done) => { const ask = indexedDB.open("throughline-capture"); ask.onsuccess = () => done(ask.result); });
  const held = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const name of database.objectStoreNames) held.push(JSON.stringify(await new Promise((done) => {
    const all = database.transaction(name).objectStore(name).getAll(); all.onsuccess = () => done(all.result);
  })));
  database.close();
  for (const name of await caches.keys()) if (name.startsWith("throughline-pages")) {
    const cache = await caches.open(name);
    for (const page of await cache.keys()) held.push(await (await cache.match(page)).text());
  }
  return held.join(" ") + document.body.innerText;
}"""


def hushed(page: Page) -> list[str]:
    return page.locator(".ln[data-off-record] [data-words]").all_text_contents()


def marks(page: Page) -> Any:
    return page.locator(".ln.hushed .bd")


def bar(page: Page) -> Any:
    return page.locator("[data-off-bar]")


def test_one_key_marks_what_is_typed_until_it_is_pressed_again(capture: Page, call: Interview) -> None:
    write(capture, "Before")
    capture.keyboard.press("Alt+r")
    expect(bar(capture)).to_contain_text("Off the record since")
    expect(bar(capture)).to_contain_text("never quoted or exported")
    expect(capture.locator("[data-off-chip]")).to_be_visible()
    expect(capture.get_by_label("Off the record. New line, note")).to_be_focused()
    write(capture, '"Between us', "~Looks away")
    capture.keyboard.press("Alt+r")
    expect(bar(capture)).to_be_hidden()
    write(capture, "After")
    assert hushed(capture) == ["Between us", "Looks away"]
    expect(capture.locator("[data-lines] > li .bd").nth(1)).to_contain_text("Before")
    expect(marks(capture)).to_contain_text(["Off the record from here", "On the record again"])
    state(capture, "All saved")
    assert list(call.notes.order_by("position").values_list("off_record", flat=True)) == [False, True, True, False]
    assert not Quote.objects.exists()
    stretch = call.off_records.get()
    assert stretch.ended_ms is not None and stretch.began_ms <= call.notes.get(text="Between us").offset_ms


def test_the_line_under_way_goes_off_too_and_survives_a_reload(capture: Page, call: Interview) -> None:
    capture.keyboard.type("Half said")
    capture.keyboard.press("Alt+r")
    capture.keyboard.press("Alt+r")
    capture.reload()
    ready(capture)
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    assert call.notes.get().off_record


def test_it_is_still_so_after_a_reload(capture: Page, call: Interview) -> None:
    capture.keyboard.press("Alt+r")
    write(capture, "Between us")
    state(capture, "All saved")
    capture.reload()
    ready(capture)
    expect(bar(capture)).to_be_visible()
    assert hushed(capture) == ["Between us"]
    expect(marks(capture)).to_have_text(["Off the record from here"])


def test_teammates_see_it_within_a_second_and_either_may_end_it(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    mine, hers = opened(browse(bob), call), opened(browse(alice), call)
    mine.keyboard.press("Alt+r")
    told = time.monotonic()
    expect(bar(hers)).to_be_visible(timeout=SOON)
    assert time.monotonic() - told < 1.5
    write(hers, "Hers, between us")
    expect(mine.locator(".ln[data-off-record]")).to_have_count(1, timeout=SOON)
    hers.get_by_role("button", name="Back on the record").click()
    expect(bar(mine)).to_be_hidden(timeout=SOON)
    expect(marks(mine)).to_contain_text(["Off the record from here", "On the record again"])
    assert call.off_records.get().ended_by == alice


def test_without_a_network_it_works_at_once_and_is_told_later(
    browse: Any, call: Interview, bob: User, alice: User
) -> None:
    context = browse(bob)
    page = opened(context, call)
    context.route(f"**{OFF}", silent)
    context.route(LINE, silent)
    page.keyboard.press("Alt+r")
    write(page, "Between us")
    page.reload()
    ready(page)
    expect(bar(page)).to_be_visible()
    assert hushed(page) == ["Between us"]
    page.keyboard.press("Alt+r")
    write(page, "After")
    assert not OffRecord.objects.exists() and not Note.objects.exists()
    context.unroute(LINE, silent)  # the lines first, the state after them
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_soon(lambda: call.notes.count() == 2)
    assert dict(call.notes.values_list("text", "off_record")) == {"Between us": True, "After": False}
    context.unroute(f"**{OFF}", silent)
    expect_soon(lambda: call.off_records.filter(ended_ms__isnull=False).count() == 1)
    page.wait_for_timeout(200)
    assert dict(call.notes.values_list("text", "off_record")) == {"Between us": True, "After": False}


def test_no_edit_loses_the_mark(capture: Page, call: Interview) -> None:
    capture.keyboard.press("Alt+r")
    write(capture, "Between us")
    capture.keyboard.press("Alt+r")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.keyboard.type(" two")
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    note = call.notes.get()
    assert (note.text, note.off_record) == ("Between us two", True)
    assert hushed(capture) == ["Between us two"]


def test_one_line_goes_off_at_a_press_and_back_only_past_its_reason(capture: Page, call: Interview) -> None:
    write(capture, '"Fine to say #trust')
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    capture.get_by_role("button", name="Off the record", exact=True).locator("visible=true").first.click()
    dialog = capture.get_by_role("dialog", name="Put this line off the record?")
    expect(dialog).to_contain_text("1 quote goes with it.")
    expect(dialog.get_by_role("button", name="Keep it on the record")).to_be_focused()
    assert Quote.objects.count() == 1
    dialog.get_by_role("button", name="Put it off the record").click()
    expect(capture.locator(".ln[data-off-record]")).to_have_count(1)
    state(capture, "All saved")
    expect_soon(lambda: not Quote.objects.exists())
    capture.keyboard.press("ArrowUp")
    capture.get_by_role("button", name="Back on the record…").click()
    dialog = capture.get_by_role("dialog", name="Put this line back on the record?")
    expect(dialog).to_contain_text("It was put off the record by hand")
    dialog.get_by_role("button", name="Keep it off the record").click()
    assert call.notes.get().off_record
    capture.keyboard.press("ArrowUp")
    capture.get_by_role("button", name="Back on the record…").click()
    dialog.get_by_role("button", name="Put it on the record").click()
    expect(capture.locator(".ln[data-off-record]")).to_have_count(0)
    assert not call.notes.get().off_record


def test_a_change_while_off_says_beforehand_that_the_line_goes_off(capture: Page, call: Interview) -> None:
    write(capture, '"Fine to say #trust')
    state(capture, "All saved")
    capture.keyboard.press("Alt+r")
    capture.keyboard.press("ArrowUp")
    expect(capture.locator("[data-say]")).to_have_text(
        "Changed now, this line goes off the record. 1 quote goes with it."
    )
    capture.keyboard.press("Escape")
    state(capture, "All saved")
    assert not call.notes.get().off_record


def test_a_rescue_file_marks_what_is_off_the_record(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    page = opened(context, call)
    context.route(LINE, silent)
    write(page, "Open")
    page.keyboard.press("Alt+r")
    write(page, "Between us")
    state(page, "Offline – 2 lines safe")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copied = download.value.path().read_text().splitlines()
    assert ["[off the record]" in line for line in copied] == [False, True]


# ── erasing


def erase(page: Page, *reach: str) -> None:
    page.locator("[data-off-erase]").locator("visible=true").first.click()
    dialog = page.get_by_role("dialog", name="Erase what was off the record?")
    for words in reach:
        expect(dialog).to_contain_text(words)
    expect(dialog.get_by_role("button", name="Keep it inside the team")).to_be_focused()
    dialog.get_by_role("button", name="Erase it for good").click()


def clean(page: Page) -> None:
    expect_soon(lambda: CANARY not in page.evaluate(DEVICE))


def test_erasing_leaves_nothing_here_there_or_on_a_teammates_page(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    context = browse(bob)
    mine, hers = opened(context, call), opened(browse(alice), call)
    write(mine, "Stays")
    mine.keyboard.press("Alt+r")
    write(mine, CANARY, f"{CANARY} #{CANARY}")
    state(mine, "All saved")
    expect(hers.locator(".ln[data-off-record]")).to_have_count(2, timeout=SOON)
    context.route(LINE, silent)
    write(mine, f"{CANARY} waits")
    mine.keyboard.type(f"{CANARY} half")
    mine.wait_for_timeout(400)
    assert CANARY in mine.evaluate(DEVICE)
    erase(
        mine,
        "3 lines. Nobody can bring them back.",
        "1 of them waits on this device.",
        "The line you are typing goes too.",
    )
    expect(mine.locator(".ln[data-off-record]")).to_have_count(0)
    gone = time.monotonic()
    expect(hers.locator(".ln[data-off-record]")).to_have_count(0, timeout=SOON)
    assert time.monotonic() - gone < 1.5
    context.unroute(LINE, silent)
    clean(mine)
    clean(hers)
    mine.reload()
    ready(mine)
    state(mine, "All saved")
    assert lines(mine) == ["Stays"] and saved(call) == ["Stays"]
    clean(mine)
    assert not Note.objects.filter(text__contains=CANARY).exists()


def test_negative_control_the_device_holds_words_that_are_not_erased(capture: Page, call: Interview) -> None:
    write(capture, CANARY)
    state(capture, "All saved")
    expect_soon(lambda: CANARY in capture.evaluate(DEVICE))


def test_a_line_waiting_elsewhere_cannot_bring_an_erased_one_back(
    browse: Any, call: Interview, alice: User, bob: User
) -> None:
    mine, hers = opened(browse(bob), call), browse(alice)
    mine.keyboard.press("Alt+r")
    write(mine, CANARY)
    state(mine, "All saved")
    page = opened(hers, call)
    hers.route(LINE, silent)
    page.locator(".ln[data-off-record] [data-words]").dblclick()
    page.keyboard.type(" changed")
    page.keyboard.press("Enter")
    state(page, "1 line safe")
    erase(mine, "1 line. Nobody can bring it back.")
    expect(mine.locator(".ln[data-off-record]")).to_have_count(0)
    hers.unroute(LINE, silent)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#messages")).to_contain_text("This line was erased. Nobody can bring it back.", timeout=SOON)
    expect(page.locator(".ln[data-id]")).to_have_count(0)
    state(page, "All saved")
    clean(page)
    assert not Note.objects.exclude(text="").exists()


def test_another_tab_of_ones_own_lets_go_of_it_too(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    first, second = opened(context, call), opened(context, call)
    first.keyboard.press("Alt+r")
    expect(bar(second)).to_be_visible(timeout=SOON)
    second.bring_to_front()
    second.locator("#c").focus()
    second.keyboard.type(f"{CANARY} half")
    first.bring_to_front()
    write(first, CANARY)
    state(first, "All saved")
    erase(first, "1 line.")
    expect(second.locator("#c")).to_have_value("")
    clean(first)
    clean(second)


def test_without_a_network_nothing_is_erased_and_it_says_so(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    page = opened(context, call)
    page.keyboard.press("Alt+r")
    write(page, "Between us")
    state(page, "All saved")
    context.route(f"**{OFF}", silent)
    page.locator("[data-off-erase]").locator("visible=true").first.click()
    expect(page.locator("#messages")).to_contain_text("No connection, so nothing is erased.")
    assert hushed(page) == ["Between us"]


def test_the_debrief_erases_what_waits_on_this_device_as_well(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    page = opened(context, call)
    page.keyboard.press("Alt+r")
    write(page, CANARY)
    state(page, "All saved")
    context.route(LINE, silent)
    write(page, f"{CANARY} waits")
    state(page, "1 line safe")
    page.goto(reverse("interviews:debrief", args=[call.study_id, call.pk]))
    expect(page.get_by_role("heading", name="1 line off the record")).to_be_visible()
    page.get_by_role("link", name="Erase it…").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 line more waits on this device.")
    with page.expect_navigation():
        page.get_by_role("button", name="Erase it for good").click()
    expect(page.get_by_role("heading", name="off the record")).to_have_count(0, timeout=SOON)
    clean(page)
    context.unroute(LINE, silent)
    assert not Note.objects.exclude(text="").exists()


def test_under_a_legal_hold_nothing_is_erased_and_the_page_says_why(browse: Any, call: Interview, bob: User) -> None:
    LegalHold.put(call.study, call.participant, "A court asks.", bob)
    page = opened(browse(bob), call)
    page.keyboard.press("Alt+r")
    write(page, CANARY)
    state(page, "All saved")
    erase(page)
    expect(page.locator("#messages")).to_contain_text("A legal hold stands on P01")
    expect(page.locator("[data-words]")).to_have_text(CANARY)
    assert Note.objects.filter(text=CANARY).exists()
    page.goto(reverse("interviews:debrief", args=[call.study_id, call.pk]))
    page.get_by_role("link", name="Erase it…").click()
    page.get_by_role("button", name="Erase it for good").click()
    expect(page.locator("body")).to_contain_text("A legal hold stands on P01")
    assert Note.objects.filter(text=CANARY).exists()


# ── consent


def test_a_changed_consent_shows_within_a_second(capture: Page, call: Interview, alice: User) -> None:
    expect(capture.locator(".r-consent li", has_text="Recording")).to_contain_text("Yes")
    ConsentRecord.capture(call.participant, {"recording": False}, Method.SPOKEN, alice)
    expect(capture.locator(".r-consent li", has_text="Recording")).to_contain_text("No", timeout=1500)
    capture.set_viewport_size(dict(zip(("width", "height"), BESIDE_A_CALL, strict=True)))
    expect(capture.locator(".dock .cons")).to_contain_text("No recording")


def test_a_no_to_notes_says_at_once_what_becomes_of_lines(capture: Page, call: Interview, alice: User) -> None:
    write(capture, "Written before")
    state(capture, "All saved")
    capture.keyboard.type("half")
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    expect(capture.locator("[data-consent=withheld]")).to_contain_text("said no to written notes", timeout=1500)
    expect(capture.locator("[data-consent=withheld]")).to_contain_text("What you type now stays on this device")
    assert lines(capture) == []
    expect(capture.locator("#c")).to_have_value("half")
    capture.keyboard.press("Enter")
    expect(capture.locator(".trouble")).to_contain_text("Not saved.", timeout=SOON)
    assert saved(call) == ["Written before"]
    ConsentRecord.capture(call.participant, {"notes": True}, Method.SPOKEN, alice)
    expect(capture.locator("[data-consent=withheld]")).to_be_empty(timeout=1500)
    capture.get_by_role("button", name="Try again").click()
    state(capture, "All saved")
    assert saved(call) == ["Written before", "half"]
    expect(capture.locator(".ln[data-id]")).to_have_count(2)


@pytest.mark.parametrize("size", [WIDE, BESIDE_A_CALL, PHONE], ids=["wide", "beside", "phone"])
def test_the_switch_is_in_reach_at_every_size(browse: Any, call: Interview, bob: User, size: tuple[int, int]) -> None:
    context: BrowserContext = browse(bob, size=size)
    page = opened(context, call)
    page.locator("[data-off-toggle]").locator("visible=true").first.click()
    expect(bar(page)).to_be_visible()
    write(page, "Between us")
    expect(page.locator("[data-off-erase]").locator("visible=true").first).to_be_visible()
    box, composer = bar(page).bounding_box(), page.locator(".comp").bounding_box()
    assert box and composer and box["y"] + box["height"] <= composer["y"] + 1
    assert_sound(page)
