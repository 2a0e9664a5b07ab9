from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Decision, Quote, Side
from interviews.models import ConsentRecord, Purpose, QuestionAsk
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_note,
    make_objective,
    make_question,
    make_quote,
    make_study,
    make_theme,
)


def page(client, objective):
    path = reverse("analysis:objective", args=[objective.study_id, objective.pk])
    return client.get(path).content.decode()


def heard_under(question, by, text="Under this question"):
    note = make_note(interview=make_interview(study=question.study), text=text, question=question)
    QuestionAsk.objects.create(interview=note.interview, question=question, state="asked")
    return Quote.whole(note, by)


def test_it_goes_forward_to_the_decisions(study, as_vera, alice):
    objective = make_objective(study=study, text="The moment it stopped")
    question = make_question(study=study, objective=objective, text="What did you skip first?")
    quote = heard_under(question, alice)
    make_theme(study=study, name="Nobody reads it").tag(quote, alice)
    insight = make_insight(study=study, statement="People stop when nobody asks.")
    insight.cite(quote, Side.FOR, alice)
    Decision.make(insight, "Show what it changed", alice)
    make_insight(study=study, statement="An unrelated thing.")
    shown = page(as_vera, objective)
    order = ["The moment it stopped", "What did you skip first?", "asked 1 person, 1 answered", "Under this question",
             "Nobody reads it", "People stop when nobody asks.", "So we show what it changed"]  # fmt: skip
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert "An unrelated thing." not in shown


def test_insights_on_an_assumption_that_its_questions_test_belong_to_it(study, as_vera):
    objective, assumption = make_objective(study=study), make_assumption(study=study)
    make_question(study=study, objective=objective).assumptions.add(assumption)
    make_insight(study=study, statement="Tested here.").assumptions.add(assumption)
    assert "Tested here." in page(as_vera, objective)


def test_a_broken_line_says_where(study, as_vera):
    shown = page(as_vera, make_objective(study=study))
    assert shown.count('class="gap"') == 5
    assert "No question asks about it." in shown


def test_words_taken_back_are_gone(study, as_vera, alice):
    objective = make_objective(study=study)
    quote = heard_under(make_question(study=study, objective=objective), alice, text="Words taken back")
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", alice)
    assert "Words taken back" not in page(as_vera, objective)


def test_the_number_of_queries_does_not_grow(study, as_bob, bob):
    objective = make_objective(study=study)
    question = make_question(study=study, objective=objective)

    def count():
        with CaptureQueriesContext(connection) as queries:
            page(as_bob, objective)
        return len(queries)

    def more():
        for _ in range(10):
            quote = heard_under(question, bob)
            make_theme(study=study).tag(quote, bob)
            insight = make_insight(study=study)
            insight.cite(quote, Side.FOR, bob)
            Decision.make(insight, "So.", bob, owner=bob)

    more()
    count()
    before = count()
    more()
    assert count() == before


def test_others_find_nothing(study, as_charlie, as_alice):
    objective, foreign = make_objective(study=study), make_objective(study=make_study())
    make_quote(study=study)
    assert as_charlie.get(reverse("analysis:objective", args=[study.pk, objective.pk])).status_code == 404
    assert as_alice.get(reverse("analysis:objective", args=[study.pk, foreign.pk])).status_code == 404
