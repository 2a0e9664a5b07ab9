import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.live.before_call import before_call
from interviews.live.page import consent_as_it_stands, live_script
from interviews.models import ConsentRecord, Interview, InterviewState, Kind, Method, Stage
from interviews.models.consent import standing_consent
from studies.models import Objective, Question, Study
from tests.factories import (
    make_assumption,
    make_form,
    make_interview,
    make_note,
    make_participant,
    make_section,
    make_study,
)

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


@pytest.fixture
def script(study: Study) -> list[Question]:
    warm, core = make_section(study=study, title="Warm-up", minutes=5), make_section(study=study, minutes=20)
    return [
        Question.add(warm, "How was yesterday?"),
        Question.add(core, "What happened the last time?", probes=["Who noticed?"]),
        Question.add(core, "And then?"),
    ]


@pytest.fixture
def call(study: Study, script: list[Question], bob: User) -> Interview:
    interview = make_interview(study=study, state=InterviewState.LIVE)
    interview.turn_to(script[0], bob)
    return interview


def states(interview: Interview) -> list[str]:
    return [row.state for section in live_script(interview) for row in section.questions]


def test_before_the_call_the_page_is_calm(as_bob: Client, study: Study, script: list[Question]) -> None:
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    shown = as_bob.get(url("live", study, interview.pk)).content.decode()
    assert "Before you start" in shown and "Start the interview" in shown
    assert script[0].text in shown and "Consent as it stands" in shown
    interview.refresh_from_db()
    assert interview.is_planned


def test_before_the_call_refusals_come_first_and_objectives_are_named(
    as_bob: Client, bob: User, study: Study, script: list[Question]
) -> None:
    served, bare = Objective.add(study, "Learn when it stops"), Objective.add(study, "Learn who asks")
    Question.objects.filter(pk=script[1].pk).update(objective=served)
    person = make_participant(study=study, agrees=["notes"])
    interview = make_interview(study=study, state=InterviewState.PLANNED, participant=person, minutes=20)
    before = before_call(interview, consent_as_it_stands(standing_consent(person)), live_script(interview))
    assert [switch.answer for switch in before.switches] == ["no"] * 6 + ["yes"]
    assert [(row.objective, row.codes) for row in before.objectives] == [(served, ["Q2"]), (bare, [])]
    assert before.too_long == 5
    shown = as_bob.get(url("live", study, interview.pk)).content.decode()
    for words in ("They said no to", "recording", "No question", "5 minutes more than booked", "Warm up with Q1"):
        assert words in shown, words


def test_without_a_consent_form_it_says_to_write_one(as_bob: Client, study: Study) -> None:
    person = make_participant(study=study, agrees=False)
    interview = make_interview(study=study, state=InterviewState.PLANNED, participant=person)
    shown = as_bob.get(url("live", study, interview.pk)).content.decode()
    assert "there is no consent form to ask with" in shown and url("consent_form", study) in shown


def test_starting_begins_the_clock_and_the_first_question(
    as_bob: Client, bob: User, study: Study, script: list[Question]
) -> None:
    interview = make_interview(study=study, state=InterviewState.PLANNED)
    response = as_bob.post(url("interview_start", study, interview.pk), follow=True)
    interview.refresh_from_db()
    assert (interview.state, interview.interviewer, interview.current_question) == ("live", bob, script[0])
    assert 'id="ground"' in response.content.decode()
    began = interview.started_at
    as_bob.post(url("interview_start", study, interview.pk))
    interview.refresh_from_db()
    assert interview.started_at == began


@pytest.mark.parametrize(
    ("answers", "why"), [({}, "hasn’t been asked about written notes"), ({"notes": False}, "said no to written notes")]
)
def test_without_a_yes_to_notes_it_does_not_start(
    as_bob: Client, study: Study, alice: User, answers: dict[str, bool], why: str
) -> None:
    make_form(study=study)
    person = make_participant(study=study, agrees=False)
    ConsentRecord.capture(person, answers, Method.SPOKEN, alice)
    interview = make_interview(study=study, state=InterviewState.PLANNED, participant=person)
    shown = as_bob.get(url("live", study, interview.pk)).content.decode()
    assert why in shown and "Start the interview" not in shown
    assert url("consent", study, person.pk) in shown
    refused = as_bob.post(url("interview_start", study, interview.pk))
    assert refused.status_code == 409
    again = refused.content.decode()
    assert "The interview wasn’t started." in again and url("consent", study, person.pk) in again
    interview.refresh_from_db()
    assert interview.is_planned


