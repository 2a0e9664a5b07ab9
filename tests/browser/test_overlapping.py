"""Many quotes over the same words are told apart, and a correction of such a line is taken back by the keys of the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analysis.models import Quote
from interviews.models import Interview
from tests.browser.looks import shoot_all
from tests.browser.sound import assert_sound
from tests.browser.test_tagging import (  # noqa: F401 (fixtures)
    TURNS,
    browser_context_args,
    go_to,
    interview,
    open_page,
    saved,
    site,
    tag_by_key,
)
from tests.factories import make_theme, make_transcript

pytestmark = pytest.mark.browser
# Of each mark: how far below the words its stroke is, and of what kind.
STROKES = """() => [...document.querySelectorAll("#lines mark")].map((mark) => {
  const { textDecorationStyle: kind, textUnderlineOffset: below } = getComputedStyle(mark);
  return `${kind} ${below}`;
})"""


def test_five_quotes_and_a_sixth(page: Page, site: str, bob: Any, interview: Interview) -> None:  # noqa: F811
    note = make_transcript(interview=interview, turns=TURNS).turns.get(position=1)
    note.interview = interview
    quotes = [Quote.take(note, start, note, len(note.text), bob) for start in range(0, 15, 3)]
    for number, quote in enumerate(quotes, start=1):
        make_theme(study=interview.study, name=f"Theme {number}").tag(quote, bob)
    open_page(page, site, bob, "analysis:transcript", interview)
    expect(page.locator("#lines.with-keys")).to_be_visible()
    assert len(set(page.evaluate(STROKES))) == 5
    expect(page.locator('[data-text][data-lanes="5"]')).to_be_visible()
    height = "text => parseFloat(getComputedStyle(text).lineHeight) / parseFloat(getComputedStyle(text).fontSize)"
    assert page.locator("[data-lanes]").evaluate(height) > 2  # or the strokes would run into the next row
    shoot_all(page, "overlap")
    assert_sound(page)

    # Whichever quote has the focus, or is pointed at, is outlined whole: its words and its tag.
    page.locator(f'a[data-quote="{quotes[2].pk}"]').focus()
    lit = page.locator("mark.lit")
    assert set(lit.evaluate_all("marks => marks.map((mark) => mark.dataset.q)")) == {str(quotes[2].pk)}
    page.locator(f'mark[data-q="{quotes[0].pk}"]').first.hover()
    assert set(lit.evaluate_all("marks => marks.map((mark) => mark.dataset.q)")) != {str(quotes[2].pk)}

    # A sixth by key, drawn at once with a stroke of its own.
    page.mouse.move(0, 0)
    go_to(page, 1)
    tag_by_key(page, "Sixth")
    saved(page)
    assert len(set(page.evaluate(STROKES))) == 6

    page.keyboard.press("e")
    page.get_by_label("What was said").fill(
        "I counted all of the lemons twice. Nobody helped me, so it took until one."
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages [data-toast]").filter(has_text="corrected")).to_be_visible()
    expect(page.locator(".turn.now [data-text]")).to_contain_text("all of the lemons")
    assert "all of" in Quote.objects.get(pk=quotes[0].pk).text
    page.keyboard.press("Control+z")
    expect(page.locator("#messages [data-toast]").last).to_contain_text("Undone: corrected a line of P01")
    expect(page.locator(f"#n-{note.pk} [data-text]")).to_have_text(note.text)
    assert Quote.objects.get(pk=quotes[0].pk).text == quotes[0].text
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(f"#n-{note.pk} [data-text]")).to_contain_text("all of the lemons")
