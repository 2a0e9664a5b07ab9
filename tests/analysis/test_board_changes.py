"""A page that follows by what changed shows, after every act on themes, what the whole board would show."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analysis.board import changes
from analysis.journal.undoing import redo, undo
from analysis.models import Theme
from studies.models import Study
from tests.factories import make_quote, make_theme

pytestmark = pytest.mark.django_db


class House:
    """Eight themes, two inside another; some cards under two of them, and columns that share nothing."""

    def __init__(self, study: Study, by: User) -> None:
        self.study, self.by = study, by
        self.themes = [make_theme(study=study, name=f"Theme {number}") for number in range(8)]
        self.themes[1].nest(self.themes[0], by)
        self.themes[2].nest(self.themes[0], by)
        for number, theme in enumerate(self.themes):
            quotes = [make_quote(study=study, theme=theme) for _ in range(3)]
            if number in (1, 3, 4):
                self.themes[number + 1].tag(quotes[0], by)

    def __getitem__(self, number: int) -> Theme:
        return Theme.objects.get(pk=self.themes[number].pk)


ACTS: dict[str, Callable[[House], Any]] = {
    "added": lambda house: Theme.called(house.study, "A new one", house.by),
    "renamed": lambda house: house[4].rename("Another name", house.by),
    "renamed that holds others": lambda house: house[0].rename("Another name", house.by),
    "renamed inside another": lambda house: house[1].rename("Another name", house.by),
    "coloured": lambda house: house[5].revise(house.by, colour=7),
    "shifted": lambda house: house[4].shift(1, house.by),
    "shifted that holds others": lambda house: house[0].shift(1, house.by),
    "put inside another": lambda house: house[4].nest(house[6], house.by),
    "taken out": lambda house: house[1].nest(None, house.by),
    "merged": lambda house: house[3].merge_into(house[4], house.by),
    "merged from inside another": lambda house: house[1].merge_into(house[6], house.by),
    "merged that holds others": lambda house: house[0].merge_into(house[7], house.by),
    "merged into one inside": lambda house: house[0].merge_into(house[2], house.by),
    "split": lambda house: house[5].split_off([house[5].tags.earliest("pk").quote_id], "Some of it", house.by),
    "split inside another": lambda house: house[2].split_off(
        [house[2].tags.earliest("pk").quote_id], "Some of it", house.by
    ),
    "archived": lambda house: house[4].archive(house.by),
    "archived that holds others": lambda house: house[0].archive(house.by),
    "archived inside another": lambda house: house[1].archive(house.by),
    "removed": lambda house: house[2].remove(house.by),
}


def columns(html: str) -> dict[str, str]:
    """By key. What a form's token is differs from page to page."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", html)
    return {
        each[1]: each[0] for each in re.finditer(r'<section class="col[^"]*" id="theme-(\d+)".*?</section>', html, re.S)
    }


class Page:
    def __init__(self, client: Client, study: Study) -> None:
        self.client, self.study = client, study
        self.columns = self.whole()
        self.seq = Study.objects.get(pk=study.pk).event_seq

    def whole(self) -> dict[str, str]:
        return columns(self.client.get(reverse("analysis:board", args=[self.study.pk])).content.decode())

    def follow(self) -> set[str]:
        """Take what changed, as static/js/board/refresh.js does; the keys of what came."""
        query = {"after": self.seq, "on_screen": [f"{key}.0" for key in self.columns]}
        html = self.client.get(reverse("analysis:board_changes", args=[self.study.pk]), query).content.decode()
        arrived = columns(html)
        order = re.search(r'data-order="([\d ]+)"', html)[1].split()  # type: ignore[index]
        self.columns = {key: arrived.get(key) or self.columns[key] for key in order}
        return set(arrived)


@pytest.fixture
def house(study: Study, bob: User, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("analysis.board.columns.COLUMNS_AT_ONCE", 30)
    return House(study, bob)


@pytest.mark.parametrize("act", ACTS)
def test_a_page_that_follows_shows_the_board(as_bob: Client, house: House, act: str) -> None:
    page = Page(as_bob, house.study)
    ACTS[act](house)
    page.follow()
    assert page.columns == page.whole()
    assert list(page.columns) == list(page.whole())


@pytest.mark.django_db(transaction=True)  # a step is a transaction
@pytest.mark.parametrize("act", ["renamed", "merged", "merged from inside another", "split", "archived", "removed"])
def test_so_it_does_when_an_act_is_undone_and_done_again(as_bob: Client, house: House, act: str) -> None:
    page = Page(as_bob, house.study)
    ACTS[act](house)
    for turn in (undo, redo):
        turn(house.study, house.by)
        page.follow()
        assert page.columns == page.whole()


@pytest.mark.parametrize("act", ["added", "coloured", "merged", "archived", "put inside another"])
def test_what_an_act_does_not_concern_is_not_sent(as_bob: Client, house: House, act: str) -> None:
    page = Page(as_bob, house.study)
    ACTS[act](house)
    assert len(page.follow()) <= 6 < len(page.columns)


@pytest.mark.parametrize("act", ["renamed", "merged that holds others", "archived"])
def test_negative_control_other_columns_do_change(
    as_bob: Client, house: House, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_beside", lambda study, themes: themes)
    page = Page(as_bob, house.study)
    ACTS[act](house)
    page.follow()
    assert page.columns != page.whole()
