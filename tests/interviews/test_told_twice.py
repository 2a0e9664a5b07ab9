"""What a capture page sends may arrive again, late and out of order: a copy of an old act undoes nothing newer."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from interviews.models import Interview, InterviewState, Note, Observer
from interviews.models.interview import AskState
from studies.models import Question, Study
from tests.factories import make_interview, make_note, make_section


@pytest.fixture
def script(study: Study) -> list[Question]:
    core = make_section(study=study, minutes=20)
    return [Question.add(core, text) for text in ("First?", "Second?", "Third?")]


@pytest.fixture
def call(study: Study, script: list[Question]) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def send(client: Client, name: str, call: Interview, *more: object, act: str = "", **fields: object) -> int:
    path = reverse(f"interviews:{name}", args=[call.study_id, call.pk, *more])
    return client.post(path, {**fields, "act": act or str(uuid.uuid4())}).status_code


def put(client: Client, note: Note, **fields: object) -> int:
    line = {"text": note.text, "kind": note.kind, "offset_ms": note.offset_ms or 0, **fields}
    path = reverse("interviews:note_put", args=[note.study_id, note.interview_id, note.pk])
    return client.put(path, line, content_type="application/json").status_code


def rings(call: Interview, kind: str) -> int:
    return call.study.events.filter(kind=kind).count()


def test_a_late_copy_of_a_removal_removes_nothing(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, kind="note")
    for _ in range(2):
        assert put(as_bob, note, base=1, removed=True) == 200
    assert put(as_bob, note, base=2, removed=False) == 200
    assert put(as_bob, note, base=1, removed=True) == 409
    note.refresh_from_db()
    assert (note.deleted_at, note.revision, rings(call, "note")) == (None, 3, 2)


def test_negative_control_without_its_revision_a_late_copy_removes_it_again(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, kind="note")
    for revision, removed in enumerate((True, False, True), start=1):
        put(as_bob, note, base=revision, removed=removed)
    assert Note.objects.get(pk=note.pk).deleted_at is not None


def test_a_late_copy_of_a_tick_ticks_nothing(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, kind="follow_up")
    assert [put(as_bob, note, base=base, done=done) for base, done in ((1, True), (2, False), (1, True))] == [
        200,
        200,
        409,
    ]
    note.refresh_from_db()
    assert (note.follow_up_done, note.revision) == (False, 3)


def test_a_turn_told_twice_is_one_turn(as_bob: Client, call: Interview, script: list[Question]) -> None:
    """The copy would mark the second question as asked at the moment it is begun."""
    send(as_bob, "question_turn", call, to=script[0].pk, at_ms=0)
    key = str(uuid.uuid4())
    for _ in range(2):
        send(as_bob, "question_turn", call, act=key, to=script[1].pk, left_as="asked", at_ms=5000)
    send(as_bob, "question_turn", call, to=script[2].pk, left_as="skipped", at_ms=9000)
    assert send(as_bob, "question_turn", call, act=key, to=script[1].pk, left_as="asked", at_ms=5000) == 200
    call.refresh_from_db()
    assert call.current_question == script[2]
    assert list(call.asks.order_by("question").values_list("state", flat=True)) == [
        AskState.ASKED, AskState.SKIPPED, AskState.UNDER_WAY,
    ]  # fmt: skip
    assert rings(call, "question") == 3


def test_even_without_a_key_the_question_turned_to_stays_under_way(
    as_bob: Client, call: Interview, script: list[Question]
) -> None:
    for _ in range(2):
        send(as_bob, "question_turn", call, act="none", to=script[1].pk, left_as="asked", at_ms=5000)
    assert call.asks.get(question=script[1]).state == AskState.UNDER_WAY


def test_starting_again_late_turns_to_nothing(as_bob: Client, study: Study, script: list[Question]) -> None:
    call = make_interview(study=study, state=InterviewState.PLANNED)
    send(as_bob, "interview_start", call)
    send(as_bob, "question_turn", call, to="", left_as="asked", at_ms=60_000)
    send(as_bob, "interview_start", call)
    call.refresh_from_db()
    assert call.current_question is None
    assert (rings(call, "interview_started"), rings(call, "question")) == (1, 2)


def test_an_observer_declared_twice_is_one(as_bob: Client, call: Interview) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert send(as_bob, "observer_declare", call, act=key, role="Designer", organisation="") == 302
    assert send(as_bob, "observer_declare", call, role="Designer", organisation="") == 302
    assert call.observers.count() == 2  # two designers may listen
    call.observers.first().withdraw(call.study.owner)
    send(as_bob, "observer_declare", call, act=key, role="Designer", organisation="")
    assert call.observers.count() == 1


def test_an_undo_told_late_puts_nobody_back(as_bob: Client, call: Interview) -> None:
    key, token = str(uuid.uuid4()), Observer.declare(call, "Designer", "", call.study.owner).withdraw(call.study.owner)
    send(as_bob, "observer_back", call, act=key, removed=token)
    call.observers.get().withdraw(call.study.owner)
    send(as_bob, "observer_back", call, act=key, removed=token)
    assert not call.observers.exists()


def test_the_form_for_observers_has_a_key(as_bob: Client, call: Interview) -> None:
    shown = as_bob.get(reverse("interviews:live", args=[call.study_id, call.pk])).content.decode()
    assert 'name="act" value="' in shown
