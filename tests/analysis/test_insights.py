import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Citation, Decision, Insight, Side
from interviews.models import ConsentRecord, Purpose
from tests.factories import (
    make_assumption,
    make_contact,
    make_insight,
    make_interview,
    make_objective,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_study,
    make_theme,
)

CANARY = "Ludmilla Kanarienvogel"
HTMX = {"HX-Request": "true"}


def url(name, study, *args):
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def take_back(quote):
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", quote.study.owner)


def said_by(study, name=CANARY, text="I counted everything, twice.", **fields):
    contact = make_contact(workspace=study.workspace, name=name)
    interview = make_interview(study=study, participant=make_participant(study=study, contact=contact, **fields))
    return make_quote(study=study, interview=interview, text=text)


def full_insight(study, by, quotes=3):
    insight = make_insight(study=study, statement="People stop when nobody asks.")
    theme = make_theme(study=study, name="Nobody reads it")
    for number in range(quotes):
        quote = make_quote(study=study, text=f"Words number {number}", theme=theme)
        insight.cite(quote, Side.AGAINST if number % 3 == 0 else Side.FOR, by)
    insight.assumptions.add(make_assumption(study=study, bar_k=1, bar_n=2))
    Decision.make(insight, "Show what the count changed", by, owner=by)
    return insight


class TestList:
    def test_it_works(self, study, as_vera, alice):
        full_insight(study, alice)
        page = as_vera.get(url("insights", study)).content.decode()
        assert "People stop when nobody asks." in page
        assert "<b>2 people</b> for, <b>1 person</b> against" in page
        assert "D1" in page and "leads to no decision" not in page

    def test_it_names_loose_ends(self, study, as_bob):
        make_insight(study=study)
        page = as_bob.get(url("insights", study)).content.decode()
        assert "It rests on no quote." in page and "It leads to no decision." in page

    def test_five_times_no_change_is_no_loose_end(self, study, as_bob, bob):
        insight = make_insight(study=study)
        for lens in ("product", "marketing", "strategy", "value", "journey"):
            insight.answer_lens(lens, bob)
        assert "leads to no decision" not in as_bob.get(url("insights", study)).content.decode()

    def test_an_empty_list_says_what_will_stand_here(self, study, as_bob, as_vera):
        assert url("insight_new", study) in as_bob.get(url("insights", study)).content.decode()
        assert url("insight_new", study) not in as_vera.get(url("insights", study)).content.decode()

    def test_strangers_find_nothing(self, study, as_charlie):
        assert as_charlie.get(url("insights", study)).status_code == 404


class TestNew:
    def test_it_states_and_cites_at_once(self, study, as_bob):
        quotes = [make_quote(study=study) for _ in range(2)]
        assumption = make_assumption(study=study)
        page = as_bob.get(url("insight_new", study), {"quote": [quote.pk for quote in quotes]})
        assert page.content.decode().count('name="quote"') == 2
        data = {"statement": "People  stop.", "quote": [quote.pk for quote in quotes], "assumptions": [assumption.pk]}
        response = as_bob.post(url("insight_new", study), data)
        insight = study.insights.get()
        assert response["Location"] == url("insight", study, insight.pk)
        assert insight.statement == "People stop."
        assert {citation.side for citation in insight.citations.all()} == {"for"}
        assert set(insight.quotes.all()) == set(quotes)
        assert list(insight.assumptions.all()) == [assumption]

    def test_a_form_without_a_sentence_comes_back_with_what_was_typed(self, study, as_bob):
        quote = make_quote(study=study, text="These very words")
        response = as_bob.post(url("insight_new", study), {"detail": "Half a thought", "quote": [quote.pk]})
        page = response.content.decode()
        assert response.status_code == 422
        assert "Half a thought" in page and "These very words" in page and "Write the sentence first" in page
        assert not study.insights.exists()

    @pytest.mark.parametrize("quote", ["abc", "-1", "9" * 30, "²", ""])
    def test_a_damaged_address_is_read_as_far_as_it_goes(self, study, as_bob, quote):
        assert as_bob.get(url("insight_new", study), {"quote": quote}).status_code == 200

    def test_quotes_of_others_do_not_come_along(self, study, as_bob):
        refused, foreign = make_quote(study=study), make_quote(study=make_study())
        take_back(refused)
        as_bob.post(url("insight_new", study), {"statement": "So.", "quote": [refused.pk, foreign.pk]})
        assert not study.insights.get().citations.exists()

    def test_viewers_state_nothing(self, study, as_vera):
        assert as_vera.get(url("insight_new", study)).status_code == 403
        assert as_vera.post(url("insight_new", study), {"statement": "So."}).status_code == 403
        assert not study.insights.exists()


