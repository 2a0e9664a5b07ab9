"""Live capture in a real Chromium on the real server: what is typed is there, whatever becomes of the network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from accounts.models import User
from interviews.models import ConsentRecord, Debrief, Interview, InterviewState, Kind, Method, Note
from studies.models import Question, Study
from tests.factories import make_assumption, make_interview, make_note, make_participant, make_persona, make_section
from tests.people import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
WIDE, BESIDE_A_CALL, PHONE = (1440, 900), (720, 900), (390, 844)
LINE = re.compile(r"/notes/[0-9a-f-]{36}/$")
SOON = 15_000


@pytest.fixture
def call(study: Study, bob: User) -> Interview:
    warm, core = (make_section(study=study, title=title, minutes=9) for title in ("Warm-up", "Core"))
    first = Question.add(warm, "How was yesterday?")
    for text in ("What happened the last time you counted?", "And then?"):
        Question.add(core, text, probes=["Who noticed, and when?", "What did it cost?"])
    make_assumption(study=study, statement="A phone would bring the count back.", disproof="They have one.")
    person = make_participant(study=study, persona=make_persona(study=study, name="Kitchen manager"))
    interview = make_interview(study=study, state=InterviewState.LIVE, participant=person)
    interview.turn_to(first, bob)
    return interview


@pytest.fixture
def browse(browser: Browser, live_app: str) -> Iterator[Callable[[User], BrowserContext]]:
    """A browser of somebody's own, signed in."""
    opened: list[BrowserContext] = []

    def begin(user: User, size: tuple[int, int] = WIDE, **options: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=live_app, reduced_motion="reduce", **options
        )
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client_of(user).cookies[name].value, "url": live_app}])
        opened.append(context)
        return context

    yield begin
    for context in opened:
        context.close()


@pytest.fixture
def capture(browse: Any, call: Interview, bob: User) -> Page:
    return opened(browse(bob), call)


def opened(context: BrowserContext, call: Interview) -> Page:
    page = context.new_page()
    page.goto(reverse("interviews:live", args=[call.study_id, call.pk]))
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("body[data-capture=ready]")).to_be_attached(timeout=SOON)


def write(page: Page, *lines: str) -> None:
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def state(page: Page, words: str) -> None:
    expect(page.locator("[data-save]")).to_contain_text(words, timeout=SOON)


def lines(page: Page) -> list[str]:
    return page.locator(".ln [data-words]").all_text_contents()


def saved(call: Interview) -> list[str]:
    return list(call.notes.typed().order_by("position").values_list("text", flat=True))


def silent(route: Route) -> None:
    route.abort("connectionfailed")


def test_two_hundred_lines_are_two_hundred_rows(
    browse: Any, call: Interview, bob: User, browser: Browser, study: Study
) -> None:
    marks = ["", '"', "~", "!", "?", ">", "="]
    kinds = ["note", "verbatim", "observation", "aha", "follow_up", "off_script", "reading"]
    page = opened(browse(bob), call)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    write(page, *[f"{marks[n % 7]}Line {n}" for n in range(200)])
    state(page, "All saved")
    rows = list(call.notes.typed().order_by("position"))
    assert [(row.text, row.kind) for row in rows] == [(f"Line {n}", kinds[n % 7]) for n in range(200)]
    offsets = [row.offset_ms or 0 for row in rows]
    assert offsets == sorted(set(offsets))
    assert {row.author_id for row in rows} == {bob.pk}
    assert {row.question_id for row in rows} == {call.current_question_id}
    assert len(lines(page)) == 200
    page.reload()
    ready(page)
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
    capture.route(LINE, silent)
    write(capture, "One", '"Two')
    capture.keyboard.type("!Half a thou")
    at = capture.evaluate("JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])).line.at")
    capture.reload()
    ready(capture)
    assert lines(capture) == ["One", "Two"]
    expect(capture.locator(".ln.unsaved")).to_have_count(2)
    expect(capture.locator("#c")).to_have_value("Half a thou")
    expect(capture.locator("#c")).to_have_class("as-aha")
    expect(capture.locator("#c")).to_be_focused()
    capture.unroute(LINE)
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
    capture.route(LINE, lambda route: route.fulfill(**answer))
    write(capture, "Kept")
    state(capture, f"{words} – 1 line safe on this device")
    expect(capture.locator(".ln.unsaved")).to_have_count(1)
    capture.unroute(LINE)
    capture.click("[data-try]")
    state(capture, "All saved")
    assert saved(call) == ["Kept"]


