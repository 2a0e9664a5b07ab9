import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.board.placing import MovedOn, Place, move
from analysis.models import Theme
from analysis.themes.reach import merge_reach, removal_reach
from interviews.models import ConsentRecord, Method, Purpose
from studies.models import Study
from tests.factories import make_interview, make_quote, make_study, make_theme

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(study: Study, name: str, *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def kinds(study: Study) -> list[str]:
    return list(study.events.values_list("kind", flat=True))


class TestMove:
    def test_from_one_theme_to_another(self, as_bob: Client, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        answer = as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{here.pk}", "to": there.pk})
        assert answer.status_code == 302 and answer["Location"] == url(study, "board")
        assert [tag.theme for tag in quote.tags.all()] == [there]
        assert kinds(study)[-2:] == ["untag", "tag"]

    def test_from_the_tray_and_back(self, as_bob: Client, study: Study) -> None:
        theme, quote = make_theme(study=study), make_quote(study=study)
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.0", "to": theme.pk})
        assert theme.tags.count() == 1
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{theme.pk}", "to": 0})
        assert theme.tags.count() == 0 and study.quotes.untagged().get() == quote

    def test_to_a_theme_it_has_already_keeps_that_tags_author(self, as_bob: Client, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        there.tag(quote, study.owner)
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{here.pk}", "to": there.pk}, headers=HTMX)
        assert quote.tags.get().theme == there and quote.tags.get().author == study.owner

    def test_to_a_new_theme_by_name(self, as_bob: Client, study: Study) -> None:
        here = make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{here.pk}", "theme": "  Waste  is invisible "})
        assert quote.tags.get().theme.name == "Waste is invisible"

    def test_onto_its_own_column_changes_nothing(self, as_bob: Client, study: Study) -> None:
        here = make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        seq = len(kinds(study))
        as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{here.pk}", "to": here.pk})
        assert quote.tags.get().theme == here and len(kinds(study)) == seq

    def test_many_at_once(self, as_bob: Client, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        tagged, loose = make_quote(study=study, theme=here), make_quote(study=study)
        as_bob.post(url(study, "cards_move"), {"card": [f"{tagged.pk}.{here.pk}", f"{loose.pk}.0"], "to": there.pk})
        assert {tag.quote for tag in there.tags.all()} == {tagged, loose} and here.tags.count() == 0

    def test_the_script_gets_the_columns_concerned(self, as_bob: Client, study: Study) -> None:
        here, there, other = (make_theme(study=study) for _ in range(3))
        quote = make_quote(study=study, theme=here)
        fields = {"card": f"{quote.pk}.{here.pk}", "to": there.pk}
        html = as_bob.post(url(study, "cards_move"), fields, headers=HTMX).content.decode()
        assert f'id="theme-{here.pk}"' in html and f'data-card="{quote.pk}.{there.pk}"' in html
        assert f'id="theme-{other.pk}"' not in html
        assert "moved to" in html

    def test_the_filter_stays(self, as_bob: Client, study: Study) -> None:
        theme, quote = make_theme(study=study), make_quote(study=study)
        answer = as_bob.post(url(study, "cards_move") + "?persona=7", {"card": f"{quote.pk}.0", "to": theme.pk})
        assert answer["Location"] == url(study, "board") + "?persona=7"

    @pytest.mark.parametrize(
        "fields", [{"to": ""}, {"theme": " "}, {"to": "99999999"}, {"card": "x.y", "to": "0"}, {"card": []}]
    )
    def test_a_form_that_says_too_little(self, as_bob: Client, study: Study, fields: dict[str, Any]) -> None:
        here = make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        data = {"card": f"{quote.pk}.{here.pk}", **fields}
        page = as_bob.post(url(study, "cards_move"), data)
        assert page.status_code == 422
        assert "Nothing was changed." in page.content.decode()
        assert as_bob.post(url(study, "cards_move"), data, headers=HTMX).status_code == 422
        assert quote.tags.get().theme == here

    def test_the_choice_is_kept_when_the_form_is_refused(self, as_bob: Client, study: Study) -> None:
        quote = make_quote(study=study)
        page = as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.0", "theme": ""}).content.decode()
        assert f'value="{quote.pk}.0" form="selection" checked' in page


class TestTwoPeople:
    def test_the_second_mover_is_told_and_gets_the_fresh_columns(
        self, as_bob: Client, alice: User, study: Study
    ) -> None:
        here, hers, his = (make_theme(study=study, name=name) for name in ("Here", "Hers", "His"))
        quote = make_quote(study=study, theme=here)
        seq = Study.objects.get(pk=study.pk).event_seq
        move(study, [Place(quote.pk, here.pk)], hers, alice)
        fields = {"card": f"{quote.pk}.{here.pk}", "to": his.pk, "after": seq}
        answer = as_bob.post(url(study, "cards_move"), fields, headers=HTMX)
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "isn’t in “Here” any more: somebody moved it. It is in “Hers” now. Nothing was moved." in html
        assert f'data-card="{quote.pk}.{hers.pk}"' in html
        assert [tag.theme for tag in quote.tags.all()] == [hers]

    def test_without_scripts_it_is_a_page_with_the_reason(self, as_bob: Client, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study)
        answer = as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.{here.pk}", "to": there.pk})
        assert answer.status_code == 409 and "somebody moved it" in answer.content.decode()

    def test_a_card_placed_from_the_tray_meanwhile(self, alice: User, study: Study) -> None:
        theme, other = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study, theme=theme)
        with pytest.raises(MovedOn, match="gave P01’s quote a theme"):
            move(study, [Place(quote.pk, None)], other, alice)
        assert other.tags.count() == 0

    def test_one_stale_card_stops_all(self, as_bob: Client, study: Study) -> None:
        here = make_theme(study=study)
        fine, gone = make_quote(study=study, theme=here), make_quote(study=study)
        fields = {"card": [f"{fine.pk}.{here.pk}", f"{gone.pk}.{here.pk}"], "theme": "A new one"}
        assert as_bob.post(url(study, "cards_move"), fields).status_code == 409
        assert fine.tags.get().theme == here
        assert not study.themes.filter(name="A new one").exists()

    def test_a_theme_that_is_gone(self, alice: User, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        pk = here.pk
        here.remove(alice)
        with pytest.raises(MovedOn, match="is gone"):
            move(study, [Place(quote.pk, pk)], there, alice)

    def test_quotes_that_may_not_be_used_stay(self, alice: User, study: Study) -> None:
        theme, quote = make_theme(study=study), make_quote(study=study)
        ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
        with pytest.raises(MovedOn, match="may not be used"):
            move(study, [Place(quote.pk, None)], theme, alice)

    @pytest.mark.django_db(transaction=True)
    def test_at_the_same_moment_one_of_them_wins(self, alice: User, study: Study) -> None:
        here, *targets = (make_theme(study=study) for _ in range(3))
        quote = make_quote(study=study, theme=here)
        start, outcome = threading.Barrier(2), []

        def go(target: Theme) -> None:
            start.wait()
            try:
                move(Study.objects.get(pk=study.pk), [Place(quote.pk, here.pk)], target, alice)
                outcome.append("moved")
            except MovedOn:
                outcome.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=go, args=[target]) for target in targets]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcome) == ["moved", "told"]
        assert quote.tags.count() == 1


class TestAlsoTag:
    def test_the_quote_is_in_both(self, as_bob: Client, bob: User, study: Study) -> None:
        here, there = make_theme(study=study), make_theme(study=study)
        quote = make_quote(study=study, theme=here)
        as_bob.post(url(study, "cards_tag"), {"card": f"{quote.pk}.{here.pk}", "to": there.pk})
        assert {tag.theme for tag in quote.tags.all()} == {here, there}
        assert quote.tags.get(theme=there).author == bob

    def test_twice_is_once(self, as_bob: Client, study: Study) -> None:
        theme, quote = make_theme(study=study), make_quote(study=study)
        for _ in range(2):
            as_bob.post(url(study, "cards_tag"), {"card": f"{quote.pk}.0", "theme": theme.name.upper()})
        assert quote.tags.count() == 1 and study.themes.count() == 1


class TestEdit:
    def test_name_definition_and_colour(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        fields = {"name": " Trust  in numbers ", "definition": "Whom people believe.", "colour": 12}
        assert as_bob.post(url(study, "theme_edit", theme.pk), fields).status_code == 302
        theme.refresh_from_db()
        assert (theme.name, theme.definition, theme.colour) == ("Trust in numbers", "Whom people believe.", 12)
        assert kinds(study)[-1] == "theme"

    def test_a_name_that_exists_offers_the_merge(self, as_bob: Client, study: Study) -> None:
        theme, other = make_theme(study=study, name="Waste"), make_theme(study=study, name="Trust")
        page = as_bob.post(url(study, "theme_edit", theme.pk), {"name": "TRUST", "colour": 1})
        html = page.content.decode()
        assert page.status_code == 422
        assert "There is a theme “Trust” already" in html and 'value="TRUST"' in html
        assert url(study, "theme_merge", theme.pk) + f"?into={other.pk}" in html
        theme.refresh_from_db()
        assert theme.name == "Waste"

    def test_its_own_name_in_other_letters_is_no_clash(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study, name="waste")
        assert as_bob.post(url(study, "theme_edit", theme.pk), {"name": "Waste", "colour": 1}).status_code == 302

    def test_a_colour_that_is_none(self, as_bob: Client, study: Study) -> None:
        theme = make_theme(study=study)
        assert as_bob.post(url(study, "theme_edit", theme.pk), {"name": "A", "colour": 13}).status_code == 422

    def test_the_domain_refuses_the_clash_too(self, alice: User, study: Study) -> None:
        theme, _ = make_theme(study=study, name="Waste"), make_theme(study=study, name="Trust")
        with pytest.raises(Refused, match="Merge the two"):
            theme.revise(alice, name="trust")

    def test_order(self, as_bob: Client, study: Study) -> None:
        one, two, three = (make_theme(study=study) for _ in range(3))
        as_bob.post(url(study, "theme_shift", three.pk), {"to": "left"})
        assert list(study.themes.all()) == [one, three, two]
        as_bob.post(url(study, "theme_shift", one.pk), {"to": "left"})
        as_bob.post(url(study, "theme_shift", one.pk), {"to": "right"})
        assert list(study.themes.all()) == [three, one, two]

    def test_a_new_theme(self, as_bob: Client, study: Study) -> None:
        assert as_bob.post(url(study, "theme_add"), {"name": "Waste"}).status_code == 302
        again = as_bob.post(url(study, "theme_add"), {"name": "waste "})
        assert again.status_code == 422 and "There is a theme “Waste” already" in again.content.decode()
        assert as_bob.post(url(study, "theme_add"), {"name": ""}, headers=HTMX).status_code == 422
        assert study.themes.count() == 1


class TestMerge:
    @pytest.fixture
    def pair(self, study: Study) -> tuple[Theme, Theme]:
        """Three quotes of two people in the first; one of them is in the second already."""
        first, second = make_theme(study=study, name="First"), make_theme(study=study, name="Second")
        talkative = make_interview(study=study)
        both = make_quote(study=study, theme=first, interview=talkative)
        second.tag(both, study.owner)
        make_quote(study=study, theme=first, interview=talkative)
        make_quote(study=study, theme=first)
        make_quote(study=study, theme=second)
        return first, second

    def test_the_reach_comes_first(self, as_bob: Client, study: Study, pair: tuple[Theme, Theme]) -> None:
        first, second = pair
        assert merge_reach(first, second).words == "2 quotes move, 1 is in both already, from 2 people."
        html = as_bob.get(url(study, "theme_merge", first.pk), {"into": second.pk}).content.decode()
        assert "2 quotes move, 1 is in both already, from 2 people." in html
        assert "Keep both" in html
        assert study.themes.count() == 2

    def test_overlapping_quotes_are_there_once(self, as_bob: Client, study: Study, pair: tuple[Theme, Theme]) -> None:
        first, second = pair
        assert as_bob.post(url(study, "theme_merge", first.pk), {"into": second.pk}).status_code == 302
        assert list(study.themes.all()) == [second]
        assert second.tags.count() == 4 == second.tags.values("quote").distinct().count()
        assert kinds(study)[-1] == "theme_merged"

    def test_nobody_merges_into_nothing(self, as_bob: Client, study: Study, pair: tuple[Theme, Theme]) -> None:
        first, _ = pair
        for into in ("", "0", str(first.pk), str(make_theme(study=make_study()).pk)):
            assert as_bob.post(url(study, "theme_merge", first.pk), {"into": into}).status_code == 422
        assert study.themes.count() == 2

    def test_words_of_people_who_said_no_are_not_counted(self, study: Study, pair: tuple[Theme, Theme]) -> None:
        first, second = pair
        lonely = first.tags.order_by("-pk").first().quote.participant
        ConsentRecord.capture(lonely, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
        assert merge_reach(first, second).words == "1 quote moves, 1 is in both already, from 1 person."

    def test_an_empty_theme(self, study: Study) -> None:
        assert (
            merge_reach(make_theme(study=study), make_theme(study=study)).words
            == "No quote moves: this theme is empty."
        )


class TestRemove:
    def test_its_quotes_stay(self, as_bob: Client, study: Study) -> None:
        theme, other = make_theme(study=study, name="Waste"), make_theme(study=study)
        make_quote(study=study, theme=theme)
        other.tag(make_quote(study=study, theme=theme), study.owner)
        words = "2 quotes from 2 people stay in the study. 1 goes back to “Without a theme”."
        assert removal_reach(theme).words == words
        assert words in as_bob.get(url(study, "theme_remove", theme.pk)).content.decode()
        assert as_bob.post(url(study, "theme_remove", theme.pk)).status_code == 302
        assert list(study.themes.all()) == [other]
        assert study.quotes.count() == 2 and study.quotes.untagged().count() == 1


ACTS = ["cards_move", "cards_tag", "theme_add"]
THEME_ACTS = ["theme_edit", "theme_merge", "theme_remove", "theme_shift"]


def test_viewers_change_nothing(as_vera: Client, study: Study) -> None:
    here, there = make_theme(study=study, name="Here"), make_theme(study=study, name="There")
    quote = make_quote(study=study, theme=here)
    fields = {"card": f"{quote.pk}.{here.pk}", "to": there.pk, "into": there.pk, "name": "X", "colour": 1}
    seq = len(kinds(study))
    for name in ACTS:
        assert as_vera.post(url(study, name), fields).status_code == 403
    for name in THEME_ACTS:
        assert as_vera.post(url(study, name, here.pk), fields).status_code == 403
    assert as_vera.get(url(study, "theme_edit", here.pk)).status_code == 403
    assert len(kinds(study)) == seq and quote.tags.get().theme == here


def test_strangers_find_nothing(as_charlie: Client, study: Study) -> None:
    theme = make_theme(study=study)
    for name in ACTS:
        assert as_charlie.post(url(study, name), {}).status_code == 404
    for name in THEME_ACTS:
        assert as_charlie.post(url(study, name, theme.pk), {}).status_code == 404


def test_another_studys_theme_and_quote_are_out_of_reach(as_bob: Client, study: Study) -> None:
    theme, foreign = make_theme(study=study), make_study()
    their_theme = make_theme(study=foreign)
    their_quote = make_quote(study=foreign, theme=their_theme)
    own = make_quote(study=study)
    assert as_bob.post(url(study, "theme_edit", their_theme.pk), {"name": "Mine", "colour": 1}).status_code == 404
    card = f"{their_quote.pk}.{their_theme.pk}"
    assert as_bob.post(url(study, "cards_move"), {"card": card, "to": theme.pk}).status_code == 409
    assert as_bob.post(url(study, "cards_tag"), {"card": card, "to": theme.pk}).status_code == 409
    assert as_bob.post(url(study, "cards_move"), {"card": f"{own.pk}.0", "to": their_theme.pk}).status_code == 422
    assert their_quote.tags.get().theme == their_theme and own.tags.count() == 0


def test_each_act_takes_its_own_method_only(as_bob: Client, study: Study) -> None:
    theme = make_theme(study=study)
    for name, args in [*((act, ()) for act in ACTS), ("theme_shift", (theme.pk,))]:
        assert as_bob.get(url(study, name, *args)).status_code == 405
    assert as_bob.post(url(study, "board")).status_code == 405
