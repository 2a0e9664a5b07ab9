import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Evidence
from interviews.models import AssumptionSignal, ConsentRecord, Debrief, Purpose
from tests.factories import (
    make_assumption,
    make_contact,
    make_insight,
    make_interview,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_study,
)

CANARY = "Ludmilla Kanarienvogel"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def assumption(study):
    return make_assumption(study=study, statement="They stop when nobody asks.", bar_k=2, bar_n=3, bar_sign="a skip")


def url(name, assumption, *args):
    return reverse(f"analysis:{name}", args=[assumption.study_id, assumption.pk, *args])


def page(client, assumption):
    return client.get(url("assumption", assumption)).content.decode()


def weigh(assumption, stance, by, **fields):
    quote = make_quote(study=assumption.study, **fields)
    quote.weigh(assumption, stance, by)
    return quote


def test_it_works(assumption, as_vera, alice):
    weigh(assumption, "for", alice, text="Words for it")
    weigh(assumption, "against", alice, text="Words against it")
    make_interview(study=assumption.study)
    shown = page(as_vera, assumption)
    assert "Holds if at least <b>2 of 3</b> people" in shown
    assert "1 for, 1 against, 0 mixed, 1 silent, of 3 people heard" in shown
    assert shown.index("Words against it") < shown.index("Words for it")
    assert "1 of at least 2 so far, and nobody is left to hear. 1 person heard may have said more" in shown
    weigh(assumption, "mixed", alice, interview=assumption.study.interviews.filter(quotes=None).get())
    assert "can’t be reached any more" in page(as_vera, assumption)


def test_who_stands_where_is_listed_by_code(assumption, as_vera, alice):
    contact = make_contact(workspace=assumption.study.workspace, name=CANARY)
    person = make_participant(study=assumption.study, contact=contact)
    weigh(assumption, "for", alice, interview=make_interview(study=assumption.study, participant=person))
    shown = page(as_vera, assumption)
    assert person.code in shown and CANARY not in shown


def test_a_stand_from_a_debrief_says_so(assumption, as_vera, alice):
    interview = make_interview(study=assumption.study)
    debrief = Debrief.objects.create(interview=interview, author=alice)
    AssumptionSignal.objects.create(debrief=debrief, assumption=assumption, signal="for")
    shown = page(as_vera, assumption)
    assert "no quote yet. The debrief says so" in shown and "(AO)" in shown


def test_words_of_people_who_took_back_their_yes_are_gone(assumption, as_vera, alice):
    quote = weigh(assumption, "for", alice, text="Words taken back")
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", alice)
    shown = page(as_vera, assumption)
    assert "Words taken back" not in shown
    assert "0 for, 0 against, 0 mixed, 1 silent" in shown


def test_other_personas_are_shown_and_not_counted(study, as_vera, alice):
    mine, other = make_persona(study=study, name="Owner"), make_persona(study=study, name="Manager")
    assumption = make_assumption(study=study, persona=mine)
    interview = make_interview(study=study, participant=make_participant(study=study, persona=other))
    weigh(assumption, "for", alice, interview=interview, text="From elsewhere")
    shown = page(as_vera, assumption)
    assert "From elsewhere" in shown and "another persona, not counted" in shown
    assert "of 0 people heard" in shown


def test_it_links_up_and_down_the_line(assumption, as_vera):
    question = make_question(study=assumption.study, text="What did you skip first?")
    question.assumptions.add(assumption)
    make_insight(study=assumption.study, statement="Nobody acts on it.").assumptions.add(assumption)
    shown = page(as_vera, assumption)
    assert "What did you skip first?" in shown and "Nobody acts on it." in shown


def test_the_number_of_queries_does_not_grow(assumption, as_bob, bob):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page(as_bob, assumption)
        return len(queries)

    def more():
        for _ in range(10):
            weigh(assumption, "for", bob)
            make_insight(study=assumption.study).assumptions.add(assumption)

    more()
    count()
    before = count()
    more()
    assert count() == before


