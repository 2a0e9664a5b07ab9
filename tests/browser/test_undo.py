"""Undo and redo by key on the board, the list and the reading page, and the history with its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from analysis.models import Step, Theme
from studies.models import Study
from tests.browser.looks import shoot
from tests.browser.sound import assert_sound
from tests.factories import (
    make_assumption,
    make_interview,
    make_participant,
    make_quote,
    make_theme,
    make_transcript,
)

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, live_app: str, study: Study) -> Iterator[Opener]:
    pages: list[Page] = []

    def open_it(client: Client, path: str, size: dict[str, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_app}])
        page = context.new_page()
        page.route("**/events?*", lambda route: route.abort())
        pages.append(page)
        page.goto(live_app + path)
        return page

    yield open_it
    for page in pages:
        page.wait_for_load_state("networkidle")
        page.context.close()


@pytest.fixture
def themes(study: Study) -> list[Theme]:
    talk = make_interview(study=study, participant=make_participant(study=study))
    themes = [make_theme(study=study, name=name) for name in ("Counting happens after midnight", "Waste is invisible")]
    make_quote(study=study, interview=talk, theme=themes[0], text="Half twelve at night, with a torch.")
    make_quote(study=study, interview=talk, text="The bin is the only honest stock count.")
    return themes


def at(study: Study, name: str, *args: int) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def toast(page: Page, words: str) -> Any:
    return page.locator(".toast").filter(has_text=words)


def test_on_the_board_by_key(opened: Opener, study: Study, themes: list[Theme], as_bob: Client) -> None:
    page = opened(as_bob, at(study, "board"))
    card = page.locator("#theme-0 .qc[data-card]")
    card.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(toast(page, "moved to “Waste is invisible”").get_by_role("button", name="Undo")).to_be_visible()
    there = page.locator(f"#theme-{themes[1].pk} .qc[data-card]")
    expect(there).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(toast(page, "Undone: put a quote of P01 under “Waste is invisible”.")).to_be_visible()
    expect(there).to_have_count(0)
    expect(card).to_have_count(1)
    shoot(page, "board-undone")
    page.keyboard.press("Control+Shift+z")
    expect(toast(page, "Done again: put a quote of P01 under “Waste is invisible”.")).to_be_visible()
    expect(there).to_have_count(1)
    expect(page.locator(".toast")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(card).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(there).to_have_count(1)


def test_yesterdays_act_and_what_somebody_changed_since(
    opened: Opener, study: Study, themes: list[Theme], as_bob: Client, alice: Any, bob: Any
) -> None:
    themes[0].rename("Counting is night work", bob)
    page = opened(as_bob, at(study, "board"))
    expect(page.locator("#board .qc").first).to_be_visible()
    page.locator("#new-name").focus()
    page.keyboard.press("Control+z")  # in a field it is the field's
    page.locator("#board .qc").first.focus()
    assert not Step.objects.filter(way="undo").exists()
    page.keyboard.press("Control+z")
    expect(page.locator(f"#th{themes[0].pk}")).to_have_text("Counting happens after midnight")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(f"#th{themes[0].pk}")).to_have_text("Counting is night work")
    Theme.objects.get(pk=themes[0].pk).rename("Night counts", alice)
    page.keyboard.press("Control+z")
    expect(toast(page, "Alice Owner renamed “Counting is night work” to “Night counts” since.")).to_be_visible()
    shoot(page, "board-refused")


def test_on_the_list(opened: Opener, study: Study, themes: list[Theme], as_bob: Client, bob: Any) -> None:
    themes[0].remove(bob)
    page = opened(as_bob, at(study, "themes"))
    expect(page.get_by_text("Counting happens after midnight")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".themelist").get_by_text("Counting happens after midnight")).to_be_visible()


def test_on_the_reading_page(opened: Opener, study: Study, themes: list[Theme], as_bob: Client) -> None:
    talk = study.interviews.get()
    make_transcript(interview=talk, turns=[("participant", "We count at midnight, with a torch.")])
    page = opened(as_bob, at(study, "transcript", talk.pk))
    page.locator(".turn").first.click()
    page.keyboard.press("t")
    page.keyboard.type("Counting")
    page.keyboard.press("Enter")
    expect(page.locator(".turn mark")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(toast(page, "Undone: took a quote of P01 under “Counting happens after midnight”.")).to_be_visible()
    expect(page.locator(".turn mark")).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".turn mark")).to_have_count(1)
    shoot(page, "read-redone")


def test_where_evidence_is_weighed(opened: Opener, study: Study, themes: list[Theme], as_bob: Client) -> None:
    assumption = make_assumption(study=study, statement="Nobody counts by day.")
    page = opened(as_bob, at(study, "assumption_weigh", assumption.pk))
    quote = study.quotes.order_by("pk")[0]
    against = page.locator(f"#pick-{quote.pk}").get_by_role("button", name="Against", exact=True)
    against.focus()
    page.keyboard.press("Enter")
    expect(against).to_have_attribute("aria-pressed", "true")
    expect(against).to_be_focused()  # the row was swapped, and one is still there
    page.keyboard.press("Control+z")
    expect(against).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+Shift+z")
    expect(against).to_have_attribute("aria-pressed", "true")
    page.goto(page.url.replace("/weigh/", "/"))
    expect(page.locator("main")).to_contain_text(quote.text)
    page.keyboard.press("Control+z")
    expect(toast(page, "Undone: said that a quote of P01 speaks against A1.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(quote.text)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (720, "light"), (390, "light")])
def test_the_history_fits_and_undoes(
    opened: Opener, study: Study, themes: list[Theme], as_bob: Client, alice: Any, bob: Any, width: int, scheme: str
) -> None:
    quote = study.quotes.untagged().get()
    quote.weigh(make_assumption(study=study), "for", alice)
    themes[1].tag(quote, bob)
    themes[0].rename("A theme whose name goes on and on, as names do when people can’t agree", bob)
    themes[0].merge_into(themes[1], bob)
    page = opened(as_bob, at(study, "history"), {"width": width, "height": 900}, color_scheme=scheme)
    shoot(page, f"history-{width}-{scheme}")
    assert_sound(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Undo: merged").click()
    expect(toast(page, "Undone: merged")).to_be_visible()
    expect(page.get_by_role("button", name="Redo: undid: merged")).to_be_visible()
    page.wait_for_load_state()  # the keys come with the scripts
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".steps li").first).to_contain_text("did again: merged")
    shoot(page, f"history-{width}-{scheme}-after")


def test_the_histories_of_a_theme_and_of_a_quote(
    opened: Opener, study: Study, themes: list[Theme], as_bob: Client
) -> None:
    quote = themes[0].tags.get().quote
    page = opened(as_bob, at(study, "quote", quote.pk))
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of a quote of P01")
    shoot(page, "history-quote")
    page.goto(page.url.split("/quotes/")[0] + "/board/")
    page.locator(f"#theme-{themes[0].pk} summary").first.click()
    page.locator(f"#theme-{themes[0].pk}").get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Counting happens after midnight")
    shoot(page, "history-theme")


@pytest.mark.parametrize("width", [720, 390])
def test_the_views_fit_beside_one_another(
    opened: Opener, study: Study, themes: list[Theme], as_bob: Client, width: int
) -> None:
    page = opened(as_bob, at(study, "board"), {"width": width, "height": 900})
    expect(page.get_by_role("link", name="History").first).to_be_attached()
    shoot(page, f"board-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
