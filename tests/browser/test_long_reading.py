"""An interview of ten thousand words with five hundred quotes stays quick under the hands."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analysis.models import Quote, Tag
from interviews.models import Interview
from tests.browser.test_tagging import browser_context_args, interview, open_page, saved, site  # noqa: F401 (fixtures)
from tests.factories import make_theme, make_transcript

pytestmark = pytest.mark.browser
WORDS = "I counted the lemons twice and nobody helped me so it took until one then they were wrong anyway.".split()  # noqa: SIM905
# Milliseconds from each key to the frame that shows what it did.
KEYS = """async (keys) => {
  const times = [];
  for (const init of keys) {
    const began = performance.now();
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}"""
SCROLL = """async () => {
  const times = [];
  for (let step = 0, last = performance.now(); step < 60; step += 1) {
    scrollBy(0, 400);
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times.sort((a, b) => a - b);
}"""


def fill(interview: Interview, by: Any) -> None:  # noqa: F811
    seeded = random.Random(7)
    lines = [("participant" if n % 4 else "team", " ".join(seeded.choices(WORDS, k=25))) for n in range(400)]
    transcript = make_transcript(interview=interview, turns=lines)
    themes = [make_theme(study=interview.study, name=f"Theme number {n} of a dozen") for n in range(12)]
    turns = [turn for turn in transcript.turns.select_related("speaker").order_by("position") if turn.is_said]
    base = {"study": interview.study, "interview": interview, "participant": interview.participant, "author": by}
    quotes = []
    for n in range(500):
        turn = turns[n % len(turns)]
        start = turn.text.index(" ", seeded.randrange(40)) + 1
        end = turn.text.index(" ", start + 20)
        quotes.append(Quote(**base, first_note=turn, last_note=turn, start=start, end=end, text=turn.text[start:end]))
    made = Quote.objects.bulk_create(quotes)
    Tag.objects.bulk_create([Tag(quote=quote, theme=themes[n % 12], author=by) for n, quote in enumerate(made)])


def middle(times: list[float]) -> float:
    return times[len(times) // 2]


def test_keys_and_scrolling(page: Page, site: str, bob: Any, interview: Interview) -> None:  # noqa: F811
    fill(interview, bob)
    open_page(page, site, bob, "analysis:transcript", interview)
    expect(page.locator("#lines.with-keys")).to_be_visible()
    expect(page.locator("#legend")).to_contain_text("500 quotes")
    page.keyboard.press("j")
    down, wide, up = {"key": "j"}, {"key": "ArrowDown", "shiftKey": True}, {"key": "ArrowRight", "shiftKey": True}
    took = {
        "j": page.evaluate(KEYS, [down] * 30),
        "Shift and down": page.evaluate(KEYS, [wide] * 15),
        "Shift and right": page.evaluate(KEYS, [up] * 15),
        "Esc and s": page.evaluate(KEYS, [{"key": "Escape"}, {"key": "s"}] * 5),
        "scrolling": page.evaluate(SCROLL),
    }
    for name, times in took.items():
        print(f"{name}: middle {middle(times):.0f} ms, longest {times[-1]:.0f} ms")
    page.keyboard.press("j")
    for theme in ("Theme number 3", "Theme number 4"):
        page.keyboard.press("t")
        page.keyboard.type(theme)
        page.keyboard.press("Enter")
        expect(page.locator(".turn.now mark.waiting").first).to_be_visible()
    saved(page)
    assert Quote.objects.count() in {501, 500 + 2}
    assert all(middle(times) < 100 for times in took.values()), took
