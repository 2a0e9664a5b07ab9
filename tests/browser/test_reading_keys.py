"""Reading by key: choosing over sentences and lines, tagging without waiting, failing honestly, and every script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from analysis.models import Quote, Tag, Theme
from interviews.models import Interview
from tests.browser.test_tagging import (  # noqa: F401 (fixtures)
    TURNS,
    browser_context_args,
    drag,
    go_to,
    interview,
    open_page,
    reading,
    saved,
    site,
    tag_by_key,
)
from tests.factories import make_theme, make_transcript

pytestmark = pytest.mark.browser

SCRIPTS = [
    ("participant", "אז ספרתי את הלימונים פעמיים. איש לא עזר לי."),
    ("participant", "Cafe\u0301 \U0001f9d1\u200d\U0001f373\U0001f3fd first, then 我数了两遍 and e\u0301clairs."),
]
# Milliseconds from the key to the highlight, and to the frame that shows it.
TIMED = """(key) => new Promise((done) => {
  const began = performance.now();
  new MutationObserver((_, watch) => {
    if (!document.querySelector("#lines mark.waiting")) return;
    watch.disconnect();
    const drawn = performance.now() - began;
    requestAnimationFrame(() => done([drawn, performance.now() - began]));
  }).observe(document.getElementById("lines"), { childList: true, subtree: true });
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
})"""


def chosen(page: Page) -> str:
    return page.evaluate("[...(CSS.highlights.get('chosen') ?? [])].map((range) => range.toString()).join()")


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return chosen(page)


class Held:
    """The answers to what is tagged, held back until they are let go."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Route] = []
        page.route("**/quotes/add/", lambda route: self.waiting.append(route))

    def let_go(self, page: Page) -> None:
        page.wait_for_timeout(100)
        self.waiting.pop(0).continue_()


def test_sentences_words_and_lines(reading: Page) -> None:  # noqa: F811
    go_to(reading, 3)
    assert press(reading, "s") == "Then I went home."
    assert press(reading, "s") == "The numbers were wrong anyway. [laughs] They always are."
    assert press(reading, "s", "Escape", "s", "Shift+S") == TURNS[3][1]
    assert press(reading, "Shift+ArrowLeft", "Shift+ArrowLeft").endswith("anyway. [laughs] They")
    assert press(reading, "Shift+ArrowDown") == TURNS[3][1]
    assert press(reading, "Shift+ArrowDown").endswith(TURNS[5][1])  # over the line of somebody else
    assert press(reading, "Shift+ArrowUp") == TURNS[3][1]
    assert press(reading, "Escape") == ""
    assert press(reading, *["ArrowLeft"], *["Shift+ArrowRight"] * 2).endswith("Passage number")
    tag_by_key(reading, "Trust")
    assert Quote.objects.get().text == "are.\n[…]\nPassage number"
    expect(reading.locator(".turn:has(mark)")).to_have_count(2)


def test_a_quote_over_three_turns_without_the_mouse(reading: Page) -> None:  # noqa: F811
    go_to(reading, 6)
    press(reading, *["Shift+ArrowDown"] * 3)
    tag_by_key(reading, "Trust")
    assert Quote.objects.get().text == "\n".join(text for _, text in TURNS[6:9])


def test_the_last_theme_again_with_one_key(reading: Page) -> None:  # noqa: F811
    go_to(reading, 5)
    tag_by_key(reading, "A new name")
    for line in (6, 7):
        go_to(reading, line)
        press(reading, *(["s"] if line == 7 else []), ".")
    saved(reading)
    assert Tag.objects.filter(theme__name="A new name").count() == 3
    assert Theme.objects.filter(name="A new name").count() == 1
    reading.reload()
    expect(reading.locator("#lines.with-keys")).to_be_visible()
    go_to(reading, 8)
    press(reading, ".")
    saved(reading)
    assert Tag.objects.filter(theme__name="A new name").count() == 4


def test_the_highlight_is_there_before_the_answer(reading: Page) -> None:  # noqa: F811
    held = Held(reading)
    times = []
    for line in (5, 6, 7):
        go_to(reading, line)
        press(reading, "t")
        reading.keyboard.type("Trust")
        times.append(reading.evaluate(TIMED, "Enter"))
        expect(reading.locator("#picker")).to_be_hidden()
        expect(reading.locator(".turn.now mark.waiting")).to_have_text(TURNS[line][1])
        expect(reading.locator(".turn.now li.waiting")).to_contain_text("Trust in the numbersnot saved yet")
        expect(reading.locator("#said-aloud")).to_have_text("Trust in the numbers: not saved yet.")
        expect(reading.locator(".turn.now")).to_be_focused()
    print("from the key to the mark, and to its frame, in ms:", [[round(ms) for ms in pair] for pair in times])
    assert min(drawn for drawn, _ in times) <= 50
    assert Quote.objects.count() == 0
    for left in (2, 1, 0):
        held.let_go(reading)
        expect(reading.locator("mark.waiting")).to_have_count(left)
    expect(reading.locator("mark[data-q]")).to_have_count(3)
    expect(reading.locator(".turn.now")).to_be_focused()
    assert [quote.text for quote in Quote.objects.order_by("pk")] == [text for _, text in TURNS[5:8]]


