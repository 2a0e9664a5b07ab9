"""The board in a real Chromium: dragging with mouse and finger, keys, and the dialogs of a theme."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from analysis.models import Theme
from studies.models import Study
from tests.browser.boards import PHONE, WIDE, OpenBoard, cards, column, grab, loose
from tests.browser.looks import shoot
from tests.browser.sound import assert_sound
from tests.factories import make_quote, make_theme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestDrag:
    def test_from_the_tray_onto_a_theme(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        quote = loose(study)
        grab(page, cards(page, None), column(page, themes[2]))
        expect(column(page, themes[2]).locator(".slot")).to_have_text("Tag with Waste is invisible")
        expect(cards(page, None).locator(".ghostline")).to_contain_text("is being moved to Waste is invisible. Esc")
        assert page.locator(".dragging").evaluate("card => getComputedStyle(card).rotate") == "-2.2deg"
        page.mouse.up()
        expect(page.get_by_text("Quote moved to “Waste is invisible”.")).to_be_visible()
        expect(column(page, themes[2]).locator(".ev")).to_contain_text("1 of 2 people")
        expect(page.locator("#board-sum")).to_have_text("3 themes from 2 people. 3 of 3 quotes placed.")
        assert quote.tags.get().theme == themes[2]

    def test_undo_puts_it_back(self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client) -> None:
        page = open_board(as_bob)
        quote = loose(study)
        grab(page, cards(page, None), column(page, themes[2]))
        page.mouse.up()
        page.get_by_role("button", name="Undo").click()
        expect(cards(page, None)).to_have_count(1)
        assert not quote.tags.exists()

    def test_escape_changes_nothing(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        page.set_viewport_size({"width": 720, "height": 800})
        grab(page, cards(page, None), column(page, themes[0]))
        page.mouse.wheel(280, 0)  # the wheel scrolls the board under the card
        expect(column(page, themes[1])).to_have_class("col over")
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(page.locator(".slot, .dragging, .ghost")).to_have_count(0)
        expect(cards(page, None)).to_have_count(1)
        assert study.quotes.untagged().count() == 1

    def test_a_card_somebody_else_moved(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        quote = loose(study)
        themes[1].tag(quote, study.owner)  # type: ignore[arg-type]
        grab(page, cards(page, None), column(page, themes[2]))
        page.mouse.up()
        expect(
            page.get_by_text(
                "Somebody gave P02’s quote a theme in the meantime. It is in “Trust in the numbers” now. Nothing was moved."
            )
        ).to_be_visible()
        expect(cards(page, None)).to_have_count(0)
        expect(cards(page, themes[2])).to_have_count(0)
        expect(page.locator(f'[data-card="{quote.pk}.{themes[1].pk}"]')).to_be_visible()

    def test_by_finger_after_a_short_hold(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob, PHONE, has_touch=True, is_mobile=True)
        box = cards(page, None).locator(".said").bounding_box()
        assert box
        finger = page.context.new_cdp_session(page)

        def touch(kind: str, *points: tuple[float, float]) -> None:
            at = [{"x": x, "y": y} for x, y in points]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        x, y = box["x"] + 60, box["y"] + 12
        touch("touchStart", (x, y))
        page.wait_for_timeout(450)
        expect(page.locator(".dragging")).to_be_visible()
        touch("touchMove", (x + 40, y + 10))
        touch("touchMove", (370, y + 10))  # at the edge the board scrolls along
        under = f"document.elementsFromPoint(200, {y + 10}).some(each => each.id === 'theme-{themes[0].pk}')"
        while not page.evaluate(under):
            page.wait_for_timeout(20)
        touch("touchMove", (200, y + 10))
        expect(column(page, themes[0])).to_have_class("col over")
        expect(page.locator(".dragging .what")).to_have_text(f"Tag with {themes[0].name}")
        touch("touchEnd")
        expect(page.get_by_text(f"Quote moved to “{themes[0].name}”.")).to_be_visible()
        assert themes[0].tags.count() == 3

    def test_a_quick_finger_scrolls_and_lifts_nothing(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob, PHONE, has_touch=True, is_mobile=True)
        box = cards(page, None).bounding_box()
        assert box
        finger = page.context.new_cdp_session(page)
        for kind, points in (
            ("touchStart", [{"x": 60, "y": box["y"] + 12}]),
            ("touchMove", [{"x": 60, "y": box["y"] - 60}]),
        ):
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(450)
        expect(page.locator(".dragging")).to_have_count(0)


class TestKeys:
    def test_space_lifts_arrows_carry_space_drops(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        quote = loose(study)
        cards(page, None).focus()
        page.keyboard.press("Space")
        expect(page.locator("#board-said")).to_contain_text("Quote of P02 lifted")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#board-said")).to_have_text("Tag with Trust in the numbers")
        page.keyboard.press("Space")
        expect(page.locator(f'[data-card="{quote.pk}.{themes[1].pk}"]')).to_be_focused()
        assert quote.tags.get().theme == themes[1]

    def test_escape_puts_back_and_keeps_the_focus(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        cards(page, None).focus()
        for key in ("Space", "ArrowRight", "Escape"):
            page.keyboard.press(key)
        expect(cards(page, None)).to_be_focused()
        expect(page.locator(".slot, .ghost")).to_have_count(0)
        assert study.quotes.untagged().count() == 1

    def test_arrows_walk(self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client) -> None:
        page = open_board(as_bob)
        cards(page, None).focus()
        page.keyboard.press("ArrowRight")
        expect(cards(page, themes[0]).nth(0)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(cards(page, themes[0]).nth(1)).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(cards(page, themes[1]).nth(0)).to_be_focused()
        assert page.locator('#board .qc[tabindex="0"]').count() == 1

    def test_m_moves_to_a_theme_typed(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        quote = loose(study)
        cards(page, None).focus()
        page.keyboard.press("m")
        page.keyboard.type("waste")
        expect(page.locator("#place-list [role=option]")).to_have_text(["Waste is invisible", "New theme “waste”"])
        page.keyboard.press("Enter")
        expect(page.locator(f'[data-card="{quote.pk}.{themes[2].pk}"]')).to_be_focused()

    def test_the_list_of_themes_keeps_the_focus_and_gives_it_back(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        """It isn't modal, since that would style a full board anew; nobody should notice."""
        page = open_board(as_bob)
        card, field = cards(page, themes[0]).nth(0), page.locator("#place-name")
        cancel = page.locator("#place button")
        page.get_by_label("Select this quote").first.check()
        card.focus()
        page.keyboard.press("m")
        assert not page.locator("#place").evaluate("dialog => dialog.matches(':modal')")
        expect(page.get_by_role("dialog", name="Move to a theme")).to_have_attribute("aria-modal", "true")
        for key, there in (("Tab", cancel), ("Tab", field), ("Shift+Tab", cancel), ("c", cancel), ("Shift+Tab", field)):
            page.keyboard.press(key)
            expect(there).to_be_focused()
        expect(page.locator("#place-h")).to_have_text("Move to a theme")
        card.evaluate("card => card.focus()")
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(card).to_be_focused()
        expect(page.locator("#place")).to_be_hidden()

        page.keyboard.press("m")
        link = page.get_by_role("link", name=themes[0].name).bounding_box()
        assert link
        page.mouse.click(link["x"] + 4, link["y"] + 4)  # what lies below the shade isn't clicked
        expect(page.locator("#place")).to_be_hidden()
        expect(card).to_be_focused()
        assert page.url.endswith("/board/")
        page.keyboard.press("m")
        cancel.click()
        expect(card).to_be_focused()

    def test_t_also_tags_with_a_new_theme(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        card = cards(page, themes[0]).nth(0)
        card.focus()
        page.keyboard.press("t")
        page.keyboard.type("Brand new")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Brand new")).to_be_visible()
        expect(cards(page, themes[0])).to_have_count(2)
        assert study.themes.get(name="Brand new").tags.count() == 1

    def test_x_selects_and_the_bar_moves_them_all(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        expect(page.locator("#selection")).to_be_hidden()
        cards(page, None).focus()
        page.keyboard.press("x")
        cards(page, themes[0]).nth(1).focus()
        page.keyboard.press("x")
        expect(page.locator("#selection .cnt")).to_have_text("2 quotes, 2 people")
        page.get_by_role("button", name="Move").and_(page.locator("#selection button")).click()
        page.get_by_role("option", name="Waste is invisible").click()
        expect(cards(page, themes[2])).to_have_count(2)
        expect(page.locator("#selection")).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
class TestThemeDialogs:
    def test_merging_shows_the_reach_first(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client, size: dict[str, int]
    ) -> None:
        page = open_board(as_bob, size)
        column(page, themes[0]).get_by_label("About the theme").click()
        column(page, themes[0]).get_by_role("link", name="Merge into another").click()
        dialog = page.locator("#act-dialog")
        dialog.get_by_label("The theme that stays").select_option("Trust in the numbers")
        expect(dialog.get_by_text("1 quote moves, 1 is in both already, from 2 people.")).to_be_visible()
        expect(dialog.get_by_role("link", name="Keep both")).to_be_focused()
        assert study.themes.count() == 3
        dialog.get_by_role("button", name="Merge them").press("Enter")
        expect(column(page, themes[1]).locator("header summary")).to_be_focused()
        expect(column(page, themes[0])).to_have_count(0)
        expect(cards(page, themes[1])).to_have_count(2)
        expect(dialog).to_be_hidden()
        assert study.themes.count() == 2

    def test_a_name_that_exists(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client, size: dict[str, int]
    ) -> None:
        page = open_board(as_bob, size)
        column(page, themes[0]).get_by_label("About the theme").click()
        column(page, themes[0]).get_by_role("link", name="Name, definition, colour").click()
        dialog = page.locator("#act-dialog")
        dialog.get_by_label("Name").fill("waste is invisible")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_label("Name")).to_be_focused()
        expect(dialog.get_by_text("There is a theme “Waste is invisible” already.")).to_be_visible()
        dialog.get_by_role("link", name="Merge the two").click()
        expect(dialog.get_by_text("2 quotes move, from 2 people.")).to_be_visible()

    def test_nothing_scrolls_sideways(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client, size: dict[str, int]
    ) -> None:
        make_theme(study=study, name="Bestandsaufnahmeverweigerungsgründezusammenfassung")
        page = open_board(as_bob, size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name="List").click()
        page.wait_for_url("**/themes/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1440", "390"])
