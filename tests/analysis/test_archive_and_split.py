"""Themes that rest, themes that are split, and what becomes of definitions in a merge."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Theme
from interviews.models import ConsentRecord, Method, Purpose
from studies.models import Study
from tests.factories import make_insight, make_interview, make_quote, make_study, make_theme

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(study: Study, name: str, *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


@pytest.fixture
def theme(study: Study) -> Theme:
    return make_theme(study=study, name="Small talk")


class TestArchive:
    def test_off_the_board_and_out_of_every_picker(self, as_bob: Client, study: Study, theme: Theme) -> None:
        make_theme(study=study, name="Another")
        quote = make_quote(study=study, theme=theme, text="Lovely weather")
        answer = as_bob.post(url(study, "theme_archive", theme.pk), headers=HTMX)
        assert (
            "“Small talk” is archived. 1 quote stays under it, 1 of them under no other theme."
            in answer.content.decode()
        )
        for page in (
            url(study, "board"),
            url(study, "theme_list"),
            url(study, "read", quote.interview_id),
            url(study, "insight_cite", make_insight(study=study).pk),
            url(study, "theme_nest", study.themes.get(name="Another").pk),
            url(study, "theme_merge", study.themes.get(name="Another").pk),
        ):
            html = as_bob.get(page).content.decode()
            assert 'value="Small talk"' not in html and ">Small talk</option>" not in html, page
            assert f'id="theme-{theme.pk}"' not in html
        assert "1 archived" in as_bob.get(url(study, "board")).content.decode()
        assert quote.tags.get().theme == theme

    def test_its_quotes_do_not_go_back_to_the_tray(self, as_bob: Client, study: Study, theme: Theme) -> None:
        make_quote(study=study, theme=theme, text="Lovely weather")
        as_bob.post(url(study, "theme_archive", theme.pk))
        assert "Lovely weather" not in as_bob.get(url(study, "board")).content.decode()

    def test_listed_and_restored_where_it_stood(self, as_bob: Client, study: Study, theme: Theme) -> None:
        later = make_theme(study=study)
        make_quote(study=study, theme=theme, text="Lovely weather")
        as_bob.post(url(study, "theme_archive", theme.pk))
        html = as_bob.get(url(study, "themes")).content.decode()
        page = url(study, "theme", theme.pk)
        assert "Restore Small talk" in html and f'<a href="{page}#qu-h">1 quote</a> from 1 person, archived' in html
        assert "Lovely weather" in as_bob.get(page).content.decode()
        assert as_bob.post(url(study, "theme_restore", theme.pk))["Location"].endswith(f"#theme-{theme.pk}")
        assert list(study.themes.standing()) == [theme, later]

    def test_a_page_about_it_alone_says_so(self, as_bob: Client, study: Study, theme: Theme, alice: User) -> None:
        theme.archive(alice)
        html = as_bob.get(url(study, "board"), {"theme": theme.pk}).content.decode()
        assert "“Small talk” is archived." in html and "What is archived" in html
        assert f'<a href="{url(study, "theme", theme.pk)}">Read its quotes</a>' in html
        assert "This theme is archived, or gone." in as_bob.get(url(study, "board"), {"theme": 99_999}).content.decode()

    def test_twice_is_once(self, as_bob: Client, study: Study, theme: Theme) -> None:
        for act in ("theme_archive", "theme_archive", "theme_restore", "theme_restore"):
            as_bob.post(url(study, act, theme.pk))
        kinds = list(study.events.values_list("kind", flat=True))
        assert kinds.count("theme_archived") == kinds.count("theme_restored") == 1

    def test_those_inside_go_and_come_with_it(self, study: Study, theme: Theme, alice: User) -> None:
        inside, earlier = make_theme(study=study), make_theme(study=study)
        for each in (inside, earlier):
            each.nest(theme, alice)
        earlier.archive(alice)
        theme.archive(alice)
        assert not study.themes.standing().exists()
        theme.restore(alice)
        assert set(study.themes.standing()) == {theme, inside}

    def test_a_theme_that_gets_words_comes_back(self, as_bob: Client, study: Study, theme: Theme, alice: User) -> None:
        quote = make_quote(study=study)
        theme.archive(alice)
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.0", "theme": "small talk"})
        theme.refresh_from_db()
        assert theme.archived_at is None and theme.tags.count() == 1

    def test_its_name_is_taken(self, as_bob: Client, study: Study, theme: Theme, alice: User) -> None:
        theme.archive(alice)
        answer = as_bob.post(url(study, "theme_add"), {"name": "small talk"})
        assert answer.status_code == 422 and "An archived theme is called “Small talk”" in answer.content.decode()

    def test_nobody_drops_a_card_on_it(self, as_bob: Client, study: Study, theme: Theme, alice: User) -> None:
        quote = make_quote(study=study)
        theme.archive(alice)
        answer = as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.0", "to": theme.pk}, headers=HTMX)
        assert answer.status_code == 422 and "was archived" in answer.content.decode()


class TestSplit:
    def test_some_leave_for_a_new_theme_beside_it(
        self, as_bob: Client, study: Study, theme: Theme, alice: User
    ) -> None:
        later = make_theme(study=study)
        quotes = [make_quote(study=study, theme=theme) for _ in range(3)]
        page = as_bob.get(url(study, "theme_split", theme.pk), {"quote": quotes[0].pk}).content.decode()
        assert f'value="{quotes[0].pk}" checked' in page and f'value="{quotes[1].pk}" checked' not in page
        fields = {"name": " Weather ", "quote": [quotes[0].pk, quotes[2].pk]}
        answer = as_bob.post(url(study, "theme_split", theme.pk), fields, headers=HTMX)
        new = study.themes.get(name="Weather")
        assert "2 quotes have left “Small talk” for “Weather”." in answer.content.decode()
        assert list(study.themes.all()) == [theme, new, later]
        assert {tag.quote for tag in new.tags.all()} == {quotes[0], quotes[2]}
        assert {tag.author for tag in new.tags.all()} == {alice} and theme.tags.get().quote == quotes[1]

    def test_inside_the_same_theme(self, study: Study, theme: Theme, alice: User) -> None:
        outer, quote = make_theme(study=study), make_quote(study=study, theme=theme)
        theme.nest(outer, alice)
        assert theme.split_off([quote.pk], "Weather", alice).parent == outer

    @pytest.mark.parametrize(
        "fields", [{"name": ""}, {"name": "SMALL TALK"}, {"quote": []}, {"quote": ["x"]}, {"quote": ["99999999"]}]
    )
    def test_a_form_that_says_too_little(
        self, as_bob: Client, study: Study, theme: Theme, fields: dict[str, Any]
    ) -> None:
        quote = make_quote(study=study, theme=theme)
        answer = as_bob.post(url(study, "theme_split", theme.pk), {"name": "New", "quote": [quote.pk], **fields})
        assert answer.status_code == 422 and theme.tags.count() == 1 and study.themes.count() == 1

    def test_a_quote_that_has_left_stops_it(self, study: Study, theme: Theme, alice: User) -> None:
        quote, gone = make_quote(study=study, theme=theme), make_quote(study=study)
        with pytest.raises(Refused, match="any more"):
            theme.split_off([quote.pk, gone.pk], "New", alice)
        assert study.themes.count() == 1

    def test_words_of_people_who_said_no_are_not_offered(self, as_bob: Client, study: Study, theme: Theme) -> None:
        quote = make_quote(study=study, theme=theme, text="Forget this")
        ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
        assert "Forget this" not in as_bob.get(url(study, "theme_split", theme.pk)).content.decode()
        answer = as_bob.post(url(study, "theme_split", theme.pk), {"name": "New", "quote": [quote.pk]})
        assert answer.status_code == 422


class TestMergedDefinitions:
    @pytest.fixture
    def other(self, study: Study, theme: Theme, alice: User) -> Theme:
        theme.revise(alice, definition="What people say to be polite.")
        other = make_theme(study=study, name="Warming up")
        other.revise(alice, definition="The first minutes.")
        return other

    def test_the_preview_offers_all_that_can_become_of_them(
        self, as_bob: Client, study: Study, theme: Theme, other: Theme
    ) -> None:
        make_quote(study=study, theme=theme, text="Lovely weather")
        html = as_bob.get(url(study, "theme_merge", theme.pk), {"into": other.pk}).content.decode()
        for words in (
            "The first minutes.",
            "What people say to be polite.",
            "Both: The first minutes. What people say to be polite.",
            "Lovely weather",
            "keeps its name and colour",
        ):
            assert words in html

    @pytest.mark.parametrize(
        ("choice", "after"),
        [
            ("own", "The first minutes."),
            ("", "The first minutes."),
            ("taken", "What people say to be polite."),
            ("both", "The first minutes. What people say to be polite."),
        ],
    )
    def test_the_chosen_one_stays(
        self, as_bob: Client, study: Study, theme: Theme, other: Theme, choice: str, after: str
    ) -> None:
        fields = {"into": other.pk, "definition": choice}
        assert as_bob.post(url(study, "theme_merge", theme.pk), fields).status_code == 302
        other.refresh_from_db()
        assert other.definition == after

    def test_an_unknown_choice_merges_nothing(self, as_bob: Client, study: Study, theme: Theme, other: Theme) -> None:
        fields = {"into": other.pk, "definition": "x"}
        assert as_bob.post(url(study, "theme_merge", theme.pk), fields).status_code == 422
        assert study.themes.count() == 2

    def test_too_long_for_both_offers_one_of_them(
        self, as_bob: Client, study: Study, theme: Theme, other: Theme, alice: User
    ) -> None:
        theme.revise(alice, definition="x" * 290)
        html = as_bob.get(url(study, "theme_merge", theme.pk), {"into": other.pk}).content.decode()
        assert "Both:" not in html

    def test_without_one_nothing_is_asked(self, as_bob: Client, study: Study, theme: Theme, other: Theme) -> None:
        html = as_bob.get(url(study, "theme_merge", other.pk), {"into": make_theme(study=study).pk}).content.decode()
        assert "None, as “" in html
        html = as_bob.get(url(study, "theme_merge", make_theme(study=study).pk), {"into": other.pk}).content.decode()
        assert 'name="definition"' not in html


ACTS = ["theme_split", "theme_nest", "theme_archive", "theme_restore"]


def test_viewers_and_strangers_change_nothing(as_vera: Client, as_charlie: Client, study: Study, theme: Theme) -> None:
    for act in ACTS:
        assert as_vera.post(url(study, act, theme.pk), {"name": "x"}).status_code == 403
        assert as_charlie.post(url(study, act, theme.pk), {"name": "x"}).status_code == 404
    theme.refresh_from_db()
    assert theme.archived_at is None


def test_another_studys_theme_is_out_of_reach(as_bob: Client, study: Study) -> None:
    foreign = make_theme(study=make_study())
    make_quote(study=foreign.study, theme=foreign, interview=make_interview(study=foreign.study))
    for act in ACTS:
        assert as_bob.post(url(study, act, foreign.pk), {"name": "x"}).status_code == 404


class TestLooking:
    def test_who_else_has_the_board_open(self, as_bob: Client, as_vera: Client, study: Study) -> None:
        assert as_bob.post(url(study, "board_here")).json() == {"others": []}
        assert as_vera.post(url(study, "board_here")).json() == {"others": [{"initials": "BE", "name": "Bob Editor"}]}
        assert as_bob.post(url(study, "board_here")).json() == {"others": [{"initials": "VV", "name": "Vera Viewer"}]}
        assert as_vera.post(url(study, "board_gone")).status_code == 204
        assert as_bob.post(url(study, "board_here")).json() == {"others": []}

    def test_only_coming_and_going_rings(self, as_bob: Client, study: Study) -> None:
        def rings() -> int:
            return study.events.filter(kind="looking").count()

        as_bob.post(url(study, "board_here"))
        as_bob.post(url(study, "board_here"))
        assert rings() == 1
        for _ in range(2):
            as_bob.post(url(study, "board_gone"))
        assert rings() == 2

    def test_who_missed_two_beats_is_gone(self, as_bob: Client, as_vera: Client, study: Study) -> None:
        from datetime import timedelta

        as_vera.post(url(study, "board_here"))
        study.looking.update(seen_at=study.looking.get().seen_at - timedelta(minutes=1))
        assert as_bob.post(url(study, "board_here")).json() == {"others": []}
