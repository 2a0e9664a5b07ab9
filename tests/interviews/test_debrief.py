import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.forms.debrief import DebriefForm
from interviews.models import ConsentRecord, Debrief, Interview, InterviewState, Kind, Method, Note
from interviews.models.note import save_note
from interviews.records.debriefs import compared, sides, words_of
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_form,
    make_interview,
    make_note,
    make_participant,
    make_transcript,
)

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
    tick = reverse("interviews:debrief_follow_up", args=[held.study_id, held.pk, note.pk])
    assert as_bob.post(tick, {"done": "1"}).status_code == 409
    note.refresh_from_db()
    assert not note.follow_up_done


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


def test_a_version_saved_elsewhere_is_not_overwritten(as_bob: Client, bob: User, held: Interview) -> None:
    opened = Debrief.write(held, bob, {}, surprises="First").stamp
    Debrief.write(held, bob, {}, surprises="From the other tab")
    answer = as_bob.post(url(held), {"surprises": "From this one", "seen": opened})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "You saved this debrief somewhere else meanwhile" in shown
    assert "From this one" in shown and "From the other tab" in shown
    standing = Debrief.objects.get()
    assert standing.surprises == "From the other tab"
    assert as_bob.post(url(held), {"surprises": "From this one", "seen": standing.stamp}).status_code == 302
    assert Debrief.objects.get().surprises == "From this one"


def test_the_same_sent_twice_is_saved_once(as_bob: Client, held: Interview) -> None:
    assumption = make_assumption(study=held.study)
    sent = {"surprises": "Two lists.", "seen": "", f"signal_{assumption.pk}": "for"}
    for _ in range(2):
        assert as_bob.post(url(held), sent).status_code == 302
    assert Debrief.objects.count() == 1
    assert held.study.events.filter(kind="debrief").count() == 1


@pytest.mark.parametrize(
    ("answers", "why"), [({}, "hasn’t been asked about being quoted"), ({"quotes": False}, "said no to being quoted")]
)
def test_words_are_offered_only_where_quoting_was_agreed(
    as_bob: Client, bob: User, study: Study, answers: dict[str, bool], why: str
) -> None:
    make_form(study=study)
    person = make_participant(study=study, agrees=False)
    ConsentRecord.capture(person, {"notes": True, **answers}, Method.SPOKEN, bob)
    interview = make_interview(study=study, participant=person)
    words = make_note(interview=interview, text="Nobody asked.")
    shown = as_bob.get(url(interview)).content.decode()
    assert why in shown and "Nobody asked." not in shown
    assert as_bob.post(url(interview), {"surprises": "x", "memorable": words.pk}).status_code == 422
    with pytest.raises(Refused):
        Debrief.write(interview, bob, {}, memorable=words)
    assert not Debrief.objects.exists()


def test_words_picked_before_a_no_are_shown_no_more(as_bob: Client, bob: User, held: Interview) -> None:
    words = make_note(interview=held, text="Nobody asked.")
    Debrief.write(held, bob, {}, memorable=words, surprises="Stays.")
    assert "Nobody asked." in as_bob.get(url(held)).content.decode()
    ConsentRecord.capture(held.participant, {"quotes": False}, Method.SPOKEN, bob)
    shown = as_bob.get(url(held)).content.decode()
    assert "Nobody asked." not in shown and "Stays." in shown


def test_lines_off_the_record_are_neither_offered_nor_reminded_of(as_bob: Client, bob: User, held: Interview) -> None:
    assumption = make_assumption(study=held.study)
    for kind in (Kind.VERBATIM, Kind.AHA, Kind.NOTE):
        note = make_note(interview=held, kind=kind, text="Between us.", off_record=True)
        note.signals.create(assumption=assumption, stance="for")
    assert "Between us." not in as_bob.get(url(held)).content.decode()
    with pytest.raises(Refused):
        Debrief.write(held, bob, {}, memorable=make_note(interview=held, off_record=True))


