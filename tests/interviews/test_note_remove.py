"""Taking a line away and putting it back: saves like any other, done once however often and in whatever order they come."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews.models import ConsentRecord, Interview, InterviewState, Method, Note
from studies.models import Study
from tests.factories import make_assumption, make_interview, make_note, make_question
from tests.interviews.test_note_put import line, put, rings

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def gone(note_id: object) -> bool:
    return Note.objects.get(pk=note_id).deleted_at is not None


def test_a_line_is_removed_and_put_back_once(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, text="Nobody asked.")
    for base, removed, revision in ((1, True, 2), (1, True, 2), (2, False, 3), (2, False, 3)):
        assert put(as_bob, call, note.pk, line(base=base, removed=removed)).json()["revision"] == revision
        assert gone(note.pk) is removed
    assert rings(call.study) == 2


def test_a_removal_that_meets_newer_words_is_a_conflict_that_shows_them(
    as_bob: Client, as_alice: Client, call: Interview
) -> None:
    note = make_note(interview=call, text="First")
    put(as_alice, call, note.pk, line(text="Theirs", base=1))
    answer = put(as_bob, call, note.pk, line(text="First", base=1, removed=True))
    assert answer.status_code == 409
    assert (answer.json()["standing"]["text"], answer.json()["standing"]["by"]) == ("Theirs", "AO")
    assert not gone(note.pk)
    assert put(as_bob, call, note.pk, line(text="First", base=2, removed=True)).json()["saved"]
    note.refresh_from_db()
    assert (note.text, note.deleted_at is not None) == ("Theirs", True)  # put back, it has the newest words


def test_a_line_put_back_meets_newer_words(as_bob: Client, as_alice: Client, call: Interview) -> None:
    note = make_note(interview=call, text="First")
    put(as_bob, call, note.pk, line(text="First", base=1, removed=True))
    put(as_alice, call, note.pk, line(text="Theirs", base=2, removed=False))
    assert put(as_bob, call, note.pk, line(text="First", base=2, removed=False)).status_code == 409
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("Theirs", None)


def test_a_line_removed_before_it_was_saved_leaves_no_words_and_can_come_back(as_bob: Client, call: Interview) -> None:
    note_id = uuid.uuid4()
    for _ in range(2):
        assert put(as_bob, call, note_id, line(removed=True, themes=["price"], signals=[])).json()["revision"] == 1
    note = Note.objects.get()
    assert (note.text, note.theme_names, gone(note_id)) == ("", [], True)
    assert put(as_bob, call, note_id, line()).status_code == 409  # the save it was sent before, come late
    assert put(as_bob, call, note_id, line(base=1, removed=False, themes=["price"])).json()["revision"] == 2
    note.refresh_from_db()
    assert (note.text, note.theme_names, note.deleted_at) == ("Nobody asked.", ["price"], None)


def test_after_a_no_to_notes_a_line_can_go_and_cant_come_back(as_bob: Client, alice: User, call: Interview) -> None:
    note = make_note(interview=call)
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    assert put(as_bob, call, note.pk, line(base=1, removed=True)).status_code == 200
    assert put(as_bob, call, note.pk, line(base=2, removed=False)).status_code == 422
    assert gone(note.pk)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_saved_changed_and_removed_in_any_order_and_twice_end_as_one_effect(
    as_bob: Client, call: Interview, order: tuple[int, ...]
) -> None:
    """Only what builds on what stands is taken in; the rest is told what stands, and changes nothing."""
    note_id = uuid.uuid4()
    sent: list[dict[str, Any]] = [line(text="One"), line(text="Two", base=1), line(text="Two", base=2, removed=True)]
    for number in order:
        for _ in range(2):
            assert put(as_bob, call, note_id, sent[number]).status_code in {200, 409}
    note = Note.objects.get()
    for _ in range(2):  # each answered with what stands, the writer builds on that
        revision = note.revision
        said = put(as_bob, call, note_id, {**sent[2], "base": revision}).json()
        note.refresh_from_db()
        assert said["saved"] and gone(note_id)


def test_what_stands_is_told_whole(as_bob: Client, call: Interview) -> None:
    question, assumption = make_question(study=call.study), make_assumption(study=call.study)
    note = make_note(interview=call, text="First")
    signals = [{"assumption": assumption.pk, "stance": "for"}]
    put(as_bob, call, note.pk, line(text="First", base=1, question=question.pk, themes=["price"], signals=signals))
    standing = put(as_bob, call, note.pk, line(text="Stale", base=1)).json()["standing"]
    assert standing == {
        "text": "First", "kind": "verbatim", "question": question.pk, "themes": ["price"], "signals": signals,
        "done": False, "removed": False, "off_record": False, "revision": 2, "by": "BE",
    }  # fmt: skip


def test_the_second_part_of_a_split_line_stays_with_whoever_wrote_it(
    as_bob: Client, alice: User, bob: User, call: Interview
) -> None:
    hers = make_note(interview=call, text="One. Two.", author=alice)
    elsewhere = make_note(interview=make_interview(study=call.study), author=alice)
    for whole, author in ((hers.pk, alice), (elsewhere.pk, bob), (uuid.uuid4(), bob)):
        part = uuid.uuid4()
        assert put(as_bob, call, part, line(text="Two.", part_of=str(whole))).json()["saved"]
        assert Note.objects.get(pk=part).author == author


def test_a_follow_up_is_ticked_like_any_other_change(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, text="Who else?", kind="follow_up")
    for base, done in ((1, True), (1, True), (2, False), (3, True)):
        assert put(as_bob, call, note.pk, line(text="Who else?", kind="follow_up", base=base, done=done)).json()[
            "saved"
        ]
        note.refresh_from_db()
        assert note.follow_up_done is done
