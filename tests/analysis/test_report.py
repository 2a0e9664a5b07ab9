import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Decision, Report, Side
from interviews.models import ConsentRecord, Purpose
from tests.factories import (
    make_assumption,
    make_contact,
    make_insight,
    make_interview,
    make_participant,
    make_persona,
    make_quote,
)

CANARY = "Ludmilla Kanarienvogel"


def page(client, study):
    return client.get(reverse("analysis:report", args=[study.pk])).content.decode()


def concluded(study, by, name="Somebody Else"):
    """An insight with a voice for and one against, each of another person, and a decision."""
    insight = make_insight(study=study, statement="People stop when nobody asks.")
    for side, text in ((Side.FOR, "The number sat there."), (Side.AGAINST, "I was just tired.")):
        contact = make_contact(workspace=study.workspace, name=name)
        interview = make_interview(study=study, participant=make_participant(study=study, contact=contact))
        insight.cite(make_quote(study=study, interview=interview, text=text), side, by)
    Decision.make(insight, "Show what the count changed", by, owner=by)
    return insight


def test_it_works(study, as_vera, alice):
    concluded(study, alice)
    make_assumption(study=study, statement="It takes too long.", bar_k=5, bar_n=8)
    Report.write(study, alice, answer="Because nothing moves.", unknown="- Nobody in winter\n\nNobody alone")
    shown = page(as_vera, study)
    order = [study.title, "Because nothing moves.", "2 people", "People stop when nobody asks.", "<b>1 of 2 people</b>",
             "The number sat there.", "So we</b> show what the count changed", "I was just tired.",
             "It takes too long.", "5 of 8", "<li>Nobody in winter</li>", "<li>Nobody alone</li>"]  # fmt: skip
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_an_empty_study_has_a_report_too(study, as_vera):
    shown = page(as_vera, study)
    assert "No answer is written yet." in shown and "Nothing is concluded yet." in shown


def test_people_appear_by_code_only(study, as_alice, alice):
    insight = concluded(study, alice, name=CANARY)
    shown = page(as_alice, study)
    assert CANARY not in shown
    assert insight.citations.first().quote.participant.code in shown


def test_words_taken_back_are_gone_at_the_next_view(study, as_alice, alice):
    insight = concluded(study, alice)
    assert "The number sat there." in page(as_alice, study)
    person = insight.citations.get(side=Side.FOR).quote.participant
    ConsentRecord.capture(person, {Purpose.QUOTES: False}, "spoken", alice)
    shown = page(as_alice, study)
    assert "The number sat there." not in shown
    assert "1 person has not agreed to be quoted. Counted, not quoted." in shown


def test_one_voice_against_is_shown_once(study, as_alice, alice):
    insight = make_insight(study=study)
    interview = make_interview(study=study)
    for text in ("Said first", "Said again"):
        insight.cite(make_quote(study=study, interview=interview, text=text), Side.AGAINST, alice)
    shown = page(as_alice, study)
    assert "Said first" in shown and "Said again" not in shown


def test_many_against_are_counted(study, as_alice, alice):
    insight = make_insight(study=study)
    for number in range(5):
        insight.cite(make_quote(study=study, text=f"Against it {number}"), Side.AGAINST, alice)
    shown = page(as_alice, study)
    assert "Against it 2" in shown and "Against it 3" not in shown
    assert "And 2 others." in shown


def test_thin_personas_are_named(study, as_alice):
    persona = make_persona(study=study, name="Kitchen manager", target=3)
    make_interview(study=study, participant=make_participant(study=study, persona=persona))
    shown = page(as_alice, study)
    assert "Kitchen manager: 1 of the 3 people we wanted to hear." in shown
    assert "<b>1 person</b>: Kitchen manager 1" in shown


def test_viewers_read_and_press_nothing(study, as_vera):
    shown = page(as_vera, study)
    for name in ("report_links", "report_words", "export_json", "quotes_csv"):
        assert reverse(f"analysis:{name}", args=[study.pk]) not in shown


def test_strangers_find_nothing(study, as_charlie):
    assert as_charlie.get(reverse("analysis:report", args=[study.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow(study, as_bob, bob):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page(as_bob, study)
        return len(queries)

    def more():
        for _ in range(10):
            concluded(study, bob)
            make_assumption(study=study)

    more()
    count()
    before = count()
    more()
    assert count() == before


class TestWords:
    def path(self, study):
        return reverse("analysis:report_words", args=[study.pk])

    def test_they_are_kept(self, study, as_bob):
        as_bob.post(self.path(study), {"answer": "Because nothing moves.", "unknown": "Winter"})
        as_bob.post(self.path(study), {"answer": "Better words.", "unknown": ""})
        report = Report.objects.get()
        assert (report.answer, report.unknown) == ("Better words.", "")
        assert "Better words." in as_bob.get(self.path(study)).content.decode()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_others_write_nothing(self, study, as_vera, as_charlie, method):
        assert getattr(as_vera, method)(self.path(study), {"answer": "Mine."}).status_code == 403
        assert getattr(as_charlie, method)(self.path(study), {"answer": "Mine."}).status_code == 404
        assert not Report.objects.exists()


def test_holds_below_its_bar_says_so_with_its_reason(as_vera, study, alice):
    assumption = make_assumption(study=study, bar_k=5, bar_n=8)
    make_interview(study=study)
    assumption.judge("holds", "The accountant told us.", alice)
    for page in (
        reverse("analysis:assumption", args=[study.pk, assumption.pk]),
        reverse("analysis:report", args=[study.pk]),
    ):
        words = as_vera.get(page).content.decode()
        assert "Below its bar: 0 of at least 5" in words, page
        assert "The accountant told us." in words, page
    assumption.judge("fails", "Nobody said so.", alice)
    assert "Below its bar" not in as_vera.get(reverse("analysis:report", args=[study.pk])).content.decode()
