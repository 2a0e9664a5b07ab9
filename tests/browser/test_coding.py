"""A whole round of double coding by two people in two browsers, with the keyboard alone, to a settled disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analysis.models import Code, CodingRound, Settlement, Tag
from tests.analysis.rounds import coder_of, make_round, make_talk, said, say
from tests.browser.looks import shoot, sound_at
from tests.factories import make_interview, make_participant, make_persona, make_theme, make_transcript
from tests.people import client_of

pytestmark = pytest.mark.browser

THEMES = (
    "Counting happens after midnight", "Trust in the numbers", "Spreadsheet is the fallback", "One person owns the count",
    "Waste is invisible", "Supplier prices move", "Onboarding by the vendor", "Units don’t match the shelf", "Delivery day",
    "Joy of an empty fridge", "Keys and who holds them",
)  # fmt: skip
LINES = (
    "I counted the lemons twice. Nobody helped me, so it took until one.",
    "The numbers were wrong anyway. They always are, so I order by eye.",
    "There is a spreadsheet. My sister made it, and when she is away nobody dares to touch it.",
    "The bin is the only honest stock count in this building.",
    "Three prices on one delivery note, and none of them the one we agreed.",
    "They showed us everything on the first day. On the second day I had forgotten all of it.",
)


@pytest.fixture
def quiet() -> Any:
    """Without the event stream, which a test of pages has no use for."""

    def still(context: BrowserContext) -> BrowserContext:
        context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))
        return context

    return still


@pytest.fixture
def site(live_app: str) -> str:
    return live_app


@pytest.fixture
def two(browser: Browser, site: str, alice: Any, bob: Any, quiet: Any) -> Iterator[tuple[Page, Page]]:
    """Alice and Bob, each in a browser of their own."""
    pages, said_by = [], []
    for user in (alice, bob):
        context = quiet(browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900}))
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page = context.new_page()
        page.on("console", lambda message: said_by.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said_by.append(str(error)))
        pages.append(page)
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()
    assert said_by == []


def to(page: Page, site: str, name: str, *args: Any) -> None:
    page.goto(site + reverse(f"analysis:{name}", args=args))


def tab_to(page: Page, words: str) -> None:
    """By Tab alone to the link or button of this name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
        )
        if name.startswith(words):
            return
    raise AssertionError(f"Tab never came to {words!r}")