def test_an_answer_that_is_lost_saves_the_line_once(capture: Page, call: Interview) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    capture.route(LINE, lose, times=2)
    write(capture, "Once")
    state(capture, "All saved")
    assert saved(call) == ["Once"]
    assert Note.objects.count() == 1


def test_a_server_that_never_answers_is_said_within_seconds(capture: Page, call: Interview) -> None:
    held: list[Route] = []
    capture.route(LINE, lambda route: held.append(route))
    write(capture, "Hanging")
    state(capture, "1 waiting")
    expect(capture.locator("[data-save]")).to_contain_text("Offline – 1 line safe", timeout=5000)
    assert held
    capture.unroute(LINE)  # lets go what it holds
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


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Keep mine", ["Mine"]), ("Take theirs", ["Theirs"]), ("Keep both", ["Theirs", "Mine"])],
)
def test_two_who_change_one_line_both_keep_their_words(
    capture: Page, call: Interview, alice: User, choice: str, kept: list[str]
) -> None:
    write(capture, "First")
    state(capture, "All saved")
    capture.keyboard.press("ArrowUp")
    call.notes.get().revise({"text": "Theirs"})  # rings no bell: the page doesn't know
    capture.keyboard.press("Control+a")
    write(capture, "Mine")
    trouble = capture.locator(".trouble")
    expect(trouble).to_contain_text("changed this line meanwhile", timeout=SOON)
    expect(trouble).to_contain_text("Theirs")
    assert lines(capture) == ["Mine"]
    assert saved(call) == ["Theirs"]
    state(capture, "1 line was refused.")
    capture.get_by_role("button", name=choice).click()
    state(capture, "All saved")
    expect(capture.locator(".ln [data-words]")).to_have_text(kept, timeout=SOON)
    assert sorted(saved(call)) == sorted(kept)


def test_changing_a_line_before_its_first_answer_is_no_conflict(capture: Page, call: Interview) -> None:
    waiting: list[Route] = []
    capture.route(LINE, lambda route: waiting.append(route))
    with capture.expect_request(LINE):
        write(capture, "Frist")
    capture.keyboard.press("ArrowUp")
    expect(capture.locator("#c")).to_have_value("Frist")
    capture.unroute(LINE)  # lets go what it holds
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
    expect(capture.locator(".ln [data-words]")).to_have_text(["Keep"], timeout=SOON)
    assert saved(call) == ["Keep"]
    capture.get_by_role("button", name="Undo").click()
    expect(capture.locator(".ln [data-words]")).to_have_text(["Keep", "Drop"], timeout=SOON)
    assert saved(call) == ["Keep", "Drop"]


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
    capture.wait_for_function("!Object.entries(localStorage).some(([k, v]) => k.includes('turns') && v !== '[]')")
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, BESIDE_A_CALL, PHONE], ids=["wide", "beside a call", "phone"])
def test_every_screen_fits_and_is_accessible(
    browse: Any, call: Interview, bob: User, size: tuple[int, int], scheme: str
) -> None:
    context = browse(bob, size, color_scheme=scheme)
    for kind in (Kind.NOTE, Kind.VERBATIM, Kind.OBSERVATION, Kind.AHA, Kind.FOLLOW_UP, Kind.OFF_SCRIPT, Kind.READING):
        make_note(interview=call, kind=kind, text="A line that is long enough to run over more than one row here.")
    make_note(interview=call, text="x" * 300)
    page = opened(context, call)
    page.route(LINE, silent)
    write(page, '"On its way')
    state(page, "Offline")
    check(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-editing]")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    if size != WIDE:
        for name in ("script", "listen", "follow"):
            page.click(f"[data-open={name}]")
            check(page)
        page.keyboard.press("Escape")
        expect(page.locator("#c")).to_be_focused()
    planned = make_interview(study=call.study, state=InterviewState.PLANNED)
    held = make_interview(study=call.study)
    make_note(interview=held, text="Nobody asked.")
    place = {"list": [], "schedule": [], "live": [planned.pk], "interview_cancel": [planned.pk], "debrief": [held.pk]}
    for url, args in place.items():
        page.goto(reverse(f"interviews:{url}", args=[call.study_id, *args]))
        check(page)


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
    assert page.locator("h1").count() == 1
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in found] == []