def test_two_waiting_on_one_line_outlive_each_others_answer(reading: Page) -> None:  # noqa: F811
    held = Held(reading)
    go_to(reading, 3)
    for theme in ("Trust", "Fresh"):
        press(reading, "s", *(["s"] if theme == "Fresh" else []), "t")
        reading.keyboard.type(theme)
        press(reading, "Enter")
    expect(reading.locator("li.waiting")).to_have_count(2)
    held.let_go(reading)
    expect(reading.locator("mark[data-q]")).to_have_text("Then I went home.")
    expect(reading.locator("mark.waiting")).to_have_text(
        ["The numbers were wrong anyway. ", "[laughs]", " They always are."]
    )
    held.let_go(reading)
    saved(reading)
    assert reading.locator("[data-text]").nth(3).inner_text() == TURNS[3][1]
    assert set(Tag.objects.values_list("theme__name", flat=True)) == {"Trust in the numbers", "Fresh"}


@pytest.mark.parametrize("how", ["refused", "broken", "away"])
def test_what_fails_is_taken_away_and_said_beside_the_words(
    reading: Page,  # noqa: F811
    no_console_errors: list[str],
    how: str,
) -> None:
    answers: dict[str, Any] = {
        "refused": lambda route: route.fulfill(
            status=422, content_type="text/html", body='<p class="why">Not today.</p>'
        ),
        "broken": lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Oh</h1>"),
        "away": lambda route: route.abort(),
    }
    reading.route("**/quotes/add/", answers[how], times=1)
    go_to(reading, 3)
    press(reading, "s", "t")
    reading.keyboard.type("Fresh")
    press(reading, "Enter")
    why = {"refused": "Not today.", "broken": "The server couldn’t save this.", "away": "No answer from the server."}
    expect(reading.locator("#picker-why")).to_contain_text(why[how])
    expect(reading.locator("#lines mark")).to_have_count(0)
    expect(reading.locator("#lines .mq")).to_have_count(0)
    expect(reading.locator("#picker-find")).to_be_focused()
    expect(reading.locator("#picker-find")).to_have_value("Fresh")
    expect(reading.locator("#messages [data-toast]")).to_have_count(0)
    assert chosen(reading) == "Then I went home."
    press(reading, "Enter")
    saved(reading)
    assert Quote.objects.get().text == "Then I went home."
    no_console_errors.clear()


def test_what_fails_behind_ones_back_waits_beside_its_words(
    reading: Page,  # noqa: F811
    no_console_errors: list[str],
) -> None:
    held = Held(reading)
    go_to(reading, 5)
    press(reading, "t")
    reading.keyboard.type("Fresh")
    press(reading, "Enter", "j", "t")
    reading.keyboard.type("Tru")
    reading.wait_for_timeout(100)
    held.waiting.pop(0).abort()
    note = reading.locator(".turn").nth(5).locator("li.failed")
    expect(note).to_contain_text("“Fresh” isn’t saved. No answer from the server.")
    expect(reading.locator("#picker-find")).to_have_value("Tru")
    press(reading, "Enter")
    held.let_go(reading)
    saved(reading)
    expect(note).to_be_visible()
    note.get_by_role("button", name="Choose again").click()
    expect(note).to_have_count(0)
    expect(reading.locator("#picker-find")).to_have_value("Fresh")
    press(reading, "Enter")
    held.let_go(reading)
    saved(reading)
    assert set(Tag.objects.values_list("theme__name", "quote__text")) == {
        ("Trust in the numbers", TURNS[6][1]),
        ("Fresh", TURNS[5][1]),
    }
    no_console_errors.clear()


def test_every_script_by_mouse_and_key(page: Page, site: str, bob: Any, interview: Interview) -> None:  # noqa: F811
    make_transcript(interview=interview, turns=SCRIPTS)
    make_theme(study=interview.study, name="Trust")
    open_page(page, site, bob, "analysis:transcript", interview)
    expect(page.locator("#lines.with-keys")).to_be_visible()
    page.keyboard.press("j")
    assert page.locator("[data-text]").first.evaluate("text => getComputedStyle(text).direction") == "rtl"
    assert press(page, "ArrowLeft", "ArrowLeft") == "ספרתי"  # onwards is to the left here
    assert press(page, "Shift+ArrowLeft") == "ספרתי את"
    tag_by_key(page, "Trust")
    press(page, "j", "ArrowRight", "ArrowRight")
    assert press(page, "Shift+ArrowRight") == "\U0001f9d1\u200d\U0001f373\U0001f3fd first,"
    tag_by_key(page, "Trust")
    drag(page, 1, "我数了两遍")
    page.keyboard.type("Trust")
    page.keyboard.press("Enter")
    saved(page)
    drag(page, 0, "הלימונים")
    page.keyboard.type("Trust")
    page.keyboard.press("Enter")
    saved(page)
    words = [quote.text for quote in Quote.objects.order_by("pk")]
    assert words == ["ספרתי את", "\U0001f9d1\u200d\U0001f373\U0001f3fd first,", "我数了两遍", "הלימונים"]
    for quote in Quote.objects.select_related("first_note"):
        assert quote.first_note.text[quote.start : quote.end] == quote.text
    for line, (_, text) in enumerate(SCRIPTS):
        assert page.locator("[data-text]").nth(line).text_content() == text


def test_the_keys_are_told(reading: Page) -> None:  # noqa: F811
    press(reading, "?")
    sheet = reading.locator("#keys-dialog")
    expect(sheet).to_contain_text("Tag it with the last theme again")
    expect(sheet).to_contain_text(re.compile("Choose a sentence"))