def test_lines_marked_as_surprises_are_offered_as_a_start(as_bob: Client, held: Interview) -> None:
    make_note(interview=held, kind=Kind.AHA, text="She counts twice.")
    assert "Take over: She counts twice." in as_bob.get(url(held)).content.decode()


def test_where_two_differ_comes_first(alice: User, bob: User, held: Interview, as_bob: Client) -> None:
    first, second, third = (make_assumption(study=held.study, statement=f"Claim {n}") for n in "abc")
    Debrief.write(held, alice, {first.pk: "for", second.pk: "for"}, surprises="x")
    Debrief.write(held, bob, {first.pk: "for", second.pk: "against"}, surprises="x")
    beside = sides(Debrief.objects.open_to(bob), True, bob.pk)
    rows = compared(beside, [first, second, third])
    assert [(row.assumption, row.answers, row.differ) for row in rows] == [
        (second, ["Against", "For"], True),
        (first, ["For", "For"], False),
    ]
    shown = as_bob.get(url(held)).content.decode()
    assert shown.index("You differ") < shown.index("Claim a")


def test_saying_nothing_of_it_is_no_difference(alice: User, bob: User, held: Interview) -> None:
    assumption = make_assumption(study=held.study)
    Debrief.write(held, alice, {assumption.pk: "for"}, surprises="x")
    Debrief.write(held, bob, {}, surprises="x")
    (row,) = compared(sides(Debrief.objects.open_to(bob), True, bob.pk), [assumption])
    assert (row.answers, row.differ) == (["", "For"], False)


def fill(client: Client, mark: Note, **fields: str) -> HttpResponse:
    place = reverse("interviews:mark_fill", args=[mark.study_id, mark.interview_id, mark.pk])
    return client.post(place, fields, headers=HTMX)


def test_a_marker_filled_in_place_joins_the_lines_of_its_kind(as_bob: Client, held: Interview) -> None:
    for kind, where in (("verbatim", "beforeend:#words"), ("aha", "beforeend:#ahas"), ("follow_up", 'id="follow-ups"')):
        mark = make_note(interview=held, kind=Kind.MARK, text="")
        part = fill(as_bob, mark, kind=kind, text="Nobody came.").content.decode()
        assert part.count("Nobody came.") >= 2 and where in part and "<html" not in part
    mark = make_note(interview=held, kind=Kind.MARK, text="", off_record=True)
    assert "#words" not in fill(as_bob, mark, kind="verbatim", text="Between us.").content.decode()


def test_a_marker_filled_meanwhile_is_not_overwritten(as_bob: Client, bob: User, held: Interview) -> None:
    mark = make_note(interview=held, kind=Kind.MARK, text="")
    save_note(held, mark.pk, bob, mark.revision, kind=Kind.NOTE, text="Theirs.")
    answer = fill(as_bob, mark, kind="note", text="Ours.")
    assert answer.status_code == 409 and "Somebody filled this marker meanwhile" in answer.content.decode()
    mark.refresh_from_db()
    assert mark.text == "Theirs."
    empty = make_note(interview=held, kind=Kind.MARK, text="")
    assert fill(as_bob, empty, kind="note", text=" ").status_code == 422


def test_nothing_of_it_is_shown_or_done_after_a_no_to_notes(as_bob: Client, bob: User, held: Interview) -> None:
    note = make_note(interview=held, kind=Kind.FOLLOW_UP, text="Withheld?")
    said = make_note(interview=held, text="Withheld words.")
    said.signals.create(assumption=make_assumption(study=held.study), stance="for")
    Debrief.write(held, bob, {}, surprises="Withheld.")
    ConsentRecord.capture(held.participant, {"notes": False}, Method.SPOKEN, bob)
    tick = reverse("interviews:debrief_follow_up", args=[held.study_id, held.pk, note.pk])
    for answer in (as_bob.get(url(held)), as_bob.post(tick, {"done": "1"}), as_bob.post(url(held), {"surprises": "x"})):
        assert answer.status_code in {409, 422} and "Withheld" not in answer.content.decode()