def test_axe_finds_nothing(
    open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client, size: dict[str, int]
) -> None:
    page = open_board(as_bob, size)
    assert_sound(page)
    cards(page, None).focus()
    page.keyboard.press("x")
    assert_sound(page)
    page.keyboard.press("m")
    assert_sound(page)
    page.keyboard.press("Escape")
    column(page, themes[0]).get_by_label("About the theme").click()
    assert_sound(page)
    column(page, themes[0]).get_by_role("link", name="Name, definition, colour").click()
    expect(page.locator("#act-dialog")).to_be_visible()
    assert_sound(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="List").click()
    page.wait_for_url("**/themes/")
    assert_sound(page)


class TestLive:
    def ring(self, page: Page, study: Study, kind: str) -> None:
        """What static/js/events.js does when the stream says that something changed."""
        seq = Study.objects.get(pk=study.pk).event_seq
        page.evaluate(
            "([kind, seq]) => document.body.dispatchEvent(new CustomEvent('study:any', { detail: { kind, seq } }))",
            [kind, seq],
        )

    def test_a_teammates_tag_arrives_and_the_focus_stays(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        focused = cards(page, themes[0]).nth(1)
        name = focused.get_attribute("data-card")
        focused.focus()
        themes[0].tag(loose(study), study.owner)  # type: ignore[arg-type]
        self.ring(page, study, "tag")
        expect(cards(page, themes[0])).to_have_count(3)
        expect(cards(page, None)).to_have_count(0)
        expect(page.locator(f'[data-card="{name}"]')).to_be_focused()

    def test_nothing_is_swapped_away_under_a_card_in_the_air(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        grab(page, cards(page, themes[0]).nth(0), column(page, themes[2]))
        themes[0].tag(loose(study), study.owner)  # type: ignore[arg-type]
        self.ring(page, study, "tag")
        page.wait_for_timeout(700)
        expect(page.locator(".dragging")).to_be_visible()
        expect(cards(page, None)).to_have_count(1)
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(cards(page, None)).to_have_count(0)

    def test_a_theme_that_is_new_or_gone(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        themes[1].remove(study.owner)  # type: ignore[arg-type]
        make_theme(study=study, name="From elsewhere")
        self.ring(page, study, "theme_gone")
        expect(page.get_by_role("heading", name="From elsewhere")).to_be_visible()
        expect(page.get_by_role("heading", name="Trust in the numbers")).to_have_count(0)
        headings = page.locator("#board .col h2").all_inner_texts()
        assert headings[-2:] == ["From elsewhere", "New theme"]


def test_filters_narrow_the_board_in_place(
    open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
) -> None:
    page = open_board(as_bob)
    page.get_by_text("Owner-operators").first.click()
    expect(cards(page, None)).to_have_count(0)
    expect(column(page, themes[0]).locator(".ev")).to_contain_text("1 of 1 people")
    on = f"persona={study.personas.get(name='Owner-operators').pk}"
    assert page.url.split("?")[1] == on
    for view in ("Matrix", "List", "Enough?"):  # each view has the filters that are on
        expect(page.locator("#views").get_by_role("link", name=view)).to_have_attribute("href", re.compile(f"[?]{on}$"))
    cards(page, themes[0]).nth(0).focus()
    page.keyboard.press("m")
    page.keyboard.type("waste")
    page.keyboard.press("Enter")
    expect(cards(page, themes[2])).to_have_count(1)


def test_without_scripts_everything_can_be_done(
    open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
) -> None:
    page = open_board(as_bob, java_script_enabled=False)
    card = cards(page, None)
    card.hover()
    card.get_by_label("Act on this quote").click()
    card.get_by_label("Theme").fill("Waste is invisible")
    card.get_by_role("button", name="Move").click()
    expect(cards(page, themes[2])).to_have_count(1)
    cards(page, themes[0]).nth(0).hover()
    cards(page, themes[0]).nth(0).get_by_label("Select this quote").check()
    page.locator("#selection").get_by_label("Theme").fill("Another one")
    page.locator("#selection").get_by_role("button", name="Also tag").click()
    expect(page.get_by_role("heading", name="Another one")).to_be_visible()
    column(page, themes[0]).get_by_label("About the theme").click()
    column(page, themes[0]).get_by_role("button", name="Move right").click()
    assert page.locator("#board .col h2").nth(1).inner_text() == "Trust in the numbers"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_whole_passage_is_folded_and_opens_by_key(
    open_board: OpenBoard, study: Study, themes: list[Theme], as_vera: Client, scripts: bool
) -> None:
    talk = study.interviews.first()
    passage = "And then I went down again and counted what was left. " * 30
    make_quote(study=study, interview=talk, theme=themes[2], text=passage.strip())
    page = open_board(as_vera, java_script_enabled=scripts)
    card = page.locator(".qc", has_text="And then I went down")
    words = card.locator("blockquote")
    folded = words.bounding_box()["height"]  # type: ignore[index]
    assert folded < 250
    card.get_by_role("checkbox", name="All of it").focus()
    page.keyboard.press("Space")
    assert words.bounding_box()["height"] > 3 * folded  # type: ignore[index]
    assert page.locator(".qc", has_text="with a torch").get_by_role("checkbox", name="All of it").count() == 0


def test_viewers_lift_nothing(open_board: OpenBoard, study: Study, themes: list[Theme], as_vera: Client) -> None:
    page = open_board(as_vera)
    grab(page, cards(page, None), column(page, themes[2]))
    page.mouse.up()
    cards(page, None).focus()
    page.keyboard.press("m")
    page.keyboard.press("Space")
    expect(page.locator(".dragging, .ghost, dialog[open]")).to_have_count(0)
    assert study.quotes.untagged().count() == 1


def test_the_sheet_of_keys_holds_the_keyboard_over_the_board(
    open_board: OpenBoard, themes: list[Theme], as_bob: Client
) -> None:
    page = open_board(as_bob)
    card = cards(page, themes[0]).first
    card.focus()
    page.keyboard.press("?")
    sheet = page.locator("#keys-dialog")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    shoot(page, "board-keys")
    for _ in range(2 * sheet.locator("button, input").count()):
        page.keyboard.press("Tab")
        expect(sheet.locator(":focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(sheet.locator(":focus")).to_have_count(1)
    sheet.locator("dt").first.click()  # on its words: the focus stays in it, and m means nothing there
    page.keyboard.press("m")
    page.keyboard.press("x")
    expect(page.locator("#place")).to_be_hidden()
    expect(page.locator("#board :checked")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(card).to_be_focused()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.mouse.click(6, 400)  # beside it
    expect(sheet).to_be_hidden()