def test_the_page_hands_its_scripts_the_clock_and_addresses_but_no_words(as_bob: Client, call: Interview) -> None:
    study = call.study
    Interview.objects.filter(pk=call.pk).update(started_at=timezone.now() - timedelta(minutes=10))
    make_note(interview=call, text="Secret words")
    shown = as_bob.get(url("live", study, call.pk)).content.decode()
    ground = re.search(r'<script id="ground" type="application/json">(.*?)</script>', shown)
    assert ground
    given = json.loads(ground.group(1))
    assert 600_000 <= given["elapsedMs"] < 605_000
    assert given["noteUrl"] == url("note_put", study, call.pk, "ID")
    assert "Secret words" not in ground.group(1)
    assert "Secret words" in shown


def test_the_page_shows_script_assumptions_consent_and_lines(as_bob: Client, call: Interview) -> None:
    make_assumption(study=call.study, statement="Time is short.", disproof="They have hours.")
    make_note(interview=call, text="“Nobody asked.", kind=Kind.VERBATIM)
    make_note(interview=call, text="gone").delete_softly(call.study.owner)
    shown = as_bob.get(url("live", call.study, call.pk)).content.decode()
    for words in ("Who noticed?", "Time is short.", "They have hours.", "Nobody asked.", "Written notes"):
        assert words in shown
    assert ">gone<" not in shown
    assert shown.count("<h1") == 1


def test_a_call_that_is_over_leads_on(as_bob: Client, call: Interview, bob: User) -> None:
    response = as_bob.post(url("interview_finish", call.study, call.pk))
    assert response["Location"] == url("debrief", call.study, call.pk)
    call.refresh_from_db()
    call.participant.refresh_from_db()
    assert (call.state, call.participant.stage) == (InterviewState.DONE, Stage.INTERVIEWED)
    ended = call.ended_at
    as_bob.post(url("interview_finish", call.study, call.pk))
    call.refresh_from_db()
    assert call.ended_at == ended
    assert "Read the notes" in as_bob.get(url("live", call.study, call.pk)).content.decode()


def turn(client: Client, interview: Interview, to: object, left_as: str = "asked", at_ms: object = 1000) -> int:
    sent = {"to": getattr(to, "pk", to), "left_as": left_as, "at_ms": at_ms}
    return client.post(url("question_turn", interview.study, interview.pk), sent).status_code


def test_questions_are_asked_skipped_and_taken_back(as_bob: Client, call: Interview, script: list[Question]) -> None:
    assert turn(as_bob, call, script[1], at_ms=61_000) == 200
    assert turn(as_bob, call, script[2], "skipped", 90_000) == 200
    call.refresh_from_db()
    assert states(call) == ["asked", "skipped", "now"]
    asks = {ask.question_id: (ask.begun_ms, ask.left_ms) for ask in call.asks.all()}
    assert asks[script[1].pk] == (61_000, 90_000)
    assert turn(as_bob, call, script[1], "") == 200
    call.refresh_from_db()
    assert states(call) == ["asked", "now", "ahead"]
    assert turn(as_bob, call, "") == 200
    call.refresh_from_db()
    assert call.current_question is None
    assert states(call) == ["asked", "asked", "ahead"]


@pytest.mark.parametrize(
    "sent", [{"left_as": "half"}, {"at_ms": -1}, {"at_ms": "x"}, {"at_ms": 10**12}, {"to": "x"}, {"to": 10**30}]
)
def test_a_damaged_turn_changes_nothing(as_bob: Client, call: Interview, sent: dict[str, object]) -> None:
    sent = {"to": "", "left_as": "asked", "at_ms": 1} | sent
    assert as_bob.post(url("question_turn", call.study, call.pk), sent).status_code == 400
    assert states(call)[0] == "now"


