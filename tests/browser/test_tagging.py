"""Reading and tagging in a real browser: by key, by mouse, by finger, and without script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from analysis.models import Quote, Side, Tag
from interviews.models import ConsentRecord, Interview, InterviewState
from tests.browser.sound import assert_sound
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_participant,
    make_persona,
    make_theme,
    make_transcript,
)
from tests.people import client_of

pytestmark = pytest.mark.browser

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "mannheimer"
OWN = """# A talk, invented

**Mara:** What did you do last night? And when?

**Jo:** I counted the lemons \U0001f34b\U0001f34b twice, then the e\u0301clairs. Nobody helped, so it took until one.

**Mara:** Why twice?

**Jo:** The first number was never right. \U0001f937\U0001f3fd So I gave up, and I order by eye.
"""
TURNS = [
    ("team", "What happened last night?"),
    ("participant", "I counted the lemons \U0001f34b\U0001f34b twice. Nobody helped me, so it took until one."),
    ("team", "And then?"),
    ("participant", "Then I went home. The numbers were wrong anyway. [laughs] They always are."),
    ("other", "They are."),
    *[("participant", f"Passage number {n} says something of its own about the count.") for n in range(10)],
]
# Points on the screen at both ends of a stretch of a line's text, which is given in UTF-16 units.
ENDS = """([line, start, end]) => {
  const text = document.querySelectorAll("[data-text]")[line];
  text.scrollIntoView({ block: "nearest" });
  const at = (offset) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && offset > node.length) { offset -= node.length; node = walker.nextNode(); }
    const range = document.createRange();
    range.setStart(node, offset); range.collapse(true);
    const box = range.getClientRects()[0];
    return [box.left, box.top + box.height / 2];
  };
  return [at(start), at(end)];
}"""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without motion: the mouse can't select words under the cross-fade between two pages."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def site(live_app: str, context: BrowserContext) -> str:
    """Without the event stream, which needs the real server: a test rings the bell itself."""
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))
    return live_app


@pytest.fixture
def interview(study) -> Interview:
    persona = make_persona(study=study, name="Kitchen manager")
    return make_interview(study=study, participant=make_participant(study=study, persona=persona))


def sign_in(context: BrowserContext, site: str, user: Any) -> None:
    session = client_of(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


def open_page(page: Page, site: str, user: Any, name: str, interview: Interview) -> None:
    sign_in(page.context, site, user)
    page.goto(site + reverse(name, args=[interview.study_id, interview.pk]))


@pytest.fixture
def reading(page: Page, site: str, bob: Any, interview: Interview, no_console_errors: list[str]) -> Page:
    """Bob on the transcript of an interview, with two themes in the study."""
    make_transcript(interview=interview, turns=TURNS)
    for name in ("Counting happens after midnight", "Trust in the numbers"):
        make_theme(study=interview.study, name=name)
    open_page(page, site, bob, "analysis:transcript", interview)
    expect(page.locator("#lines.with-keys")).to_be_visible()
    return page


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def drag(page: Page, line: int, words: str) -> None:
    """Select these words of a line with the mouse."""
    text = page.locator("[data-text]").nth(line).inner_text()
    start = units(text[: text.index(words)])
    (x1, y1), (x2, y2) = page.evaluate(ENDS, [line, start, start + units(words)])
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=3)
    page.mouse.move(x2, y2, steps=3)
    page.mouse.up()
    expect(page.locator("#picker")).to_be_visible()


def saved(page: Page) -> None:
    """What was tagged stands on the page at once; here the server has it too."""
    expect(page.locator(".waiting")).to_have_count(0)


def tag_by_mouse(page: Page, line: int, words: str, theme: str) -> None:
    drag(page, line, words)
    page.locator("#picker-find").click()
    page.keyboard.type(theme)
    page.locator("#picker-list [role=option]").first.click()
    expect(page.locator("#picker")).to_be_hidden()
    saved(page)


def tag_by_key(page: Page, theme: str) -> None:
    """The line one is on, or the words chosen in it."""
    page.keyboard.press("t")
    expect(page.locator("#picker-find")).to_be_focused()
    page.keyboard.type(theme)
    page.keyboard.press("Enter")
    expect(page.locator("#picker")).to_be_hidden()
    saved(page)


def go_to(page: Page, line: int) -> None:
    turns = page.locator("[data-line]")
    for _ in range(turns.count()):
        if turns.nth(line).evaluate("turn => turn.matches('.now')"):
            return
        page.keyboard.press("j")
    raise AssertionError("j never came to the line")


def test_ten_passages_without_the_mouse(reading: Page, interview: Interview, bob: Any) -> None:
    for n in range(10):
        go_to(reading, 5 + n)
        tag_by_key(reading, "midnight" if n % 2 else "A theme of its own")
        expect(reading.locator(".turn.now mark")).to_have_count(1)
        expect(reading.locator(".turn.now")).to_be_focused()
    assert [quote.text for quote in Quote.objects.order_by("pk")] == [text for _, text in TURNS[5:]]
    assert set(Tag.objects.values_list("theme__name", "author")) == {
        ("Counting happens after midnight", bob.pk),
        ("A theme of its own", bob.pk),
    }
    expect(reading.locator("#legend")).to_contain_text("10 quotes")


def test_words_by_key_count_code_points(reading: Page) -> None:
    go_to(reading, 1)
    for _ in range(5):
        reading.keyboard.press("ArrowRight")
    reading.keyboard.press("Shift+ArrowRight")
    tag_by_key(reading, "Trust")
    assert Quote.objects.get().text == "\U0001f34b\U0001f34b twice."
    assert (Quote.objects.get().start, Quote.objects.get().end) == (21, 30)


def test_words_by_mouse_count_code_points(reading: Page) -> None:
    tag_by_mouse(reading, 1, "\U0001f34b twice", "Trust")
    tag_by_mouse(reading, 1, "Nobody helped me", "midnight")
    tag_by_mouse(reading, 1, "twice. Nobody", "Overlap")
    assert [quote.text for quote in Quote.objects.order_by("pk")] == [
        "\U0001f34b twice",
        "Nobody helped me",
        "twice. Nobody",
    ]
    line = reading.locator("[data-text]").nth(1)
    assert line.inner_text() == TURNS[1][1]
    expect(line.locator("mark mark")).to_have_count(2)
    expect(reading.locator(".turn").nth(1).locator(".mq li")).to_have_count(3)


def test_a_selection_over_several_turns(reading: Page) -> None:
    (start, _), (_, end) = (reading.evaluate(ENDS, place) for place in ([1, 14, 14], [3, 0, 11]))
    reading.mouse.move(*start)
    reading.mouse.down()
    reading.mouse.move(*end, steps=5)
    reading.mouse.up()
    expect(reading.locator("#picker")).to_be_visible()
    reading.keyboard.type("Long")
    reading.keyboard.press("Enter")
    expect(reading.locator("#picker")).to_be_hidden()
    saved(reading)
    assert Quote.objects.get().text == f"{TURNS[1][1][14:]}\n[…]\nThen I went"  # the question between isn't theirs
    expect(reading.locator(".turn:has(mark)")).to_have_count(2)


def test_what_is_typed_after_the_mouse_is_the_theme_and_no_shortcut(reading: Page) -> None:
    """“g” and “e” would lead to another page, “t”, “j” and “?” would do things here."""
    here = reading.url
    drag(reading, 1, "Nobody helped me")
    reading.keyboard.type("take gentle jumps?")
    expect(reading.locator("#picker-find")).to_have_value("take gentle jumps?")
    reading.keyboard.press("Enter")
    expect(reading.locator("#picker")).to_be_hidden()
    saved(reading)
    assert reading.url.split("#")[0] == here.split("#")[0]
    assert Tag.objects.get().theme.name == "take gentle jumps?"


def test_numbers_tag_with_what_was_used_last(reading: Page) -> None:
    for line, name in ((5, "First"), (6, "Second")):
        go_to(reading, line)
        tag_by_key(reading, name)
    go_to(reading, 8)
    reading.keyboard.press("t")
    reading.keyboard.press("2")
    expect(reading.locator("#picker")).to_be_hidden()
    saved(reading)
    assert Tag.objects.latest("pk").theme.name == "First"


def test_shift_enter_makes_a_new_theme_though_one_is_found(reading: Page, interview: Interview) -> None:
    go_to(reading, 5)
    reading.keyboard.press("t")
    reading.keyboard.type("Trust")
    reading.keyboard.press("Shift+Enter")
    expect(reading.locator("#picker")).to_be_hidden()
    saved(reading)
    assert Tag.objects.get().theme.name == "Trust"


def test_escape_leaves_everything_as_it_was(reading: Page) -> None:
    go_to(reading, 5)
    reading.keyboard.press("t")
    reading.keyboard.type("Never")
    reading.keyboard.press("Escape")
    expect(reading.locator("#picker")).to_be_hidden()
    expect(reading.locator(".turn").nth(5)).to_be_focused()
    assert Quote.objects.count() == 0


def test_a_refusal_stands_beside_the_words(
    reading: Page, interview: Interview, bob: Any, no_console_errors: list[str]
) -> None:
    ConsentRecord.capture(interview.participant, {"quotes": False}, "spoken", bob)
    go_to(reading, 5)
    reading.keyboard.press("t")
    reading.keyboard.type("Never")
    reading.keyboard.press("Enter")
    expect(reading.locator("#picker-why")).to_contain_text("said no to being quoted")
    expect(reading.locator("#picker-find")).to_have_value("Never")
    assert Quote.objects.count() == 0
    no_console_errors.clear()  # the browser itself reports the 409


def test_the_card_by_key_and_undo(reading: Page, interview: Interview, alice: Any) -> None:
    assumption = make_assumption(study=interview.study, statement="Counting takes too long.")
    go_to(reading, 3)
    tag_by_key(reading, "Trust")
    reading.keyboard.press("]")
    reading.keyboard.press("Enter")
    card = reading.locator("#opened")
    expect(card).to_contain_text("Then I went home.")
    card.get_by_role("button", name="Against").click()
    expect(card.locator(".stance")).to_have_text("Against")
    assert Quote.objects.get().evidence.get().assumption == assumption
    card.get_by_placeholder("One more theme").fill("Wrong numbers")
    reading.keyboard.press("Enter")
    expect(card.locator(".under .tag")).to_have_count(2)
    expect(reading.locator(".turn").nth(3).locator(".mq li")).to_have_count(2)
    card.get_by_role("button", name="Delete quote").click()
    expect(reading.locator("#opened-box")).to_be_hidden()
    expect(reading.locator("mark")).to_have_count(0)
    assert Quote.objects.count() == 0
    reading.keyboard.press("Control+z")
    expect(reading.locator(".turn").nth(3).locator(".mq li")).to_have_count(2)
    assert Quote.objects.get().evidence.get().stance == "against"


def test_the_card_by_mouse_names_its_insights(reading: Page, interview: Interview, alice: Any) -> None:
    tag_by_mouse(reading, 3, "I went home", "Trust")
    insight = make_insight(study=interview.study, statement="They go home.")
    insight.cite(Quote.objects.get(), Side.FOR, alice)
    reading.locator("mark").click()
    expect(reading.locator("#opened")).to_contain_text("They go home.")
    reading.get_by_role("link", name="Delete quote…").click()
    expect(reading.locator("h1")).to_have_text("Delete this quote?")
    expect(reading.locator("main")).to_contain_text(f"It leaves the insight {insight.code}")


def test_what_somebody_else_tags_appears(reading: Page, interview: Interview, alice: Any) -> None:
    theme = make_theme(study=interview.study, name="Seen by Alice")
    theme.tag(Quote.whole(interview.transcript.turns.get(position=5), alice), alice)
    reading.evaluate("document.body.dispatchEvent(new CustomEvent('study:tag'))")
    expect(reading.locator(".turn").nth(5).locator(".mq")).to_contain_text("Seen by Alice", timeout=10_000)
    expect(reading.locator("#legend")).to_contain_text("1 quote")


def test_a_finger_gets_a_sheet_from_below(browser: Any, site: str, bob: Any, interview: Interview) -> None:
    make_transcript(interview=interview, turns=TURNS)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, site, bob, "analysis:transcript", interview)
    page.locator("[data-text]").nth(3).tap()
    page.locator(".turn.now .tagit").tap()
    sheet = page.locator("#picker")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    page.locator("#picker-find").fill("By finger")
    page.locator("#picker-list [role=option]").first.tap()
    expect(sheet).to_be_hidden()
    saved(page)
    assert Quote.objects.get().text == TURNS[3][1]
    context.close()


def test_a_line_is_tagged_without_script(browser: Any, site: str, bob: Any, interview: Interview) -> None:
    make_transcript(interview=interview, turns=TURNS)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, site, bob, "analysis:transcript", interview)
    page.locator(".tagit").nth(1).click()
    page.get_by_label("Quote the whole line under").fill("By hand")
    page.get_by_role("button", name="Quote it").click()
    expect(page.locator(".mq li")).to_contain_text("By hand")
    page.locator(".mq a.tag").click()
    expect(page.locator("h1")).to_contain_text("A quote of")
    page.get_by_role("link", name="Delete quote…").click()
    page.get_by_role("button", name="Delete the quote").click()
    assert Quote.objects.count() == 0
    context.close()


@pytest.mark.parametrize("width", [390, 720, 1440])
def test_it_fits_and_is_accessible(reading: Page, width: int) -> None:
    reading.set_viewport_size({"width": width, "height": 900})
    go_to(reading, 3)
    tag_by_key(reading, "Trust")
    for step in ("t", "Escape", "]", "Enter"):
        reading.keyboard.press(step)
        if step in {"t", "Enter"}:
            expect(reading.locator(".pop:popover-open")).to_be_visible()
            assert_sound(reading)


def bring_in(page: Page, site: str, user: Any, interview: Interview, file: Any) -> None:
    """Through the pages: choose the file, look at it, save it."""
    open_page(page, site, user, "interviews:import", interview)
    page.get_by_label("The file").set_input_files(file)
    page.get_by_label("A machine, as Otter").check()
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("h1")).to_contain_text("Is this the interview with")
    page.get_by_role("button", name="Save transcript").click()
    expect(page.locator("#lines.with-keys")).to_be_visible()


def test_a_file_of_ours_from_upload_to_tags(
    page: Page, site: str, bob: Any, study: Any, no_console_errors: list[str]
) -> None:
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    bring_in(page, site, bob, interview, {"name": "Jo.md", "mimeType": "text/markdown", "buffer": OWN.encode()})
    assert interview.notes.turns().count() == 4
    expect(page.locator("main")).not_to_contain_text("Mara")
    tag_by_mouse(page, 1, "\U0001f34b twice, then the éclairs", "Counting")
    go_to(page, 3)
    tag_by_key(page, "Giving up")
    assert [quote.text for quote in Quote.objects.order_by("pk")][0] == "\U0001f34b twice, then the éclairs"
    assert all(quote.text in quote.first_note.text for quote in Quote.objects.all())


def test_the_preview_follows_the_answers(
    page: Page, site: str, bob: Any, study: Any, no_console_errors: list[str]
) -> None:
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    open_page(page, site, bob, "interviews:import", interview)
    page.get_by_label("The file").set_input_files({"name": "a.md", "mimeType": "text/markdown", "buffer": OWN.encode()})
    page.get_by_label("A person, by hand").check()
    page.get_by_role("button", name="Read the file").click()
    mara = page.locator(".voices li").first
    expect(page.locator(".turn").first).to_contain_class("host")
    mara.get_by_label("The participant").check()
    expect(page.locator(".turn").first).to_contain_class("guest")
    mara.get_by_label("Somebody else").check()
    mara.get_by_label("Shown as").fill("Colleague")
    expect(page.locator(".turn .spk").first).to_have_text("Colleague")
    assert_sound(page)
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator("#messages")).to_contain_text("dropped")
    assert interview.notes.count() == 0


@pytest.mark.skipif(not REAL.exists(), reason="the real interviews of ../shared/data/mannheimer are not here")
def test_ten_passages_of_a_real_interview(
    page: Page, site: str, bob: Any, study: Any, no_console_errors: list[str]
) -> None:
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    bring_in(page, site, bob, interview, REAL / "DC03_transcript_deidentified.docx")
    assert interview.notes.turns().count() == 71
    said = [note for note in interview.notes.turns().select_related("speaker") if note.is_said and len(note.text) > 200]
    wanted = []
    for note in said[:5]:
        tag_by_mouse(page, note.position, words := note.text[:60].rsplit(" ", 1)[0].strip(), "By mouse")
        wanted.append(words)
    page.locator("[data-line]").first.focus()
    for note in said[5:10]:
        go_to(page, note.position)
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        for _ in range(4):
            page.keyboard.press("Shift+ArrowRight")
        tag_by_key(page, "By key")
        wanted.append(" ".join(note.text.split()[2:7]))
    assert [quote.text for quote in Quote.objects.order_by("pk")] == wanted
    for quote in Quote.objects.select_related("first_note"):
        assert quote.first_note.text[quote.start : quote.end] == quote.text
    expect(page.locator("#legend")).to_contain_text("10 quotes")
