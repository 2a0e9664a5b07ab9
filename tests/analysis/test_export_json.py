import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.models import Decision, Report, Side
from analysis.sample import load_sample
from interviews.models import AssumptionSignal, ConsentRecord, Debrief, Kind, Purpose
from tests.factories import (
    make_assumption,
    make_contact,
    make_insight,
    make_interview,
    make_note,
    make_objective,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_theme,
    make_transcript,
)
from tests.people import client_of

CANARY = "Ludmilla Kanarienvogel"


def download(client, study):
    return client.post(reverse("analysis:export_json", args=[study.pk]))


def document(client, study):
    return json.loads(download(client, study).content)


def test_the_sample_study_comes_out_whole(db):
    owner, study = load_sample()
    found = document(client_of(owner), study)
    assert (found["format"], found["version"]) == ("throughline-study", 1)
    for name in (
        "objectives",
        "personas",
        "assumptions",
        "participants",
        "interviews",
        "themes",
        "insights",
        "decisions",
    ):
        assert len(found[name]) == getattr(study, name).count(), name
    assert len(found["notes"]) == study.notes.standing().count()
    assert len(found["quotes"]) == study.quotes.allowed().count()
    questions = [row for script in found["scripts"] for section in script["sections"] for row in section["questions"]]
    assert len(questions) == study.questions.count()


def test_every_reference_leads_somewhere(db):
    owner, study = load_sample()
    found = document(client_of(owner), study)
    ids = {
        name: {row["id"] for row in found[name]} for name in ("quotes", "themes", "insights", "assumptions", "notes")
    }
    for row in found["tags"]:
        assert row["quote"] in ids["quotes"] and row["theme"] in ids["themes"]
    for row in found["evidence"]:
        assert row["quote"] in ids["quotes"] and row["assumption"] in ids["assumptions"]
    for row in found["citations"]:
        assert row["quote"] in ids["quotes"] and row["insight"] in ids["insights"]
    for row in found["quotes"]:
        assert {row["first_note"], row["last_note"]} <= ids["notes"]
    codes = {row["code"] for row in found["participants"]}
    assert {row["participant"] for row in found["interviews"]} | {
        row["participant"] for row in found["consent"]
    } <= codes


def test_no_contact_is_in_it(study, as_alice, alice):
    contact = make_contact(
        workspace=study.workspace, name=CANARY, email="canary@example.org", company="Canary Company", job="Canary job"
    )
    participant = make_participant(study=study, contact=contact)
    interview = make_interview(study=study, participant=participant, place="Canary street")
    make_transcript(interview=interview, turns=[("participant", "Words")])
    interview.transcript.filename = "Canary.docx"
    interview.transcript.save()
    text = download(as_alice, study).content.decode()
    assert "anary" not in text and participant.code in text
    assert alice.email not in text and str(alice) not in text


def test_what_people_took_back_is_left_out_and_said(study, as_bob, bob):
    quote = make_quote(study=study, text="Words taken back")
    quote.weigh(make_assumption(study=study), "for", bob)
    make_theme(study=study).tag(quote, bob)
    make_insight(study=study).cite(quote, Side.FOR, bob)
    refused = {Purpose.QUOTES: False, Purpose.NOTES: False}
    ConsentRecord.capture(quote.participant, refused, "spoken", bob)
    found = document(as_bob, study)
    assert "Words taken back" not in json.dumps(found)
    assert [found[name] for name in ("quotes", "tags", "evidence", "citations", "notes")] == [[], [], [], [], []]
    assert [(row["participant"], row["what"]) for row in found["left_out"]] == [
        (quote.participant.code, "quotes"),
        (quote.participant.code, "notes and debriefs"),
    ]


def test_deleted_lines_stay_out(study, as_bob, bob):
    make_note(interview=make_interview(study=study), text="Gone line").delete_softly(bob)
    assert "Gone line" not in download(as_bob, study).content.decode()


def test_it_is_a_file(study, as_bob, bob):
    response = download(as_bob, study)
    assert response["Content-Type"].startswith("application/json")
    assert response["Content-Disposition"].startswith('attachment; filename="why-do-small-restaurants')
    assert study.events.filter(kind="exported_json", actor=bob).exists()


@pytest.mark.parametrize("who", ["as_vera", "as_charlie"])
def test_others_export_nothing(study, who, request):
    client = request.getfixturevalue(who)
    assert download(client, study).status_code == (403 if who == "as_vera" else 404)


def test_the_number_of_queries_does_not_grow(study, as_bob, bob):
    def count():
        with CaptureQueriesContext(connection) as queries:
            download(as_bob, study)
        return len(queries)

    def more():
        for _ in range(10):
            persona = make_persona(study=study)
            person = make_participant(study=study, persona=persona)
            interview = make_interview(study=study, participant=person)
            assumption = make_assumption(study=study)
            question = make_question(study=study, objective=make_objective(study=study))
            question.assumptions.add(assumption)
            make_note(interview=interview, kind=Kind.NOTE, question=question)
            quote = make_quote(study=study, interview=interview, theme=make_theme(study=study))
            quote.weigh(assumption, "for", bob)
            assumption.judge("holds", "Because.", bob)
            insight = make_insight(study=study)
            insight.assumptions.add(assumption)
            insight.cite(quote, Side.FOR, bob)
            insight.answer_lens("product", bob)
            Decision.make(insight, "So.", bob, owner=bob)
            debrief = Debrief.objects.create(interview=interview, author=bob)
            AssumptionSignal.objects.create(debrief=debrief, assumption=assumption, signal="for")
        Report.write(study, bob, answer="So.")

    more()
    count()
    before = count()
    more()
    assert count() == before
