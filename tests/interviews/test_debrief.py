import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.debriefing import words_of
from interviews.forms.debrief import DebriefForm
from interviews.models import Debrief, Interview, InterviewState, Kind
from studies.models import Study
from tests.factories import make_assumption, make_interview, make_note, make_transcript

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def held(study: Study) -> Interview:
    return make_interview(study=study)


def url(interview: Interview) -> str:
    return reverse("interviews:debrief", args=[interview.study_id, interview.pk])


def test_a_debrief_keeps_facts_words_and_signals(as_bob: Client, bob: User, held: Interview) -> None:
    first, second = (make_assumption(study=held.study) for _ in range(2))
    words = make_note(interview=held, text="Nobody asked.")
    fields = {
        "quick_facts": "Runs a bistro.",
        "memorable": words.pk,
        "surprises": "Two lists.",
        "follow_ups": "See the sheet.",
        f"signal_{first.pk}": "against",
    }
    assert as_bob.post(url(held), fields)["Location"] == url(held)
    debrief = Debrief.objects.get()
    assert (debrief.author, debrief.memorable, debrief.surprises) == (bob, words, "Two lists.")
    assert list(debrief.signals.values_list("assumption", "signal")) == [(first.pk, "against")]
    as_bob.post(url(held), fields | {f"signal_{first.pk}": "mixed", f"signal_{second.pk}": "nothing"})
    debrief = Debrief.objects.get()
    assert dict(debrief.signals.values_list("assumption", "signal")) == {first.pk: "mixed", second.pk: "nothing"}
    shown = as_bob.get(url(held)).content.decode()
    assert "Runs a bistro." in shown and shown.count("checked") >= 3


def test_a_teammates_debrief_opens_when_ones_own_is_saved(
    as_bob: Client, as_alice: Client, bob: User, held: Interview
) -> None:
    Debrief.write(held, bob, {}, surprises="She laughed at the count.")
    before = as_alice.get(url(held)).content.decode()
    assert "She laughed" not in before
    assert "1 teammate has written a debrief" in before
    as_alice.post(url(held), {"surprises": "Nothing new."})
    assert "She laughed" in as_alice.get(url(held)).content.decode()
    assert "Nothing new." in as_bob.get(url(held)).content.decode()


def test_an_empty_debrief_opens_nothing(as_alice: Client, bob: User, held: Interview) -> None:
    Debrief.write(held, bob, {}, surprises="She laughed at the count.")
    answer = as_alice.post(url(held), {"quick_facts": "  "})
    assert answer.status_code == 422
    assert "Write a line or give a signal" in answer.content.decode()
    assert "She laughed" not in answer.content.decode()
    assert Debrief.objects.count() == 1


@pytest.mark.parametrize("signal", ["maybe", "FOR"])
def test_a_signal_is_one_of_four(as_bob: Client, held: Interview, signal: str) -> None:
    assumption = make_assumption(study=held.study)
    answer = as_bob.post(url(held), {"quick_facts": "x", f"signal_{assumption.pk}": signal})
    assert answer.status_code == 422
    assert not Debrief.objects.exists()


def test_only_words_of_this_participant_can_be_remembered(as_bob: Client, held: Interview) -> None:
    ours = make_note(interview=held, kind=Kind.READING)
    foreign = make_note(interview=make_interview(study=held.study))
    for note in (ours, foreign):
        assert as_bob.post(url(held), {"quick_facts": "x", "memorable": note.pk}).status_code == 422


def test_an_imported_interview_offers_the_participants_longer_turns(as_bob: Client, held: Interview) -> None:
    long = "I stopped counting once nobody looked at the numbers any more."
    make_transcript(interview=held, turns=[("team", long), ("participant", "Yes."), ("participant", long)])
    assert [note.speaker.role for note in words_of(held)] == ["participant"]
    turn = words_of(held)[0]
    assert as_bob.post(url(held), {"memorable": turn.pk}).status_code == 302
    typed = make_note(interview=held, text="Short.")
    assert words_of(held) == [typed]


def test_an_interview_to_come_has_no_debrief(as_bob: Client, bob: User, study: Study) -> None:
    planned = make_interview(study=study, state=InterviewState.PLANNED)
    assert as_bob.get(url(planned)).status_code == 409
    with pytest.raises(Refused):
        Debrief.write(planned, bob, {}, surprises="x")


def test_follow_ups_of_the_call_are_ticked_and_opened_again(as_bob: Client, bob: User, held: Interview) -> None:
    done, open_ = (make_note(interview=held, text=text, kind=Kind.FOLLOW_UP) for text in ("Was asked?", "Was not?"))
    done.tick(True, bob)
    shown = as_bob.get(url(held)).content.decode()
    assert shown.index("Was not?") < shown.index("Was asked?")
    tick = reverse("interviews:debrief_follow_up", args=[held.study_id, held.pk, open_.pk])
    assert as_bob.post(tick, {"done": "1"})["Location"] == url(held)
    open_.refresh_from_db()
    assert open_.follow_up_done
    part = as_bob.post(tick, {"done": "0"}, headers=HTMX).content.decode()
    assert "<html" not in part and part.index("Was not?") < part.index("Was asked?")
    open_.refresh_from_db()
    assert not open_.follow_up_done


def test_only_a_follow_up_is_ticked(as_bob: Client, held: Interview) -> None:
    note = make_note(interview=held)
    assert as_bob.post(reverse("interviews:debrief_follow_up", args=[held.study_id, held.pk, note.pk])).status_code == 404


def test_saving_twice_writes_one(bob: User, held: Interview) -> None:
    for text in ("First", "Second"):
        Debrief.write(held, bob, {}, surprises=text)
    assert Debrief.objects.get().surprises == "Second"


def test_the_form_asks_the_same_however_many_assumptions(
    bob: User, held: Interview, django_assert_num_queries: object
) -> None:
    for _ in range(6):
        make_assumption(study=held.study)
    form = DebriefForm(instance=Debrief(interview=held, author=bob), interview=held)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert len(form.signals) == 6


def test_only_editors_debrief(as_vera: Client, as_charlie: Client, held: Interview) -> None:
    assert as_vera.get(url(held)).status_code == 403
    assert as_charlie.get(url(held)).status_code == 404
