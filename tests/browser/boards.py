"""A small board, opened as somebody sees it; for the tests of the board."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from analysis.models import Quote, Theme
from studies.models import Study
from tests.factories import make_interview, make_participant, make_persona, make_quote, make_theme

OpenBoard = Callable[..., Page]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def themes(study: Study) -> list[Theme]:
    """Two people, three themes, and a quote in the tray."""
    personas = [make_persona(study=study, name=name) for name in ("Owner-operators", "Kitchen managers")]
    talks = [make_interview(study=study, participant=make_participant(study=study, persona=p)) for p in personas]
    names = ["Counting happens after midnight", "Trust in the numbers", "Waste is invisible"]
    themes = [make_theme(study=study, name=name) for name in names]
    make_quote(study=study, interview=talks[0], theme=themes[0], text="Half twelve at night, with a torch.")
    both = make_quote(study=study, interview=talks[1], theme=themes[0], text="You can’t hand it over.")
    themes[1].tag(both, study.owner)  # type: ignore[arg-type]
    make_quote(study=study, interview=talks[1], text="The bin is the only honest stock count.")
    return themes


@pytest.fixture
def open_board(browser: Browser, live_app: str, study: Study, transactional_db: None) -> Iterator[OpenBoard]:
    """Opens the board as somebody sees it. Before the database is emptied, every page has come to rest."""
    opened: list[Page] = []

    def open_it(client: Client, size: dict[str, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_app}])
        page = context.new_page()
        page.route("**/events?*", lambda route: route.abort())  # the stream needs the real server
        opened.append(page)
        page.goto(f"{live_app}/studies/{study.pk}/board/")
        if options.get("java_script_enabled", True):
            expect(page.locator('#board .qc[tabindex="-1"]').first).to_be_attached()  # the modules are at work
        return page

    yield open_it
    for page in opened:
        page.wait_for_load_state("networkidle")
        page.context.close()


def column(page: Page, theme: Theme | None) -> Locator:
    return page.locator(f"#theme-{theme.pk if theme else 0}")


def cards(page: Page, theme: Theme | None) -> Locator:
    return column(page, theme).locator(".qc[data-card]")


def loose(study: Study) -> Quote:
    return study.quotes.untagged().get()


def grab(page: Page, card: Locator, onto: Locator) -> None:
    """Take the card by its words and hold it over the column."""
    start, end = card.locator(".said").bounding_box(), onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + 100, end["y"] + 160, steps=6)