def press(page: Page, words: str) -> None:
    """To the page behind it."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("All saved")


@pytest.fixture
def talk(study: Any) -> Any:
    persona = make_persona(study=study, name="Kitchen managers")
    interview = make_interview(study=study, participant=make_participant(study=study, persona=persona))
    turns = [turn for line in LINES for turn in (("team", "And then?"), ("participant", line))]
    make_transcript(interview=interview, turns=turns)
    for name in THEMES:
        make_theme(study=study, name=name)
    return interview


def test_a_whole_round_without_the_mouse(
    two: tuple[Page, Page], site: str, study: Any, talk: Any, alice: Any, bob: Any
) -> None:
    a, b = two
    to(a, site, "coding", study.pk)
    press(a, "Begin a round")
    a.wait_for_url("**/coding/new/")
    for _ in range(80):
        a.keyboard.press("Tab")
        if a.evaluate("document.activeElement.name") == "interviews":
            break
    a.keyboard.press("Space")
    a.keyboard.press("Tab")
    a.keyboard.press("Tab")
    a.keyboard.type("Bob")
    sound_at(a, "coding-new", (720, 1440))
    press(a, "Begin the round")
    expect(a.locator("h1")).to_have_text("Round 1")
    coding = CodingRound.objects.get()

    press(a, "Code")
    expect(a.locator(".unit.now")).to_be_focused()
    a.keyboard.press("1")  # counting after midnight
    expect(a.locator(".unit.now .given")).to_contain_text("Counting happens")
    a.keyboard.press("j")
    a.keyboard.press("t")
    a.keyboard.type("trust")
    a.keyboard.press("Enter")
    expect(a.locator(".unit.now")).to_be_focused()
    a.keyboard.press("ArrowDown")
    a.keyboard.press("Enter")  # into the field
    expect(a.locator("#find-theme")).to_be_focused()
    a.keyboard.type("keys")
    a.keyboard.press("Shift+Enter")
    a.keyboard.type("sprea")
    a.keyboard.press("Enter")
    a.keyboard.press("n")
    expect(a.locator(".unit.now .nr")).to_have_text("4")
    a.keyboard.press("5")
    saved(a)
    assert said(coder_of(coding, alice)) == {0: [0], 1: [1], 2: [2, 10], 3: [4]}
    sound_at(a, "desk", (1440, 720, 390))
    a.set_viewport_size({"width": 1440, "height": 900})

    to(b, site, "coding_round", study.pk, coding.pk)
    assert "Alice Owner" in b.inner_text("main") and "Coding" in b.inner_text("main")
    sound_at(b, "round-open", (1440, 720))
    b.set_viewport_size({"width": 1440, "height": 900})
    press(b, "Code")
    expect(b.locator(".unit.now")).to_be_focused()
    expect(b.locator("[data-given]")).to_have_count(0)  # nothing of hers
    b.keyboard.press("1")
    b.keyboard.press("2")
    b.keyboard.press("2")  # and away again
    b.keyboard.press("j")
    b.keyboard.press("2")
    b.keyboard.press("j")
    b.keyboard.press("3")
    b.keyboard.press("k")
    expect(b.locator(".unit.now .nr")).to_have_text("2")
    saved(b)
    b.reload()
    expect(b.locator(".unit.now .nr")).to_have_text("2")
    assert said(coder_of(coding, bob)) == {0: [0], 1: [1], 2: [2]}

    press(a, "Submit…")
    press(a, "Submit")
    expect(a.locator("main")).to_contain_text("You have submitted.")
    assert "disagree" not in a.inner_text("h2")
    press(b, "Submit…")
    press(b, "Submit")
    expect(b.locator("#dis-h")).to_have_text("Where you two disagree")
    expect(b.locator("#dis-count")).to_have_text("2 of 2 open")
    sound_at(b, "round-done", (1440, 720))
    b.set_viewport_size({"width": 1440, "height": 900})
    b.locator("h1").evaluate("(node) => { node.tabIndex = -1; node.focus(); }")
    for _ in range(40):
        b.keyboard.press("Tab")
        if b.evaluate("document.activeElement.name") == "remark":
            break
    b.keyboard.type("Keys belong to whoever opens up")
    b.keyboard.press("Tab")
    b.keyboard.press("Tab")
    b.keyboard.press("Enter")  # doesn't apply
    expect(b.locator("#dis-count")).to_have_text("1 of 2 open")
    expect(b.get_by_role("button", name="Open again")).to_be_focused()
    settled = Settlement.objects.get()
    assert (settled.applies, settled.remark, settled.theme.name) == (
        False,
        "Keys belong to whoever opens up",
        THEMES[10],
    )
    shoot(b, "round-settled")
    press(b, "Take over as tags…")
    expect(b.locator("h1")).to_contain_text("Take over")
    shoot(b, "take-over")
    to(a, site, "coding", study.pk)
    sound_at(a, "coding-list", (1440, 720))
    press(b, "Make the tags")
    b.wait_for_url("**/board/")
    assert {(tag.quote.text, tag.theme.name) for tag in Tag.objects.all()} == {
        (LINES[0], THEMES[0]), (LINES[1], THEMES[1]), (LINES[2], THEMES[2]),
    }  # fmt: skip


@pytest.fixture
def desk(
    page: Page,
    context: BrowserContext,
    quiet: Any,
    site: str,
    study: Any,
    alice: Any,
    bob: Any,
    no_console_errors: list[str],
) -> Page:
    coding = make_round(study, alice, bob, lines=6, themes=12)
    quiet(context)
    context.add_cookies([{"name": "sessionid", "value": client_of(alice).cookies["sessionid"].value, "url": site}])
    to(page, site, "coding_desk", study.pk, coding.pk)
    expect(page.locator(".unit.now")).to_be_focused()
    return page


def test_by_mouse(desk: Page) -> None:
    desk.locator(".unit").nth(2).click()
    desk.get_by_label("Theme 11").click()
    desk.get_by_label("Theme 3").click()
    expect(desk.locator(".unit").nth(2).locator("[data-given]")).to_have_text(["Theme 3", "Theme 11"])
    desk.get_by_label("Theme 3").click()
    saved(desk)
    assert [code.theme.name for code in Code.objects.all()] == ["Theme 11"]
    desk.keyboard.press("j")  # goes on from where the mouse was
    expect(desk.locator(".unit.now .nr")).to_have_text("4")
    expect(desk.locator("#themes :checked")).to_have_count(0)


def test_what_cannot_be_sent_waits(desk: Page, no_console_errors: list[str]) -> None:
    desk.context.set_offline(True)
    desk.keyboard.press("1")
    expect(desk.locator("#saved")).to_contain_text("No connection. 1 unit not saved yet.")
    desk.keyboard.press("2")
    desk.context.set_offline(False)
    saved(desk)
    assert [code.theme.name for code in Code.objects.order_by("pk")] == [
        "Theme 0",
        "Theme 1",
    ] or Code.objects.count() == 2
    no_console_errors.clear()  # the browser itself says that it was offline


def test_words_that_were_withdrawn_meanwhile_are_said(desk: Page, alice: Any, no_console_errors: list[str]) -> None:
    coding = CodingRound.objects.get()
    coding.units.first().note.go_off_record(alice)
    desk.keyboard.press("1")
    expect(desk.locator(".toast.error")).to_contain_text("This isn’t there any more")
    expect(desk.locator("#saved")).to_contain_text("1 not saved. Load the page again.")
    no_console_errors.clear()


def test_a_theme_that_is_not_there_applies_nothing(desk: Page) -> None:
    desk.keyboard.press("t")
    desk.keyboard.type("nowhere")
    expect(desk.locator("#no-theme")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(desk.locator(".unit.now")).to_be_focused()
    expect(desk.locator("#themes li:visible")).to_have_count(12)
    assert not Code.objects.exists()


def test_without_a_script(browser: Browser, site: str, study: Any, alice: Any, bob: Any) -> None:
    coding = make_round(study, alice, bob, lines=3, themes=3)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client_of(alice).cookies["sessionid"].value, "url": site}])
    page = context.new_page()
    to(page, site, "coding_desk", study.pk, coding.pk)
    page.get_by_label("Theme 1").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#codes-h")).to_have_text("Unit 2")
    page.get_by_role("link", name="Code unit 1", exact=True).click()
    expect(page.get_by_label("Theme 1")).to_be_checked()
    assert said(coder_of(coding, alice)) == {0: [1]}
    context.close()


def test_a_thousand_units(
    page: Page, context: BrowserContext, quiet: Any, site: str, study: Any, alice: Any, bob: Any
) -> None:
    coding = make_round(study, alice, bob, lines=1000, themes=40)
    say(coding, alice, {n: [n % 40] for n in range(0, 400, 20)}, submit=False)
    quiet(context)
    context.add_cookies([{"name": "sessionid", "value": client_of(alice).cookies["sessionid"].value, "url": site}])
    to(page, site, "coding_desk", study.pk, coding.pk)
    expect(page.locator(".unit.now .nr")).to_have_text("382")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator(".unit.now .given")).to_contain_text("Theme 0")
    saved(page)
    shoot(page, "desk-thousand")
    took = page.evaluate("""() => new Promise((done) => { const t = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - t))); })""")
    print(f"one step among a thousand units: {took:.0f} ms")
    assert took < 500


def test_long_words_stay_inside(
    page: Page, context: BrowserContext, quiet: Any, site: str, study: Any, alice: Any, bob: Any
) -> None:
    make_theme(study=study, name="Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik und mehr")
    interview = make_talk(study, 1)
    long = make_interview(study=study)
    make_transcript(
        interview=long, turns=[("participant", "Unbreakable" * 60), ("participant", "Many words of one answer. " * 80)]
    )
    coding = CodingRound.start(study, [interview, long], [alice, bob], alice)
    quiet(context)
    context.add_cookies([{"name": "sessionid", "value": client_of(alice).cookies["sessionid"].value, "url": site}])
    to(page, site, "coding_desk", study.pk, coding.pk)
    page.keyboard.press("1")
    saved(page)
    sound_at(page, "desk-long", (1440, 720, 390, 320))
    say(coding, alice, {2: [0]})
    say(coding, bob, {1: [0]})
    to(page, site, "coding_round", study.pk, coding.pk)
    sound_at(page, "round-long", (1440, 720, 390, 320))