class TestPage:
    def test_it_works(self, study, as_vera, alice):
        insight = full_insight(study, alice)
        page = as_vera.get(url("insight", study, insight.pk)).content.decode()
        assert page.index("What speaks against it") < page.index("What speaks for it")
        assert page.index("Words number 0") < page.index("Words number 1")
        assert "<b>2 of 3 people</b>" in page
        assert "Nobody reads it" in page and "Show what the count changed" in page

    def test_viewers_get_nothing_to_press(self, study, as_vera, alice):
        insight = full_insight(study, alice)
        page = as_vera.get(url("insight", study, insight.pk)).content.decode()
        assert url("insight_cite", study, insight.pk) not in page
        assert url("insight_edit", study, insight.pk) not in page

    def test_no_name_appears(self, study, as_alice, alice):
        insight = full_insight(study, alice)
        insight.cite(said_by(study), Side.FOR, alice)
        for name in ("insight", "insight_cite", "insight_evidence"):
            assert CANARY not in as_alice.get(url(name, study, insight.pk)).content.decode()

    def test_words_of_people_who_took_back_their_yes_are_gone(self, study, as_alice, alice):
        insight = make_insight(study=study)
        quote = make_quote(study=study, text="Words taken back")
        insight.cite(quote, Side.FOR, alice)
        assert "Words taken back" in as_alice.get(url("insight", study, insight.pk)).content.decode()
        take_back(quote)
        page = as_alice.get(url("insight", study, insight.pk)).content.decode()
        assert "Words taken back" not in page
        assert "1 quote is no longer shown" in page

    def test_the_line_goes_from_objective_to_decision(self, study, as_alice, alice):
        objective = make_objective(study=study, text="The moment it stopped")
        question = make_question(study=study, objective=objective, text="What did you skip first?")
        insight = full_insight(study, alice)
        quote = make_quote(study=study)
        type(quote.first_note).objects.filter(pk=quote.first_note_id).update(question=question)
        insight.cite(quote, Side.FOR, alice)
        page = as_alice.get(url("insight", study, insight.pk)).content.decode()
        graph = page[page.index("graphbox") : page.index("</svg>", page.index('class="lanes"'))]
        order = ["The moment it stopped", "What did you skip first?", "quotes cited", "Nobody reads it",
                 "People stop when nobody asks.", "Show what the count changed", "Not asked yet"]  # fmt: skip
        places = [graph.index(words) for words in order]
        assert places == sorted(places)
        assert url("objective", study, objective.pk) in graph

    def test_a_broken_line_says_where(self, study, as_alice):
        insight = make_insight(study=study)
        page = as_alice.get(url("insight", study, insight.pk)).content.decode()
        for gap in ("No objective yet", "No quote cited yet", "No theme yet", "Leads to no decision"):
            assert gap in page

    def test_the_number_of_queries_does_not_grow(self, study, as_alice, alice):
        insight = full_insight(study, alice, quotes=10)

        def count():
            with CaptureQueriesContext(connection) as queries:
                as_alice.get(url("insight", study, insight.pk))
            return len(queries)

        count()
        before = count()
        for _ in range(10):
            quote = make_quote(study=study, theme=make_theme(study=study))
            insight.cite(quote, Side.FOR, alice)
            insight.assumptions.add(make_assumption(study=study))
            Decision.make(insight, "Another thing", alice, owner=alice)
        assert count() == before

    def test_strangers_find_nothing(self, study, as_charlie):
        assert as_charlie.get(url("insight", study, make_insight(study=study).pk)).status_code == 404

    def test_an_insight_of_another_study_is_not_found(self, study, as_alice):
        foreign = make_insight(study=make_study())
        assert as_alice.get(url("insight", study, foreign.pk)).status_code == 404


