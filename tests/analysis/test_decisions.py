from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis.models import Decision, Outcome, Side
from tests.factories import make_assumption, make_insight, make_quote, make_study


def url(name, study, *args):
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def day(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def insight(study):
    return make_insight(study=study, statement="People stop when nobody asks.")


@pytest.fixture
def decision(insight, alice):
    return Decision.make(insight, "Show what the count changed", alice, owner=alice)


class TestNew:
    def test_it_works(self, study, insight, as_bob, bob):
        data = {"text": "Show what it changed", "lens": "product", "owner": bob.pk, "due_on": day(5),
                "expected_signal": "6 of 10", "check_back_on": day(30)}  # fmt: skip
        assert as_bob.post(url("decision_new", study, insight.pk), data).status_code == 302
        decision = study.decisions.get()
        assert list(decision.insights.all()) == [insight]
        assert (decision.owner, decision.due_on, decision.check_back_on) == (bob, day(5), day(30))

    def test_the_lens_comes_from_the_row_that_asked(self, study, insight, as_bob):
        page = as_bob.get(url("decision_new", study, insight.pk), {"lens": "journey"}).content.decode()
        assert '<option value="journey" selected>' in page

    def test_checking_back_before_it_is_done_is_refused(self, study, insight, as_bob):
        data = {"text": "Typed words", "due_on": day(30), "check_back_on": day(5)}
        response = as_bob.post(url("decision_new", study, insight.pk), data)
        page = response.content.decode()
        assert response.status_code == 422
        assert "Ask again after it is done" in page and "Typed words" in page
        assert not study.decisions.exists()

    def test_the_owner_is_one_of_the_team(self, study, insight, as_bob, charlie):
        response = as_bob.post(url("decision_new", study, insight.pk), {"text": "So.", "owner": charlie.pk})
        assert response.status_code == 422
        assert "Charlie" not in response.content.decode()

    def test_viewers_decide_nothing(self, study, insight, as_vera):
        assert as_vera.post(url("decision_new", study, insight.pk), {"text": "So."}).status_code == 403
        assert not study.decisions.exists()


class TestPage:
    def test_it_goes_down_to_the_words(self, study, insight, decision, as_vera, alice):
        insight.cite(make_quote(study=study, text="The number sat there."), Side.FOR, alice)
        insight.cite(make_quote(study=study, text="I was just tired."), Side.AGAINST, alice)
        insight.assumptions.add(make_assumption(study=study))
        page = as_vera.get(url("decision", study, decision.pk)).content.decode()
        order = ["So we show what the count changed", "People stop when nobody asks.", "A1",
                 "I was just tired.", "The number sat there."]  # fmt: skip
        places = [page.index(words) for words in order]
        assert places == sorted(places)

    @pytest.mark.parametrize(("text", "so_we"), [
        ("Show it", "show it"), ("GDPR first", "GDPR first"), ("A reader", "a reader"), ("show it", "show it"),
    ])  # fmt: skip
    def test_so_we_goes_on_in_the_sentence(self, text, so_we):
        assert Decision(text=text).so_we == so_we

    def test_without_an_insight_it_says_so(self, study, insight, decision, as_bob, bob):
        insight.remove(bob)
        assert "No insight stands behind this" in as_bob.get(url("decision", study, decision.pk)).content.decode()

    def test_editing_keeps_what_was_typed_when_refused(self, study, decision, as_bob):
        response = as_bob.post(url("decision_edit", study, decision.pk), {"text": ""})
        assert response.status_code == 422
        decision.refresh_from_db()
        assert decision.text == "Show what the count changed"

    def test_editing_works(self, study, decision, as_bob):
        as_bob.post(url("decision_edit", study, decision.pk), {"text": "Do less", "due_on": day(3)})
        decision.refresh_from_db()
        assert (decision.text, decision.due_on) == ("Do less", day(3))

    def test_removing_asks_first(self, study, insight, decision, as_bob):
        page = as_bob.get(url("decision_remove", study, decision.pk)).content.decode()
        assert "It no longer follows from I1" in page and study.decisions.exists()
        as_bob.post(url("decision_remove", study, decision.pk))
        assert not study.decisions.exists() and study.insights.exists()

    def test_others_stay_out(self, study, decision, as_vera, as_charlie):
        for name in ("decision_edit", "decision_remove", "decision_answer"):
            assert as_vera.post(url(name, study, decision.pk)).status_code == 403
            assert as_charlie.post(url(name, study, decision.pk)).status_code == 404

    def test_one_of_another_study_is_not_found(self, study, as_alice):
        other = make_study()
        foreign = Decision.make(make_insight(study=other), "So.", other.owner)
        assert as_alice.get(url("decision", study, foreign.pk)).status_code == 404

    def test_the_number_of_queries_does_not_grow(self, study, insight, decision, as_bob, bob):
        def count():
            with CaptureQueriesContext(connection) as queries:
                as_bob.get(url("decision", study, decision.pk))
            return len(queries)

        def more():
            for _ in range(10):
                insight.cite(make_quote(study=study), Side.FOR, bob)

        more()
        count()
        before = count()
        more()
        assert count() == before


class TestDidItHold:
    def answer(self, client, decision, **data):
        return client.post(url("decision_answer", decision.study, decision.pk), data)

    def test_it_is_asked_when_its_day_has_come(self, study, decision, as_bob):
        assert "What you saw" not in as_bob.get(url("decision", study, decision.pk)).content.decode()
        decision.check_back_on = day(0)
        decision.save()
        assert "What you saw" in as_bob.get(url("decision", study, decision.pk)).content.decode()
        assert decision.text in as_bob.get(url("insights", study)).content.decode()

    @pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.FAILED])
    def test_an_answer_is_kept_with_what_was_seen(self, decision, as_bob, outcome):
        assert self.answer(as_bob, decision, outcome=outcome, note="4 of 10.").status_code == 302
        decision.refresh_from_db()
        assert (decision.outcome, decision.outcome_note) == (outcome, "4 of 10.")
        assert decision.outcome_at is not None

    def test_an_answer_needs_what_was_seen(self, decision, as_bob):
        response = self.answer(as_bob, decision, outcome="held")
        assert response.status_code == 422
        assert "Say what you saw" in response.content.decode()
        decision.refresh_from_db()
        assert decision.outcome == Outcome.WAITING

    def test_too_early_needs_another_day(self, decision, as_bob):
        assert self.answer(as_bob, decision, outcome="waiting").status_code == 422
        assert self.answer(as_bob, decision, outcome="waiting", again_on=day(0)).status_code == 422
        assert self.answer(as_bob, decision, outcome="waiting", again_on=day(7)).status_code == 302
        decision.refresh_from_db()
        assert (decision.outcome, decision.check_back_on) == (Outcome.WAITING, day(7))

    def test_an_answered_one_is_not_asked_again(self, study, decision, as_bob, bob):
        decision.check_back_on = day(-3)
        decision.save()
        decision.answer(Outcome.HELD, "6 of 10.", bob)
        assert list(study.decisions.to_look_back_on(day(0))) == []


class TestList:
    def test_it_works(self, study, decision, as_vera):
        page = as_vera.get(url("decisions", study)).content.decode()
        assert "Show what the count changed" in page and "I1" in page

    def test_late_ones_say_so(self, study, decision, as_vera):
        decision.due_on = day(-1)
        decision.save()
        assert ", late" in as_vera.get(url("decisions", study)).content.decode()

    def test_the_number_of_queries_does_not_grow(self, study, insight, as_bob, bob):
        def count():
            with CaptureQueriesContext(connection) as queries:
                as_bob.get(url("decisions", study))
            return len(queries)

        def more():
            for number in range(10):
                Decision.make(insight, f"Thing {number}", bob, owner=bob)

        more()
        count()
        before = count()
        more()
        assert count() == before

    def test_strangers_find_nothing(self, study, as_charlie):
        assert as_charlie.get(url("decisions", study)).status_code == 404
