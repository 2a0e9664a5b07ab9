"""The matrix in a real Chromium: arrow keys walk it, a number opens its quotes, the table is copied or saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from studies.models import Study
from tests.browser.sound import assert_sound
from tests.factories import make_interview, make_participant, make_persona, make_quote, make_theme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def open_matrix(browser: Browser, live_app: str, study: Study, as_bob: Client) -> Iterator[Open]:
    """Three themes, the first with a name that a spreadsheet would run; two personas, three people."""
    owner, cook = (make_persona(study=study, name=name) for name in ("Owner-operators", "Kitchen managers"))
    talks = [
        make_interview(study=study, participant=make_participant(study=study, persona=persona))
        for persona in (owner, owner, cook)
    ]
    themes = [make_theme(study=study, name=name) for name in ("=1+1", "Waste is invisible", "Trust in the numbers")]
    make_quote(study=study, theme=themes[0], interview=talks[0], text="Half twelve at night.")
    for text in ("The bin is honest.", "It becomes my number."):
        make_quote(study=study, theme=themes[1], interview=talks[2], text=text)
    contexts = []

    def open_it(query: str = "", **options: object) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | options))  # type: ignore[arg-type]
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": as_bob.cookies[name].value, "url": live_app}])
        page = context.new_page()
        page.route("**/events?*", lambda route: route.abort())  # the stream needs the real server
        page.goto(f"{live_app}/studies/{study.pk}/matrix/{query}")
        return page

    yield open_it
    for context in contexts:
        context.pages[0].wait_for_load_state("networkidle")
        context.close()


def focused(page: Page) -> str:
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
    )


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return focused(page)


def test_arrow_keys_walk_and_enter_opens(open_matrix: Open) -> None:
    page = open_matrix()
    grid = page.get_by_role("grid")
    grid.locator("td > a").first.focus()
    assert focused(page) == "=1+1, P01: 1"
    assert press(page, "ArrowRight") == "=1+1, P02: none"
    assert press(page, "ArrowDown") == "Waste is invisible, P02: none"
    assert press(page, "ArrowRight") == "Waste is invisible, P03: 2"
    assert press(page, "Home") == "Waste is invisible"
    assert press(page, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp") == "Theme"
    assert press(page, "Control+End").startswith("Trust in the numbers, Quotes")
    press(page, "Control+Home", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    panel = page.get_by_role("dialog", name="Waste is invisible")
    expect(panel).to_contain_text("The bin is honest.")
    expect(panel).to_contain_text("It becomes my number.")
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert focused(page) == "Waste is invisible, P03: 2"


def test_tab_has_one_stop_in_it(open_matrix: Open) -> None:
    page = open_matrix()
    assert page.locator("#matrix a[tabindex='0']").count() == 1
    assert page.locator("#matrix tr[data-row] a:not([tabindex])").count() == 0


def test_by_mouse_beside_the_number(open_matrix: Open) -> None:
    page = open_matrix()
    number = page.locator("#matrix td > a[data-n]", has_text="2")
    number.click()
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    at, own = number.bounding_box(), panel.bounding_box()
    assert at and own and own["y"] >= at["y"] + at["height"] and own["x"] + own["width"] <= 1440
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_without_scripts_a_number_is_a_link(open_matrix: Open) -> None:
    page = open_matrix(java_script_enabled=False)
    page.locator("#matrix td > a").nth(2).click()
    expect(page.locator("h1")).to_contain_text("Waste is invisible")
    expect(page.locator(".word")).to_have_count(2)


def test_copied_as_a_table(open_matrix: Open) -> None:
    page = open_matrix(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as a table").click()
    expect(page.get_by_text("Copied. Paste it into a spreadsheet.")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0].split("\t") == ["Theme", "P01", "P02", "P03", "People", "Quotes"]
    assert lines[1].split("\t") == ["'=1+1", "1", "0", "0", "1", "1"]
    assert lines[2].split("\t") == ["Waste is invisible", "0", "0", "2", "1", "2"]


def test_saved_where_there_is_no_clipboard(open_matrix: Open) -> None:
    page = open_matrix()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    with page.expect_download() as found:
        page.get_by_role("button", name="Copy as a table").click()
    assert found.value.suggested_filename.endswith("-themes-by-people.tsv")
    assert "Waste is invisible\t0\t0\t2" in found.value.path().read_text(encoding="utf-8-sig")


def test_a_filter_keeps_what_runs_across(open_matrix: Open) -> None:
    page = open_matrix("?across=themes&count=quotes")
    page.get_by_text("Kitchen managers").first.click()
    expect(page.locator("#matrix td > a")).to_have_count(2)  # Waste with itself, and its quotes
    expect(page.locator("#matrix.themes")).to_be_visible()
    assert "across=themes" in page.url and "count=quotes" in page.url
    page.get_by_role("link", name="Take out the filter Persona").click()
    expect(page.locator("#matrix td > a")).to_have_count(4)
    page.locator("#matrix td > a").first.focus()
    assert press(page, "ArrowRight") == "=1+1, Waste is invisible: none"
    assert "across=themes" in page.url


def test_without_a_network_the_page_stays_and_says_so(open_matrix: Open) -> None:
    page = open_matrix()
    said = page.get_by_role("alert").filter(has_text="No connection. Nothing was changed.")
    page.context.set_offline(True)
    page.get_by_text("Kitchen managers").first.click()
    expect(said).to_be_visible()
    expect(page.get_by_label("Everyone")).to_be_checked()  # what the table shows
    said.get_by_role("button", name="Close").click()
    page.locator("#matrix td > a").first.click()
    expect(said).to_be_visible()
    page.context.set_offline(False)
    page.locator("#matrix td > a").first.click()
    expect(page.locator("#cell-panel .said").first).to_be_visible()


@pytest.mark.parametrize("query", ["", "?across=themes", "?across=questions"])
def test_it_is_sound(open_matrix: Open, query: str) -> None:
    page = open_matrix(query)
    for width in (1440, 720, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_sound(page)