def test_a_question_of_another_study_is_no_turn(as_bob: Client, call: Interview) -> None:
    other = make_study(workspace=call.study.workspace)
    foreign = Question.add(make_section(study=other), "Foreign?")
    assert turn(as_bob, call, foreign) == 400


def test_a_call_that_is_over_turns_no_more(as_bob: Client, call: Interview, script: list[Question], bob: User) -> None:
    call.finish(bob)
    assert turn(as_bob, call, script[1]) == 409


def test_consent_is_told_as_it_stands(study: Study, alice: User) -> None:
    make_form(study=study)
    person = make_participant(study=study, agrees=False)
    ConsentRecord.capture(person, {"notes": True, "quotes": True}, Method.SPOKEN, alice)
    ConsentRecord.capture(person, {"quotes": False}, Method.SPOKEN, alice)
    told = consent_as_it_stands(standing_consent(person))
    assert (told.notes, told.quotes) == (True, False)
    assert {switch.brief: switch.answer for switch in told.switches if switch.answer != "open"} == {
        "notes": "yes",
        "quoting": "no",
    }
    assert told.latest and told.latest.purpose == "quotes"


def test_a_line_changed_since_comes_again_and_a_removed_one_says_so(as_bob: Client, call: Interview) -> None:
    old, gone = make_note(interview=call, text="Old"), make_note(interview=call, text="Gone words")
    long_ago = timezone.now() - timedelta(hours=1)
    call.notes.update(updated_at=long_ago)
    gone.delete_softly(call.study.owner)
    page = url("lines", call.study, call.pk)
    whole = as_bob.get(page)
    assert "Old" in whole.content.decode() and "Gone" not in whole.content.decode()
    fresh = as_bob.get(page, {"since": (timezone.now() - timedelta(minutes=1)).isoformat()}).content.decode()
    assert str(old.pk) not in fresh
    assert str(gone.pk) in fresh and "data-gone" in fresh and "Gone words" not in fresh
    assert str(old.pk) not in as_bob.get(page, {"since": whole["X-Seen"]}).content.decode()


@pytest.mark.parametrize("since", ["x", "2026-01-01", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-23:00"])
def test_a_damaged_since_gives_every_line(as_bob: Client, call: Interview, since: str) -> None:
    make_note(interview=call, text="Old")
    assert "Old" in as_bob.get(url("lines", call.study, call.pk), {"since": since}).content.decode()


def test_transcript_turns_are_no_lines(as_bob: Client, call: Interview) -> None:
    from tests.factories import make_transcript

    make_transcript(interview=call, turns=[("participant", "Imported words")])
    assert "Imported words" not in as_bob.get(url("live", call.study, call.pk)).content.decode()
    assert "Imported words" not in as_bob.get(url("lines", call.study, call.pk)).content.decode()


def test_the_page_asks_the_same_however_many_lines(as_bob: Client, call: Interview, alice: User) -> None:
    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_bob.get(url(name, call.study, call.pk))
        return len(queries)

    def add(n: int) -> None:
        for _ in range(n):
            make_note(interview=call, kind=Kind.FOLLOW_UP, author=alice)
            make_assumption(study=call.study)
            Question.add(call.script.sections.first(), "More?")

    add(10)
    few = asked("live"), asked("lines"), asked("live_script")
    add(10)
    assert (asked("live"), asked("lines"), asked("live_script")) == few


def test_viewers_and_strangers_stay_outside(as_vera: Client, as_charlie: Client, call: Interview) -> None:
    for name in ("live", "live_script"):
        assert as_vera.get(url(name, call.study, call.pk)).status_code == 403
        assert as_charlie.get(url(name, call.study, call.pk)).status_code == 404
    for name in ("interview_start", "interview_finish", "question_turn"):
        assert as_vera.post(url(name, call.study, call.pk)).status_code == 403
        assert as_charlie.post(url(name, call.study, call.pk)).status_code == 404
    call.refresh_from_db()
    assert call.is_live