class TestEdit:
    def test_it_works(self, study, as_bob):
        insight, assumption = make_insight(study=study), make_assumption(study=study)
        data = {"statement": "Better words.", "detail": "Why.", "assumptions": [assumption.pk]}
        assert as_bob.post(url("insight_edit", study, insight.pk), data).status_code == 302
        insight.refresh_from_db()
        assert (insight.statement, insight.detail) == ("Better words.", "Why.")
        assert list(insight.assumptions.all()) == [assumption]

    def test_an_empty_sentence_is_refused(self, study, as_bob):
        insight = make_insight(study=study, statement="Stays as it is.")
        assert as_bob.post(url("insight_edit", study, insight.pk), {"statement": " "}).status_code == 422
        insight.refresh_from_db()
        assert insight.statement == "Stays as it is."

    def test_removing_shows_what_goes_first(self, study, as_bob, bob):
        insight = full_insight(study, bob)
        page = as_bob.get(url("insight_remove", study, insight.pk)).content.decode()
        assert "What 3 people said" in page and "D1 stays" in page
        assert study.insights.exists()

    def test_removing_keeps_quotes_and_decisions(self, study, as_bob, bob):
        insight = full_insight(study, bob)
        assert as_bob.post(url("insight_remove", study, insight.pk)).status_code == 302
        assert not study.insights.exists()
        assert study.quotes.count() == 3 and study.decisions.count() == 1

    def test_viewers_change_nothing(self, study, as_vera):
        insight = make_insight(study=study)
        for name in ("insight_edit", "insight_remove"):
            assert as_vera.post(url(name, study, insight.pk), {"statement": "Mine."}).status_code == 403
        assert Insight.objects.get(pk=insight.pk).statement == "Auto people stop."


