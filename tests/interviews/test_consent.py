import itertools

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote
from interviews.models import ConsentForm, ConsentRecord, Interview, Kind, Method, Purpose
from interviews.models.consent import people_who_allow, standing_answers, standing_consent
from studies.models import Study
from tests.factories import make_form, make_interview, make_note, make_participant, make_study

pytestmark = pytest.mark.django_db


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


def test_answers_need_a_form(study: Study, alice: User) -> None:
    participant = make_participant(study=study, agrees=False)
    with pytest.raises(Refused, match="Write the consent form first"):
        ConsentRecord.capture(participant, {"notes": True}, Method.SPOKEN, alice)


def test_nothing_is_chosen_beforehand(as_bob: Client, study: Study) -> None:
    participant = make_participant(study=study)
    assert (
        "checked" not in as_bob.get(url("consent", study, participant.pk)).content.decode().split("data-keys-switch")[0]
    )


def test_answers_are_written_one_by_one_and_the_latest_stands(as_bob: Client, study: Study) -> None:
    make_form(study=study)
    participant = make_participant(study=study, agrees=False)
    page = url("consent", study, participant.pk)
    as_bob.post(page, {"method": "spoken", "notes": "yes", "quotes": "yes"})
    as_bob.post(page, {"method": "written", "quotes": "no"})
    assert {key: record.granted for key, record in standing_consent(participant).items()} == {
        "notes": True,
        "quotes": False,
    }
    assert standing_answers([participant]) == {participant.pk: {"notes": True, "quotes": False}}
    assert participant.consent_records.count() == 3


def test_an_empty_answer_or_one_without_method_is_refused(as_bob: Client, study: Study) -> None:
    participant = make_participant(study=study)
    for answers in ({"method": "spoken"}, {"notes": "yes"}, {"notes": "perhaps", "method": "spoken"}):
        assert as_bob.post(url("consent", study, participant.pk), answers).status_code == 422
    assert participant.consent_records.count() == 7


def test_an_interview_cant_start_without_a_yes_to_notes(study: Study, alice: User) -> None:
    for agrees, says in ((False, "hasn't been asked about written notes"), (["quotes"], "said no to written notes")):
        participant = make_participant(study=study, agrees=agrees)
        interview = Interview.schedule(participant, alice, None)
        with pytest.raises(Refused, match=says):
            interview.start(alice)
        interview.refresh_from_db()
        assert interview.is_planned


def test_words_cant_be_quoted_without_a_yes_to_quotes(study: Study, alice: User) -> None:
    participant = make_participant(study=study, agrees=["notes"])
    note = make_note(interview=make_interview(study=study, participant=participant))
    with pytest.raises(Refused, match="said no to being quoted"):
        Quote.whole(note, alice)


def test_who_allows_something_now(study: Study, alice: User) -> None:
    yes, changed, never, again = (make_participant(study=study, agrees=agrees) for agrees in (True, True, False, True))
    make_participant(study=make_study())  # of another one
    for person, answers in ((changed, [False]), (again, [False, True])):
        for granted in answers:
            ConsentRecord.capture(person, {"quotes": granted}, Method.SPOKEN, alice)
    assert set(people_who_allow(study, Purpose.QUOTES)) == {yes.pk, again.pk}
    assert set(people_who_allow(study, Purpose.NOTES)) == {yes.pk, changed.pk, again.pk}
    assert never.pk not in people_who_allow(study, Purpose.QUOTES)


def test_a_changed_mind_holds_at_once_and_hides_what_was_quoted(study: Study, alice: User) -> None:
    participant = make_participant(study=study)
    note = make_note(interview=make_interview(study=study, participant=participant))
    Quote.whole(note, alice)
    assert study.quotes.allowed().count() == 1
    ConsentRecord.capture(participant, {"quotes": False}, Method.SPOKEN, alice)
    assert study.quotes.allowed().count() == 0
    with pytest.raises(Refused):
        Quote.whole(note, alice)
    ConsentRecord.capture(participant, {"quotes": True}, Method.SPOKEN, alice)
    assert study.quotes.allowed().count() == 1


@pytest.mark.parametrize("answers", list(itertools.product([True, False], repeat=2)))
def test_each_purpose_opens_its_own_door_only(study: Study, alice: User, answers: tuple[bool, bool]) -> None:
    agreed = [purpose for purpose, yes in zip(("notes", "quotes"), answers, strict=True) if yes]
    participant = make_participant(study=study, agrees=agreed)
    for purpose in Purpose:
        shut = purpose == Purpose.QUOTES and "notes" not in agreed  # what isn't written down can't be quoted
        assert participant.allows(purpose) == (purpose in agreed and not shut)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.VERBATIM, Kind.TURN}])
def test_what_we_wrote_ourselves_cant_be_cited(study: Study, alice: User, kind: Kind) -> None:
    note = make_note(interview=make_interview(study=study), kind=kind)
    with pytest.raises(Refused, match="Only what the participant said"):
        Quote.whole(note, alice)


def test_a_form_of_another_study_is_refused(study: Study, alice: User) -> None:
    from tests.factories import make_study

    foreign = ConsentForm.publish(make_study(), "x", alice)
    participant = make_participant(study=study)
    with pytest.raises(Refused, match="another study"):
        ConsentRecord.capture(participant, {"notes": True}, Method.PAPER, alice, foreign)


def test_an_answer_is_to_the_text_that_was_on_the_screen(as_bob: Client, study: Study) -> None:
    make_form(study=study, body="The text they read")
    participant = make_participant(study=study, agrees=False)
    page = url("consent", study, participant.pk)
    assert 'name="form_version" value="1"' in as_bob.get(page).content.decode()
    make_form(study=study, body="A text published while the page was open")
    as_bob.post(page, {"method": "spoken", "quotes": "yes", "form_version": "1"})
    assert participant.consent_records.get().form.body == "The text they read"


def test_after_a_no_to_notes_nothing_more_is_written_about_them(as_bob: Client, study: Study, bob: User) -> None:
    interview = make_interview(study=study)
    line = make_note(interview=interview)
    line.delete_softly(bob)
    ConsentRecord.capture(interview.participant, {Purpose.NOTES: False}, Method.SPOKEN, bob)
    place = [study.pk, interview.pk]
    body = {"text": line.text, "kind": line.kind, "offset_ms": 0, "base": line.revision, "removed": False}
    restored = as_bob.put(reverse("interviews:note_put", args=[*place, line.pk]), body, content_type="application/json")
    assert restored.status_code == 422 and "said no to written notes" in restored.json()["refused"]
    answer = as_bob.post(reverse("interviews:debrief", args=place), {"quick_facts": "Runs a bistro."})
    assert answer.status_code == 422
    assert "said no to written notes" in answer.content.decode() and "Runs a bistro." in answer.content.decode()
    assert not interview.debriefs.exists() and not interview.notes.standing().exists()
