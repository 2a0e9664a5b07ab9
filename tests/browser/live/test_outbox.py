"""Live capture in a real Chromium on the real server: what is typed is there, whatever becomes of the network."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import User
from interviews.models import ConsentRecord, Interview, Kind, Method, Note
from studies.models import Study
from tests.browser.live.capture import (
    LINE,
    SOON,
    expect_soon,
    lines,
    opened,
    ready,
    saved,
    silent,
    state,
    write,
)
from tests.people import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_hundred_lines_are_two_hundred_rows(
    browse: Any, call: Interview, bob: User, browser: Browser, study: Study
) -> None:
    marks = ["", '"', "~", "!", "?", ">", "="]
    kinds = ["note", "verbatim", "observation", "aha", "follow_up", "off_script", "reading"]
    page = opened(browse(bob), call)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for n in range(200):
        page.keyboard.type(f"{marks[n % 7]}L")
        page.keyboard.insert_text(f"ine {n}")
        page.keyboard.press("Enter")
    state(page, "All saved")
    rows = list(call.notes.typed().order_by("position"))
    assert [(row.text, row.kind) for row in rows] == [(f"Line {n}", kinds[n % 7]) for n in range(200)]
    offsets = [row.offset_ms or 0 for row in rows]
    assert offsets == sorted(set(offsets))
    assert {row.author_id for row in rows} == {bob.pk}
    # The sixth is a question off the script: it and what comes after it belong to none of the script's.
    assert [row.question_id for row in rows] == [call.current_question_id] * 5 + [None] * 195
    assert len(lines(page)) == 200
    page.reload()
    ready(page)
    expect(page.locator("[data-earlier]")).to_have_count(0, timeout=SOON)
    assert lines(page) == [f"Line {n}" for n in range(200)]
    assert said == []


def test_a_line_has_the_time_of_its_first_key(capture: Page, call: Interview) -> None:
    capture.keyboard.type("S")
    began = capture.inner_text("[data-clock]")
    capture.wait_for_timeout(2500)
    write(capture, "low typing")
    state(capture, "All saved")
    note = call.notes.typed().get()
    minutes, seconds = divmod((note.offset_ms or 0) // 1000, 60)
    assert abs(int(began[-2:]) + 60 * int(began[-5:-3]) - 60 * minutes - seconds) <= 1


def test_typing_goes_on_without_a_network(capture: Page, call: Interview) -> None:
    write(capture, "Before")
    state(capture, "All saved")
    capture.context.set_offline(True)
    write(capture, '"One', "~Two", "Three")
    state(capture, "Offline – 3 lines safe on this device")
    expect(capture.locator("[data-offbar]")).to_contain_text("Keep typing")
    expect(capture.locator(".ln.unsaved")).to_have_count(3)
    assert saved(call) == ["Before"]
    capture.context.set_offline(False)
    state(capture, "All saved")
    expect(capture.locator(".ln.unsaved")).to_have_count(0)
    expect(capture.locator("[data-offbar]")).to_be_hidden()
    assert saved(call) == ["Before", "One", "Two", "Three"]


def test_a_reload_brings_back_waiting_lines_and_the_half_typed_one(capture: Page, call: Interview) -> None:
    capture.context.route(LINE, silent)
    write(capture, "One", '"Two')
    capture.keyboard.type("!Half a thou")
    at = capture.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.includes('draft')))).line.at"
    )
    capture.reload()
    ready(capture)
    assert lines(capture) == ["One", "Two"]
    expect(capture.locator(".ln.unsaved")).to_have_count(2)
    expect(capture.locator("#c")).to_have_value("Half a thou")
    expect(capture.locator("#c")).to_have_class("as-aha")
    expect(capture.locator("#c")).to_be_focused()
    capture.context.unroute(LINE)
    capture.keyboard.type("ght")
    capture.keyboard.press("Enter")
    state(capture, "All saved")
    assert saved(call) == ["One", "Two", "Half a thought"]
    assert call.notes.get(text="Half a thought").offset_ms == at
    capture.reload()
    ready(capture)
    expect(capture.locator("#c")).to_have_value("")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 200, "body": "<h1>Welcome to the café’s network</h1>", "content_type": "text/html"}, "Offline"),
        ({"status": 200, "body": '{"saved": true}', "content_type": "application/json"}, "Offline"),
        ({"status": 502, "body": "bad gateway"}, "Offline"),
        ({"status": 302, "headers": {"Location": "/account/login/"}}, "Signed out"),
        ({"status": 403, "body": "no", "content_type": "text/html"}, "Not let in"),
    ],
    ids=["captive portal", "someone else's JSON", "gateway", "signed out", "no access"],
)
def test_only_our_own_yes_takes_a_line_out_of_the_outbox(
    capture: Page, call: Interview, answer: dict[str, Any], words: str
) -> None:
    capture.context.route(LINE, lambda route: route.fulfill(**answer))
    write(capture, "Kept")
    state(capture, f"{words} – 1 line safe on this device")
    expect(capture.locator(".ln.unsaved")).to_have_count(1)
    capture.context.unroute(LINE)
    # The next try may come by itself first, and take the button away.
    capture.evaluate("document.querySelector('[data-try]').click()")
    state(capture, "All saved")
    assert saved(call) == ["Kept"]


def test_an_answer_that_is_lost_saves_the_line_once(capture: Page, call: Interview) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    capture.context.route(LINE, lose, times=2)
    write(capture, "Once")
    state(capture, "All saved")
    assert saved(call) == ["Once"]
    assert Note.objects.count() == 1


def test_a_server_that_never_answers_is_said_within_seconds(capture: Page, call: Interview) -> None:
    held: list[Route] = []
    capture.context.route(LINE, lambda route: held.append(route))
    write(capture, "Hanging")
    state(capture, "1 waiting")
    expect(capture.locator("[data-save]")).to_contain_text("Offline – 1 line safe", timeout=5000)
    assert held
    capture.context.unroute(LINE)  # lets go what it holds
    state(capture, "All saved")
    assert saved(call) == ["Hanging"]


def test_a_refused_line_is_kept_with_its_reason(capture: Page, call: Interview, alice: User) -> None:
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    write(capture, "Too late")
    for _ in range(2):
        state(capture, "1 line was refused.")
        capture.click("[data-read-why]")
        expect(capture.locator(".trouble")).to_contain_text("said no to written notes")
        expect(capture.locator(".trouble")).to_be_focused()
        assert lines(capture) == ["Too late"]
        capture.reload()
        ready(capture)
    ConsentRecord.capture(call.participant, {"notes": True}, Method.SPOKEN, alice)
    capture.get_by_role("button", name="Try again").click()
    state(capture, "All saved")
    assert saved(call) == ["Too late"]


def taken_up_and_changed(capture: Page, call: Interview) -> Page:
    """A line is taken up here, and somebody else writes "Theirs" over it; gives another tab with the same call."""
    other = opened(capture.context, call)
    capture.bring_to_front()
    write(capture, "First")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    call.notes.get().revise({"text": "Theirs"})  # rings no bell: the page doesn't know
    return other


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Keep mine", ["Mine"]), ("Take theirs", ["Theirs"]), ("Keep both", ["Theirs", "Mine"])],
)
def test_two_who_change_one_line_both_keep_their_words(
    capture: Page, call: Interview, alice: User, choice: str, kept: list[str]
) -> None:
    other = taken_up_and_changed(capture, call)
    capture.keyboard.press("Control+a")
    write(capture, "Mine")
    trouble = capture.locator(".trouble")
    expect(trouble).to_contain_text("changed this line meanwhile", timeout=SOON)
    expect(trouble).to_contain_text("Theirs")
    assert lines(capture) == ["Mine"]
    assert saved(call) == ["Theirs"]
    state(capture, "1 line changed by two.")
    capture.get_by_role("button", name=choice).click()
    state(capture, "All saved")
    expect(capture.locator(".ln [data-words]")).to_have_text(kept, timeout=SOON)
    assert sorted(saved(call)) == sorted(kept)
    # Answered here is answered in the other tab.
    expect(other.locator(".ln [data-words]")).to_have_text(kept, timeout=SOON)
    expect(other.locator(".trouble, .ln.unsaved")).to_have_count(0)


@pytest.mark.parametrize(("choice", "kept"), [("Remove it all the same", []), ("Leave it", ["Theirs"])])
def test_a_line_that_somebody_changed_while_it_was_removed(
    capture: Page, call: Interview, choice: str, kept: list[str]
) -> None:
    other = taken_up_and_changed(capture, call)
    capture.keyboard.press("Control+Delete")
    for page in (capture, other):
        expect(page.locator(".trouble")).to_contain_text("changed this line while you removed it", timeout=SOON)
    capture.get_by_role("button", name=choice).click()
    for page in (capture, other):
        state(page, "All saved")
        expect(page.locator(".ln [data-words]")).to_have_text(kept, timeout=SOON)
        expect(page.locator(".trouble, .ln.unsaved")).to_have_count(0)
    assert saved(call) == kept


def test_changing_a_line_before_its_first_answer_is_no_conflict(capture: Page, call: Interview) -> None:
    waiting: list[Route] = []
    capture.context.route(LINE, lambda route: waiting.append(route))
    with capture.expect_request(LINE):
        write(capture, "Frist")
    capture.keyboard.press("ArrowUp")
    expect(capture.locator("#c")).to_have_value("Frist")
    capture.context.unroute(LINE)  # lets go what it holds
    state(capture, "All saved")
    capture.keyboard.press("Control+a")
    write(capture, '"First')
    state(capture, "All saved")
    expect(capture.locator(".trouble")).to_have_count(0)
    note = call.notes.get()
    assert (note.text, note.revision) == ("First", 2)


def test_a_half_typed_line_waits_while_another_is_changed(capture: Page, call: Interview) -> None:
    write(capture, "~Sighs")
    state(capture, "All saved")
    capture.keyboard.type('"And then I')
    capture.locator("[data-edit]").click()
    expect(capture.locator("#c")).to_have_value("Sighs")
    expect(capture.locator("[data-editing]")).to_contain_text("Changing the line at")
    capture.keyboard.type(" deeply")
    capture.keyboard.press("Enter")
    expect(capture.locator("#c")).to_have_value("And then I")
    write(capture, " stopped")
    state(capture, "All saved")
    assert [(note.text, note.kind) for note in call.notes.typed()] == [
        ("Sighs deeply", "observation"),
        ("And then I stopped", "verbatim"),
    ]


def test_two_tabs_send_each_line_once(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    context.route(LINE, silent)
    first, second = opened(context, call), opened(context, call)
    for number in range(5):
        for page in (first, second):
            page.bring_to_front()
            write(page, f"{number} {'first' if page is first else 'second'}")
    first.bring_to_front()
    first.keyboard.type("half of one")
    second.bring_to_front()
    second.keyboard.type("half of two")
    state(first, "10 lines safe")
    state(second, "10 lines safe")
    context.unroute(LINE)
    # The next try may come by itself first, and take the button away.
    second.evaluate("document.querySelector('[data-try]').click()")
    for page in (first, second):
        state(page, "All saved")
        expect(page.locator(".ln[data-id]:not(.unsaved)")).to_have_count(10, timeout=SOON)
        page.reload()
        ready(page)
    assert len(saved(call)) == 10
    assert {first.input_value("#c"), second.input_value("#c")} == {"half of one", "half of two"}


def test_lines_left_behind_go_up_from_the_next_page(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    context.route(LINE, silent)
    page = opened(context, call)
    write(page, "Left behind")
    state(page, "Offline")
    page.get_by_role("button", name="End interview").click()
    expect(page.locator(".toast")).to_contain_text("1 line isn’t saved yet", timeout=SOON)
    page.get_by_role("button", name="End interview").click()
    carried = page.locator("[data-carried]")
    expect(carried).to_contain_text("1 line safe on this device", timeout=SOON)
    with page.expect_download() as download:
        carried.get_by_role("button", name="Save a copy").click()
    assert "Left behind" in download.value.path().read_text()
    context.unroute(LINE)
    carried.get_by_role("button", name="Try now").click()
    expect(carried).to_contain_text("All saved", timeout=SOON)
    assert saved(call) == ["Left behind"]


def test_a_line_half_typed_in_a_call_that_a_teammate_ended_is_offered(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    page = opened(context, call)
    page.keyboard.type('"half of what she #stock')
    draft = "Object.entries(localStorage).some(([key, value]) => key.includes('draft') && value.includes('#stock'))"
    expect_soon(lambda: page.evaluate(draft))
    page.close()
    call.finish(bob)
    page = context.new_page()
    page.goto(reverse("interviews:list", args=[call.study_id]))
    box = page.locator("[data-half-typed]")
    expect(box).to_contain_text("“half of what she #stock”", timeout=SOON)
    box.get_by_role("button", name="Let it go").click()
    expect(box).to_be_hidden()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    box.get_by_role("button", name="Add to the notes").click()
    expect(box).to_be_hidden()
    expect_soon(lambda: saved(call) == ["half of what she"])
    assert call.notes.get().kind == Kind.VERBATIM
    assert [theme.name for theme in call.study.themes.all()] == ["stock"]
    page.reload()
    expect(page.locator("[data-carried]")).to_be_attached()
    page.wait_for_timeout(500)
    expect(box).to_be_hidden()


def test_a_full_device_says_so_and_sends_all_the_same(browse: Any, call: Interview, bob: User) -> None:
    context = browse(bob)
    context.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    context.route(LINE, silent)
    page = opened(context, call)
    write(page, "Only here")
    state(page, "Storage full – 1 line only on this page")
    context.unroute(LINE)
    state(page, "All saved")
    assert saved(call) == ["Only here"]


def test_somebody_elses_waiting_lines_are_neither_shown_nor_sent(
    browse: Any, call: Interview, alice: User, bob: User, live_app: str
) -> None:
    context = browse(bob)
    context.route(LINE, silent)
    page = opened(context, call)
    write(page, "Typed by Bob")
    state(page, "Offline")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client_of(alice).cookies[name].value, "url": live_app}])
    context.unroute(LINE)
    state(page, "Not let in")  # the page is Bob's, the browser Alice's
    page.reload()
    ready(page)
    state(page, "All saved")
    assert lines(page) == []
    assert not Note.objects.exists()


BUSY_DISK = """if (!sessionStorage.getItem("quick")) {
  // Writes of lines begin and never end, as on a device that is busy.
  const put = IDBObjectStore.prototype.put, commit = IDBTransaction.prototype.commit;
  const keepOpen = (store) => { store.get("nothing").onsuccess = () => keepOpen(store); };
  IDBObjectStore.prototype.put = function (record) { this.name === "lines" ? keepOpen(this) : put.call(this, record); };
  IDBTransaction.prototype.commit = function () { if (!this.objectStoreNames.contains("lines")) commit.call(this); };
}"""


def test_a_line_is_called_safe_only_once_the_device_has_it_and_a_reload_before_that_loses_nothing(
    browse: Any, call: Interview, bob: User
) -> None:
    context = browse(bob)
    context.route(LINE, silent)
    context.add_init_script(BUSY_DISK)
    page = opened(context, call)
    context.set_offline(True)
    write(page, "Not on the disk yet")
    page.wait_for_timeout(1000)
    state(page, "1 waiting")
    expect(page.locator("[data-save]")).not_to_contain_text("safe")
    context.set_offline(False)
    page.evaluate("sessionStorage.setItem('quick', '1')")
    page.reload()
    ready(page)
    assert lines(page) == ["Not on the disk yet"]
    state(page, "Offline – 1 line safe on this device")
    context.unroute(LINE)
    state(page, "All saved")
    assert saved(call) == ["Not on the disk yet"]
