"""A device that still holds lines of somebody who withdrew is told to let go of them, whatever is left of the call."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.erasing.beginning import begin
from analysis.erasing.carrying_out import carry_out
from interviews.models import Interview, InterviewState
from interviews.views.notes import note_put
from studies.models import Study
from tests.factories import make_interview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Any) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def put(client: Client, call: Interview, pk: object) -> Any:
    body = {"text": "Still here.", "kind": "note", "offset_ms": 4000, "question": None, "base": 0}
    url = reverse("interviews:note_put", args=[call.study_id, call.pk, pk])
    return client.put(url, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("outcome", ["delete", "counts", "stop"])
@pytest.mark.parametrize("done", [False, True])
def test_a_line_that_comes_late_is_let_go_of(as_bob: Client, call: Interview, outcome: str, done: bool) -> None:
    known = uuid.uuid4()
    assert put(as_bob, call, known).status_code == 200
    study, number = call.study, call.pk
    withdrawal = begin(call.participant, outcome)
    if done:
        carry_out(withdrawal.pk)
    call = Interview(pk=number, study=study)
    for pk in (known, uuid.uuid4()):
        answer = put(as_bob, call, pk)
        assert answer.status_code == 410
        assert answer.json() == {"id": str(pk), "erased": note_gone()}


def note_gone() -> str:
    from interviews.live.withdrawn import GONE

    return GONE


def test_strangers_viewers_and_other_calls_learn_nothing(
    as_charlie: Client, as_vera: Client, as_bob: Client, call: Interview
) -> None:
    carry_out(begin(call.participant, "delete").pk)
    assert put(as_charlie, call, uuid.uuid4()).status_code == 404
    assert put(as_vera, call, uuid.uuid4()).status_code == 403
    assert put(as_bob, Interview(pk=call.pk + 1, study=call.study), uuid.uuid4()).status_code == 404


def test_the_door_keeps_its_rule() -> None:
    assert note_put.access_rule == "study: EDIT"
