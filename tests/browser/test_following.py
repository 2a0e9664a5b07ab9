"""Pages of the analysis follow what others do, in a real Chromium, and nothing is swapped away under one's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from analysis.models import Theme
from studies.models import Study
from tests.browser.looks import shoot_all
from tests.factories import make_interview, make_participant, make_quote, make_theme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def themes(study: Study) -> list[Theme]:
    themes = [make_theme(study=study, name=name) for name in ("Counting", "Trust", "Waste")]
    for number in range(3):
        talk = make_interview(study=study, participant=make_participant(study=study))
        make_quote(study=study, theme=themes[number], interview=talk, text=f"Words of number {number}.")
    return themes


@pytest.fixture
def open_page(browser: Browser, live_app: str, study: Study, as_bob: Client) -> Iterator[Open]:
    pages: list[Page] = []

    def open_it(path: str, width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": as_bob.cookies[name].value, "url": live_app}])
        page = context.new_page()
        page.route("**/events?*", lambda route: route.abort())  # the stream needs the real server; `ring` is its bell
        page.goto(f"{live_app}/studies/{study.pk}/{path}")
        pages.append(page)
        return page

    yield open_it
    for page in pages:
        page.wait_for_load_state("networkidle")
        page.context.close()


def ring(page: Page, kind: str = "tag") -> None:
    page.evaluate(
        "kind => document.body.dispatchEvent(new CustomEvent('study:any', { detail: { kind, seq: 99 } }))", kind
    )


def focused(page: Page) -> str:
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
    )


def test_the_matrix(open_page: Open, study: Study, themes: list[Theme], as_bob: Client, bob: User, alice: User) -> None:
    page = open_page("matrix/", width=390)
    page.locator("#matrix td > a").nth(4).focus()  # of Waste, its only number
    assert focused(page) == "Waste, P03: 1"
    wrap = page.locator(".mxwrap")
    wrap.evaluate("node => { node.scrollLeft = 60; }")
    before = wrap.evaluate("node => node.scrollLeft")
    quote = study.quotes.first()
    assert quote
    themes[2].tag(quote, alice)
    themes[0].rename("Counting at night", alice)
    make_interview(study=study, participant=make_participant(study=study))
    ring(page)
    expect(page.locator("#matrix tbody tr").nth(2)).to_contain_text("2 of 4")
    expect(page.locator("#matrix tbody tr").first).to_contain_text("Counting at night")
    expect(page.locator("#board-sum")).to_have_text("3 themes from 4 people.")
    assert focused(page) == "Waste, P03: 1"
    assert wrap.evaluate("node => node.scrollLeft") == before
    assert page.locator("#matrix a[tabindex='0']").count() == 1
    shoot_all(page, "following-matrix")

    # What is being read stays until it is closed.
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Waste")
    expect(panel).to_be_visible()
    themes[1].tag(quote, alice)
    ring(page)
    page.wait_for_timeout(2600)
    expect(panel).to_be_visible()
    expect(page.locator("#matrix tbody tr").nth(1)).to_contain_text("1 of 4")
    page.keyboard.press("Escape")
    expect(page.locator("#matrix tbody tr").nth(1)).to_contain_text("2 of 4")
    assert focused(page) == "Waste, P03: 1"

    # One's own last act is undone from here as well.
    themes[0].tag(study.quotes.order_by("pk")[2], bob)
    page.keyboard.press("Control+z")
    expect(page.locator("#messages")).to_contain_text("Undone")
    assert themes[0].tags.count() == 1
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#matrix tbody tr").first).to_contain_text("2 of 4")
    assert themes[0].tags.count() == 2 and focused(page) == "Waste, P03: 1"


def test_a_themes_page(open_page: Open, study: Study, themes: list[Theme], alice: User, bob: User) -> None:
    page = open_page(f"themes/{themes[2].pk}/")
    memo = page.get_by_label("A memo on this theme")
    memo.fill("Ask a manager, too.")
    memo.evaluate("node => node.setSelectionRange(4, 9)")
    make_quote(study=study, theme=themes[2], text="It came while I was writing.")
    themes[2].rename("Waste is invisible", alice)
    ring(page)
    expect(page.locator("#theme-quotes")).to_contain_text("It came while I was writing.")
    expect(page.locator("h1")).to_have_text("Waste is invisible")
    expect(page.locator("#board-sum")).to_contain_text("2 of 4 people")
    expect(memo).to_be_focused()
    expect(memo).to_have_value("Ask a manager, too.")
    assert memo.evaluate("node => [node.selectionStart, node.selectionEnd]") == [4, 9]
    shoot_all(page, "following-theme")

    link = page.locator("#theme-quotes .ts").last
    link.focus()
    quote = study.quotes.order_by("pk").last()
    assert quote
    themes[2].untag(quote, bob)
    ring(page, "untag")
    expect(page.locator("#theme-quotes .word")).to_have_count(1)
    expect(page.locator("#theme-quotes .ts").last).to_be_focused()

    page.get_by_role("link", name="Write it down").click()
    sentence = page.get_by_label("In one sentence")
    sentence.fill("Half a sen")
    make_quote(study=study, theme=themes[2], text="While the card is open.")
    ring(page)
    expect(page.locator("#theme-quotes")).to_contain_text("While the card is open.")
    expect(sentence).to_have_value("Half a sen")
    page.get_by_role("link", name="Cancel").click()
    expect(sentence).to_have_count(0)

    page.keyboard.press("Control+z")
    expect(page.locator("#theme-quotes .word")).to_have_count(3)

    themes[2].merge_into(themes[0], alice)
    ring(page, "theme_merged")
    expect(page.get_by_role("alert")).to_contain_text("This isn’t there any more")


def test_the_list_and_the_rate(open_page: Open, study: Study, themes: list[Theme], alice: User) -> None:
    listed, rate = open_page("themes/"), open_page("enough/")
    listed.get_by_role("link", name="Trust").focus()
    make_theme(study=study, name="A late one")
    make_quote(study=study, theme=themes[1], text="One more.")
    for page in (listed, rate):
        ring(page)
    expect(listed.locator("#theme-list")).to_contain_text("A late one")
    expect(listed.locator(".tabs [data-key='t'] .n")).to_have_text("4")
    expect(listed.get_by_role("link", name="Trust")).to_be_focused()
    expect(rate.locator("#enough tbody").first.locator("tr")).to_have_count(4)


def test_a_filter_that_was_just_chosen_is_followed(open_page: Open, study: Study, themes: list[Theme]) -> None:
    page = open_page("matrix/?count=quotes&words=number+1")
    expect(page.locator("#matrix td > a[data-n]")).to_have_count(1)
    make_quote(study=study, theme=themes[0], text="Words of number 1, said again.")
    make_quote(study=study, theme=themes[0], text="Something else.")
    ring(page)
    expect(page.locator("#matrix td > a[data-n]")).to_have_count(2)
