"""Themes on the board in a real Chromium: inside one another, copied, split, at rest; lines to be quoted; two people at
once; and the filter bar."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from analysis.models import Theme
from interviews.models import Note
from studies.models import Study
from tests.browser.boards import PHONE, WIDE, OpenBoard, cards, column, grab, loose
from tests.browser.sound import assert_sound
from tests.factories import make_note, make_question, make_quote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BESIDE = {"width": 720, "height": 900}


def menu(page: Page, theme: Theme) -> None:
    column(page, theme).get_by_label("About the theme").click()


def told(page: Page, words: str) -> None:
    expect(page.locator("#messages [data-toast]", has_text=words)).to_be_visible()


class TestNested:
    def test_put_inside_fold_and_unfold(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        menu(page, themes[2])
        column(page, themes[2]).get_by_role("link", name="Put inside another…").click()
        dialog = page.locator("#act-dialog")
        dialog.get_by_label("The theme it stands inside").select_option(themes[0].name)
        dialog.get_by_role("button", name="Put it inside").click()
        told(page, "“Waste is invisible” is inside “Counting happens after midnight” now.")
        names = page.locator("#board .col h2").all_inner_texts()
        assert names[:3] == ["Without a theme", themes[0].name, themes[2].name]
        expect(column(page, themes[2]).locator(".inside")).to_have_text(f"in {themes[0].name}")

        fold = column(page, themes[0]).get_by_role("button", name="1 theme inside")
        expect(fold).to_have_attribute("aria-expanded", "true")
        fold.click()
        expect(column(page, themes[2])).to_be_hidden()
        expect(fold).to_have_attribute("aria-expanded", "false")
        page.reload()
        expect(column(page, themes[2])).to_be_hidden()
        cards(page, themes[0]).nth(0).focus()
        page.keyboard.press("f")
        expect(column(page, themes[2])).to_be_visible()

        menu(page, themes[2])
        column(page, themes[2]).get_by_role("button", name="Take out of").click()
        told(page, "“Waste is invisible” stands for itself.")
        expect(column(page, themes[2]).locator(".inside")).to_have_count(0)
        expect(column(page, themes[2]).get_by_label("About the theme")).to_be_focused()
        page.keyboard.press("Control+z")
        expect(column(page, themes[2]).locator(".inside")).to_be_visible()

    def test_a_folded_column_counts_those_inside_and_arrows_pass_them_by(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        themes[0].nest(themes[1], study.owner)  # type: ignore[arg-type]
        page = open_board(as_bob)
        expect(column(page, themes[1]).locator(".ev:visible")).to_contain_text("1 of 2 people")
        column(page, themes[1]).get_by_role("button", name="1 theme inside").click()
        expect(column(page, themes[1]).locator(".ev:visible")).to_contain_text("2 of 2 people")
        cards(page, None).first.focus()
        page.keyboard.press("ArrowRight")
        expect(cards(page, themes[1]).nth(0)).to_be_focused()
        page.keyboard.press("m")
        page.keyboard.type("counting")
        page.keyboard.press("Enter")
        told(page, "moved to")
        assert themes[0].tags.count() == 2


def test_c_copies_and_leaves_it_where_it_is(
    open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
) -> None:
    page = open_board(as_bob)
    cards(page, themes[0]).nth(1).focus()
    page.keyboard.press("c")
    page.keyboard.type("waste")
    page.keyboard.press("Enter")
    told(page, "Quote also put under “Waste is invisible”.")
    expect(cards(page, themes[0])).to_have_count(2)
    expect(cards(page, themes[2])).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(cards(page, themes[2])).to_have_count(0)
    expect(cards(page, themes[0])).to_have_count(2)


class TestSplit:
    def test_by_the_menu(self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client) -> None:
        page = open_board(as_bob)
        menu(page, themes[0])
        column(page, themes[0]).get_by_role("link", name="Split some off…").click()
        dialog = page.locator("#act-dialog")
        expect(dialog.get_by_label("The new theme")).to_be_focused()
        dialog.get_by_label("The new theme").fill("Torchlight")
        dialog.get_by_role("button", name="Split them off").click()
        expect(dialog.get_by_text("Tick the quotes that leave.")).to_be_visible()
        expect(dialog.get_by_label("The new theme")).to_have_value("Torchlight")
        dialog.get_by_role("checkbox", name="with a torch").check()
        assert_sound(page)
        dialog.get_by_role("button", name="Split them off").click()
        told(page, "1 quote has left “Counting happens after midnight” for “Torchlight”.")
        expect(page.get_by_role("heading", name="Torchlight")).to_be_visible()
        expect(cards(page, themes[0])).to_have_count(1)
        names = page.locator("#board .col h2").all_inner_texts()
        assert names.index("Torchlight") == names.index(themes[0].name) + 1
        page.keyboard.press("Control+z")
        expect(page.get_by_role("heading", name="Torchlight")).to_have_count(0)
        expect(cards(page, themes[0])).to_have_count(2)

    def test_with_cards_that_are_ticked(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        cards(page, None).focus()
        page.keyboard.press("x")
        expect(page.locator("#selection .spl")).to_be_hidden()
        page.keyboard.press("x")
        cards(page, themes[0]).nth(0).focus()
        page.keyboard.press("x")
        page.locator("#selection .spl").click()
        dialog = page.locator("#act-dialog")
        expect(dialog.get_by_role("checkbox")).to_have_count(2)
        expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(1)
        dialog.get_by_label("The new theme").fill("Alone")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Alone")).to_be_visible()
        assert study.themes.get(name="Alone").tags.count() == 1


def test_archive_undo_and_restore(open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client) -> None:
    page = open_board(as_bob)
    menu(page, themes[0])
    column(page, themes[0]).get_by_role("button", name="Archive").click()
    told(page, "is archived. 2 quotes stay under it, 1 of them under no other theme.")
    expect(column(page, themes[0])).to_have_count(0)
    expect(cards(page, None)).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(column(page, themes[0])).to_be_visible()
    expect(cards(page, themes[0])).to_have_count(2)
    names = page.locator("#board .col h2").all_inner_texts()
    assert names[1] == themes[0].name

    menu(page, themes[0])
    column(page, themes[0]).get_by_role("button", name="Archive").click()
    expect(column(page, themes[0])).to_have_count(0)
    page.reload()
    page.get_by_role("link", name="1 archived").click()
    expect(page.get_by_role("heading", name="Archived")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name=f"Restore {themes[0].name}").click()
    page.wait_for_url("**/board/#theme-*")
    expect(cards(page, themes[0])).to_have_count(2)


@pytest.fixture
def lines(study: Study, themes: list[Theme]) -> list[Note]:
    talk = study.interviews.first()
    assert talk
    return [make_note(interview=talk, text=text) for text in ("Sundays. After the pans.", "Nobody counts the bin.")]


class TestLinesToBeQuoted:
    def test_one_press_and_a_theme(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], lines: list[Note], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        tray = column(page, None)
        expect(tray.get_by_text("2 lines not quoted yet")).to_be_visible()
        waiting = tray.locator(".qc.line")
        expect(waiting).to_have_count(2)
        assert_sound(page)
        waiting.filter(has_text="the bin").get_by_role("button", name="Tag").click()
        expect(page.get_by_role("heading", name="Quote it under a theme")).to_be_visible()
        page.keyboard.type("waste")
        page.keyboard.press("Enter")
        told(page, "Quote moved to “Waste is invisible”.")
        expect(waiting).to_have_count(1)
        expect(cards(page, themes[2])).to_contain_text("Nobody counts the bin.")
        page.keyboard.press("Control+z")
        expect(waiting).to_have_count(2)
        expect(cards(page, themes[2])).to_have_count(0)
        assert study.quotes.count() == 3

    def test_by_key_by_mouse_and_several_at_once(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], lines: list[Note], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        waiting = column(page, None).locator(".qc.line")
        cards(page, None).first.focus()
        page.keyboard.press("ArrowDown")
        expect(waiting.first).to_be_focused()
        page.keyboard.press("m")
        page.keyboard.type("trust")
        page.keyboard.press("Enter")
        told(page, "Quote moved to “Trust in the numbers”.")
        expect(waiting).to_have_count(1)
        assert themes[1].tags.count() == 2
        grab(page, waiting, column(page, themes[2]))
        expect(column(page, themes[2]).locator(".slot")).to_have_text("Tag with Waste is invisible")
        page.mouse.up()
        told(page, "Quote moved to “Waste is invisible”.")
        expect(waiting).to_have_count(0)
        assert themes[2].tags.count() == 1 and study.quotes.count() == 5


class TestTwoPeople:
    def test_one_card_two_hands_the_second_sees_where_it_stands(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_alice: Client, as_bob: Client
    ) -> None:
        hers, his = open_board(as_alice), open_board(as_bob)
        quote = loose(study)
        grab(his, cards(his, None), column(his, themes[2]))
        grab(hers, cards(hers, None), column(hers, themes[1]))
        hers.mouse.up()
        told(hers, "Quote moved to “Trust in the numbers”.")
        his.mouse.up()
        told(his, "Somebody gave P02’s quote a theme in the meantime. It is in “Trust in the numbers” now.")
        expect(his.locator(f'[data-card="{quote.pk}.{themes[1].pk}"]')).to_be_focused()
        expect(cards(his, themes[2])).to_have_count(0)
        assert [tag.theme for tag in quote.tags.all()] == [themes[1]]

    def test_each_sees_that_the_other_is_there(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_alice: Client, as_bob: Client
    ) -> None:
        hers = open_board(as_alice)
        expect(hers.locator("[data-crew]")).to_be_hidden()
        his = open_board(as_bob)
        expect(his.get_by_role("group", name="Also here: Alice Owner")).to_have_text("AO")
        hers.evaluate("document.body.dispatchEvent(new CustomEvent('study:looking'))")
        expect(hers.get_by_role("group", name="Also here: Bob Editor")).to_be_visible()
        his.goto("about:blank")
        hers.wait_for_timeout(300)
        hers.evaluate("document.body.dispatchEvent(new CustomEvent('study:looking'))")
        expect(hers.locator("[data-crew]")).to_be_hidden()


class TestFilterBar:
    @pytest.fixture
    def asked(self, study: Study, themes: list[Theme]) -> None:
        """The first quote answers a question."""
        quote = study.quotes.order_by("pk").first()
        assert quote
        quote.first_note.question = make_question(study=study, text="When did you last count?")
        quote.first_note.save()

    def test_kept_in_the_address_and_taken_out_by_chips(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], asked: None, as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        page.get_by_label("Question").select_option("Q1 When did you last count?")
        expect(cards(page, themes[0])).to_have_count(1)
        page.get_by_placeholder("Words in quotes").fill("torch")
        chips = page.locator("#filter-chips li")
        expect(chips).to_have_text(["Question Q1 When did you last count?", "Words torch"])
        assert page.url.split("?")[1].split("&")[1] == "words=torch"
        assert_sound(page)
        page.reload()
        expect(chips).to_have_count(2)
        expect(page.get_by_placeholder("Words in quotes")).to_have_value("torch")
        page.get_by_role("link", name="List").click()
        page.wait_for_url("**/themes/?question=*&words=torch")
        expect(chips).to_have_count(2)
        assert_sound(page)
        page.get_by_role("link", name="Take out the filter Words").click()
        expect(chips).to_have_text(["Question Q1 When did you last count?"])
        expect(page.get_by_role("link", name="Take out the filter Question")).to_be_focused()
        page.get_by_role("link", name="Clear").click()
        expect(chips).to_have_count(0)
        assert page.url.endswith("/themes/")
        page.go_back()
        expect(chips).to_have_count(1)

    def test_by_keyboard_alone(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], asked: None, as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        page.locator("#filters input[name=persona]:checked").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#filter-chips li")).to_have_text(["Persona Owner-operators"])
        page.keyboard.press("Tab")
        expect(page.get_by_label("Question")).to_be_focused()
        page.keyboard.type("Q1")
        expect(page.locator("#filter-chips li")).to_have_count(2)
        page.get_by_role("group", name="Filters that are on").get_by_role("link").last.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#filter-chips li")).to_have_count(0)
        expect(page.locator("#filters input[name=persona]:checked")).to_be_focused()

    def test_what_cant_be_read_is_said(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], as_bob: Client
    ) -> None:
        page = open_board(as_bob)
        page.goto(f"{page.url}?since=soon&persona=x")
        expect(page.get_by_text("“soon” can’t be read, so it’s left out")).to_be_visible()
        assert_sound(page)
        page.get_by_role("link", name="Take out the filter Held from").click()
        expect(page.locator("#filter-chips li")).to_have_count(0)

    @pytest.mark.parametrize("size", [BESIDE, PHONE], ids=["720", "390"])
    def test_narrow_it_folds(
        self,
        open_board: OpenBoard,
        study: Study,
        themes: list[Theme],
        asked: None,
        as_bob: Client,
        size: dict[str, int],
    ) -> None:
        page = open_board(as_bob, size)
        expect(page.get_by_label("Question")).to_be_hidden()
        page.locator(".fold > summary").click()
        page.get_by_label("Question").select_option("Q1 When did you last count?")
        expect(page.locator("#filter-count")).to_contain_text("1")
        expect(page.locator("#filter-chips li")).to_have_count(1)
        assert_sound(page)

    def test_without_scripts(
        self, open_board: OpenBoard, study: Study, themes: list[Theme], asked: None, as_bob: Client
    ) -> None:
        page = open_board(as_bob, java_script_enabled=False)
        page.get_by_label("Question").select_option("Q1 When did you last count?")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.locator("#filter-chips li")).to_have_count(1)
        expect(cards(page, themes[0])).to_have_count(1)


@pytest.mark.parametrize("size", [WIDE, BESIDE, PHONE], ids=["1440", "720", "390"])
def test_axe_finds_nothing_in_what_is_new(
    open_board: OpenBoard, study: Study, themes: list[Theme], lines: list[Note], as_bob: Client, size: dict[str, int]
) -> None:
    themes[1].nest(themes[0], study.owner)  # type: ignore[arg-type]
    make_quote(study=study, theme=themes[2], text="More.")
    page = open_board(as_bob, size)
    assert_sound(page)
    menu(page, themes[0])
    assert_sound(page)
    page.keyboard.press("Escape")
    column(page, themes[0]).get_by_role("button", name="1 theme inside").click()
    assert_sound(page)
    menu(page, themes[2])
    column(page, themes[2]).get_by_role("link", name="Put inside another…").click()
    expect(page.locator("#act-dialog")).to_be_visible()
    assert_sound(page)