class TestCiting:
    def test_for_against_and_out_again(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        for side in ("for", "against"):
            as_bob.post(url("insight_cite", study, insight.pk), {"quote": quote.pk, "side": side})
            assert Citation.objects.get().side == side
        as_bob.post(url("insight_cite", study, insight.pk), {"quote": quote.pk, "side": "none"})
        assert not Citation.objects.exists()

    def test_without_scripts_one_comes_back_to_the_row(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        path = url("insight_cite", study, insight.pk) + "?words=auto"
        response = as_bob.post(path, {"quote": quote.pk, "side": "for"})
        assert response["Location"] == f"{path}#pick-{quote.pk}"

    def test_htmx_gets_the_row(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        data = {"quote": quote.pk, "side": "against"}
        row = as_bob.post(url("insight_cite", study, insight.pk), data, headers=HTMX).content.decode()
        assert f'id="pick-{quote.pk}"' in row and "<html" not in row
        assert 'value="none" aria-pressed="true"' in row

    @pytest.mark.parametrize("data", [{}, {"side": "for"}, {"side": "sideways"}])
    def test_unreadable_choices_are_refused(self, study, as_bob, data):
        insight, quote = make_insight(study=study), make_quote(study=study)
        if "side" in data and data["side"] == "sideways":
            data = {**data, "quote": quote.pk}
        assert as_bob.post(url("insight_cite", study, insight.pk), data).status_code == 400
        assert not Citation.objects.exists()

    def test_a_foreign_quote_is_refused(self, study, as_bob):
        insight, foreign = make_insight(study=study), make_quote(study=make_study())
        assert (
            as_bob.post(url("insight_cite", study, insight.pk), {"quote": foreign.pk, "side": "for"}).status_code == 400
        )

    def test_a_person_who_said_no_is_not_cited(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        take_back(quote)
        response = as_bob.post(url("insight_cite", study, insight.pk), {"quote": quote.pk, "side": "for"})
        assert response.status_code == 409
        assert "said no to being quoted" in response.content.decode()
        assert not Citation.objects.exists()

    def test_changing_sides_shows_both(self, study, as_bob, bob):
        insight, quote = make_insight(study=study), make_quote(study=study, text="Turning words")
        insight.cite(quote, Side.FOR, bob)
        data = {"quote": quote.pk, "side": "against"}
        page = as_bob.post(url("citation_side", study, insight.pk), data, headers=HTMX).content.decode()
        assert page.index("Turning words") < page.index("What speaks for it")
        assert 'hx-swap-oob="true"' in page

    def test_taking_out_offers_undo(self, study, as_bob, bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        insight.cite(quote, Side.AGAINST, bob)
        page = as_bob.post(url("citation_remove", study, insight.pk, quote.pk), headers=HTMX).content.decode()
        assert "data-undo" in page and f'value="{quote.pk}"' in page
        assert not Citation.objects.exists()
        as_bob.post(url("citation_side", study, insight.pk), {"quote": quote.pk, "side": "against"}, headers=HTMX)
        assert Citation.objects.get().side == "against"

    def test_taking_out_twice_is_taking_out_once(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        page = as_bob.post(url("citation_remove", study, insight.pk, quote.pk), headers=HTMX).content.decode()
        assert "data-undo" not in page and "What speaks for it" in page

    def test_without_scripts_the_page_offers_undo(self, study, as_bob, bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        insight.cite(quote, Side.AGAINST, bob)
        response = as_bob.post(url("citation_remove", study, insight.pk, quote.pk), follow=True)
        page = response.content.decode()
        assert f"The quote of {quote.participant.code} is taken out." in page
        assert 'name="side" value="against"' in page

    def test_viewers_cite_nothing(self, study, as_vera, bob):
        insight, quote = make_insight(study=study), make_quote(study=study)
        insight.cite(quote, Side.FOR, bob)
        assert as_vera.get(url("insight_cite", study, insight.pk)).status_code == 403
        data = {"quote": quote.pk, "side": "against"}
        assert as_vera.post(url("citation_side", study, insight.pk), data).status_code == 403
        assert as_vera.post(url("citation_remove", study, insight.pk, quote.pk)).status_code == 403
        assert Citation.objects.get().side == "for"


class TestPicker:
    def page(self, client, study, insight, **data):
        return client.get(url("insight_cite", study, insight.pk), data).content.decode()

    def test_words_theme_and_person_narrow_it(self, study, as_bob):
        insight, theme = make_insight(study=study), make_theme(study=study)
        butter = make_quote(study=study, text="Eleven kilos of butter", theme=theme)
        make_quote(study=study, text="A hole in the sheet")
        assert "butter" in self.page(as_bob, study, insight, words="KILOS butter")
        assert "sheet" not in self.page(as_bob, study, insight, words="butter").split('id="picks"')[1]
        assert "sheet" not in self.page(as_bob, study, insight, theme=theme.pk).split('id="picks"')[1]
        narrowed = self.page(as_bob, study, insight, participant=butter.participant_id)
        assert "butter" in narrowed and "hole" not in narrowed

    def test_a_filter_that_makes_no_sense_shows_all(self, study, as_bob):
        insight = make_insight(study=study)
        make_quote(study=study, text="A hole in the sheet")
        assert "hole" in self.page(as_bob, study, insight, theme="x", participant="-4", after="y")

    def test_it_goes_on_page_by_page(self, study, as_bob):
        insight, interview = make_insight(study=study), make_interview(study=study)
        quotes = [make_quote(study=study, interview=interview, text=f"Words {n:03d}") for n in range(35)]
        first = self.page(as_bob, study, insight, words="Words")
        assert "Words 034" in first and "Words 004" not in first
        assert f"words=Words&amp;after={quotes[5].pk}" in first
        second = self.page(as_bob, study, insight, words="Words", after=quotes[5].pk)
        assert "Words 004" in second and "Words 005" not in second

    def test_only_people_who_allow_it(self, study, as_bob):
        insight, quote = make_insight(study=study), make_quote(study=study, text="Taken back words")
        take_back(quote)
        assert "Taken back words" not in self.page(as_bob, study, insight)

    def test_the_number_of_queries_does_not_grow(self, study, as_bob):
        insight = make_insight(study=study)

        def count():
            with CaptureQueriesContext(connection) as queries:
                self.page(as_bob, study, insight)
            return len(queries)

        def more():
            for _ in range(10):
                persona = make_persona(study=study)
                interview = make_interview(study=study, participant=make_participant(study=study, persona=persona))
                make_quote(study=study, interview=interview, theme=make_theme(study=study))

        more()
        count()
        before = count()
        more()
        assert count() == before


def test_who_is_cited_on_both_sides_is_counted_once(as_vera, study, alice):
    """“1 of 1 say so, 1 says otherwise” would be two of one person."""
    insight = make_insight(study=study)
    talks = [make_interview(study=study) for _ in range(2)]
    insight.cite(make_quote(study=study, interview=talks[0], text="I always count."), "for", alice)
    insight.cite(make_quote(study=study, interview=talks[0], text="Not in August."), "against", alice)
    insight.cite(make_quote(study=study, interview=talks[1], text="Each night."), "for", alice)
    for name, args in (("insight", [insight.pk]), ("report", [])):
        page = as_vera.get(reverse(f"analysis:{name}", args=[study.pk, *args])).content.decode()
        words = " ".join(re.sub(r"<[^>]+>", "", page).split())
        assert "1 of 2 people say so" in words, name
        assert re.search(r"1 (person )?says both", words), name
        assert "otherwise" not in words, name
    listed = as_vera.get(url("insights", study)).content.decode()
    assert "1 person for, 0 people against, 1 both" in " ".join(re.sub(r"<[^>]+>", "", listed).split())


def test_a_detail_without_end_is_refused_and_kept(as_bob, study):
    detail = "so " * 7_000
    answer = as_bob.post(reverse("analysis:insight_new", args=[study.pk]), {"statement": "They stop", "detail": detail})
    assert "Keep it under 20,000 characters; it has 20,999" in answer.content.decode()
    assert detail.strip() in answer.content.decode()
    assert not study.insights.exists()