class TestVerdict:
    def test_a_person_sets_it_with_a_reason(self, assumption, as_bob, bob):
        data = {"verdict": "holds", "reason": "Six people tell of it."}
        assert as_bob.post(url("assumption_judge", assumption), data).status_code == 302
        assumption.refresh_from_db()
        assert (assumption.verdict, assumption.verdict_by) == ("holds", bob)

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_without_a_reason_it_is_refused(self, assumption, as_bob, reason):
        response = as_bob.post(url("assumption_judge", assumption), {"verdict": "fails", "reason": reason})
        assert response.status_code == 422
        assert "A verdict needs a reason" in response.content.decode()
        assumption.refresh_from_db()
        assert assumption.verdict == "open"

    def test_every_verdict_stays_in_the_history(self, assumption, as_bob):
        for verdict, reason in (("holds", "First reason."), ("fails", "Second reason."), ("open", "")):
            as_bob.post(url("assumption_judge", assumption), {"verdict": verdict, "reason": reason})
        history = [(row.verdict, row.reason) for row in assumption.verdict_changes.all()]
        assert history == [("open", ""), ("fails", "Second reason."), ("holds", "First reason.")]
        assert "First reason." in page(as_bob, assumption)

    def test_the_bar_never_sets_it(self, assumption, as_bob, bob):
        for _ in range(3):
            weigh(assumption, "for", bob)
        assert "Bar reached: 3 of at least 2." in page(as_bob, assumption)
        assumption.refresh_from_db()
        assert assumption.verdict == "open"

    def test_viewers_judge_nothing(self, assumption, as_vera, as_charlie):
        data = {"verdict": "holds", "reason": "Mine."}
        assert as_vera.post(url("assumption_judge", assumption), data).status_code == 403
        assert as_charlie.post(url("assumption_judge", assumption), data).status_code == 404
        assert not assumption.verdict_changes.exists()


class TestWeighing:
    def test_it_works(self, assumption, as_bob):
        quote = make_quote(study=assumption.study)
        for stance in ("for", "mixed"):
            as_bob.post(url("assumption_weigh", assumption), {"quote": quote.pk, "stance": stance})
            assert Evidence.objects.get().stance == stance
        as_bob.post(url("assumption_weigh", assumption), {"quote": quote.pk, "stance": "none"})
        assert not Evidence.objects.exists()

    def test_the_picker_offers_the_quotes(self, assumption, as_bob):
        make_quote(study=assumption.study, text="Words to weigh")
        assert "Words to weigh" in as_bob.get(url("assumption_weigh", assumption)).content.decode()

    def test_htmx_gets_the_row(self, assumption, as_bob):
        quote = make_quote(study=assumption.study)
        data = {"quote": quote.pk, "stance": "against"}
        row = as_bob.post(url("assumption_weigh", assumption), data, headers=HTMX).content.decode()
        assert f'id="pick-{quote.pk}"' in row and 'name="stance" value="none"' in row

    def test_foreign_quotes_and_stances_are_refused(self, assumption, as_bob):
        foreign = make_quote(study=make_study())
        assert (
            as_bob.post(url("assumption_weigh", assumption), {"quote": foreign.pk, "stance": "for"}).status_code == 400
        )
        assert as_bob.post(url("assumption_weigh", assumption), {}).status_code == 400

    def test_a_person_who_said_no_is_not_weighed(self, assumption, as_bob, bob):
        quote = make_quote(study=assumption.study)
        ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, "spoken", bob)
        response = as_bob.post(url("assumption_weigh", assumption), {"quote": quote.pk, "stance": "for"})
        assert response.status_code == 409
        assert not Evidence.objects.exists()

    def test_taking_out(self, assumption, as_bob, bob):
        quote = weigh(assumption, "for", bob)
        assert as_bob.post(url("evidence_remove", assumption, quote.pk)).status_code == 302
        assert not Evidence.objects.exists()

    def test_viewers_weigh_nothing(self, assumption, as_vera, bob):
        quote = weigh(assumption, "for", bob)
        assert (
            as_vera.post(url("assumption_weigh", assumption), {"quote": quote.pk, "stance": "mixed"}).status_code == 403
        )
        assert as_vera.post(url("evidence_remove", assumption, quote.pk)).status_code == 403
        assert Evidence.objects.get().stance == "for"
