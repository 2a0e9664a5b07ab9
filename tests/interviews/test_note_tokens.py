"""Themes, assumptions and time markers as a line of a call brings them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Interview, InterviewState, Kind, Note
from studies.models import Study
from tests.factories import make_assumption, make_interview, make_note, make_question, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def put(client: Client, call: Interview, note: object = None, **fields: Any) -> Any:
    line = {"text": "Nobody asked.", "kind": "note", "offset_ms": 4200, "question": None, "base": 0} | fields
    url = reverse("interviews:note_put", args=[call.study_id, call.pk, note or uuid.uuid4()])
    return client.put(url, line, content_type="application/json")


def test_names_and_stances_are_kept_on_the_line_and_shown_there(as_bob: Client, call: Interview) -> None:
    pk = make_assumption(study=call.study).pk
    sent = {"themes": [" One  person ", "Trust", "trust"], "signals": [{"assumption": pk, "stance": "against"}]}
    assert put(as_bob, call, **sent).json()["saved"]
    note = Note.objects.get()
    assert note.theme_names == ["One person", "trust"]
    assert list(note.signals.values_list("assumption", "stance")) == [(pk, "against")]
    shown = as_bob.get(reverse("interviews:lines", args=[call.study_id, call.pk])).content.decode()
    assert "#one-person" in shown and "A1" in shown and f'data-signals="{pk}:against"' in shown


def test_a_page_that_knows_no_themes_takes_none_away(as_bob: Client, call: Interview) -> None:
    pk, note = make_assumption(study=call.study).pk, uuid.uuid4()
    put(as_bob, call, note, themes=["Trust"], signals=[{"assumption": pk, "stance": "for"}])
    assert put(as_bob, call, note, text="Mended.", base=1).json()["revision"] == 2
    assert Note.objects.get().theme_names == ["Trust"] and Note.objects.get().signals.count() == 1
    assert put(as_bob, call, note, text="Mended.", base=2, themes=[], signals=[]).json()["revision"] == 3
    assert Note.objects.get().theme_names == [] and Note.objects.get().signals.count() == 0


def test_a_stale_change_of_a_stance_is_a_conflict(as_bob: Client, call: Interview) -> None:
    pk, note = make_assumption(study=call.study).pk, make_note(interview=call, text="Nobody asked.", kind=Kind.NOTE)
    note.revise({"text": "Nobody asked."})
    answer = put(as_bob, call, note.pk, base=1, signals=[{"assumption": pk, "stance": "for"}])
    assert answer.status_code == 409 and not note.signals.exists()


def test_an_assumption_of_another_study_or_gone_does_not_hold_the_line_back(as_bob: Client, call: Interview) -> None:
    foreign = make_assumption(study=make_study()).pk
    signals = [{"assumption": pk, "stance": "for"} for pk in (foreign, 10**30, -1)]
    assert put(as_bob, call, signals=signals).json()["saved"]
    assert Note.objects.get().signals.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"themes": "Trust"}, {"themes": [1]}, {"themes": ["x" * 81]}, {"themes": [f"{n}" for n in range(41)]}, {"themes": {}},
        {"signals": "x"}, {"signals": [{}]}, {"signals": [{"assumption": "x", "stance": "for"}]},
        {"signals": [{"assumption": 1, "stance": "maybe"}]}, {"signals": 4},
    ],
)  # fmt: skip
def test_damaged_themes_and_stances_are_refused_with_a_reason(
    as_bob: Client, call: Interview, wrong: dict[str, Any]
) -> None:
    answer = put(as_bob, call, **wrong)
    assert answer.status_code == 422
    assert answer.json()["field"] in wrong and answer.json()["refused"]
    assert not Note.objects.exists()


def test_only_a_marker_has_no_words(as_bob: Client, bob: User, call: Interview) -> None:
    note = uuid.uuid4()
    assert put(as_bob, call, note, text="", kind="mark").json()["saved"]
    assert put(as_bob, call, text="", kind="note").json()["refused"] == "A line needs words."
    assert put(as_bob, call, text="Words", kind="mark").json()["field"] == "kind"
    assert put(as_bob, call, note, text="She sighed.", kind="observation", base=1).json()["revision"] == 2
    assert list(Note.objects.values_list("kind", "text", "offset_ms")) == [("observation", "She sighed.", 4200)]


def test_the_debrief_lists_markers_and_fills_them(as_bob: Client, bob: User, call: Interview) -> None:
    mark = make_note(interview=call, kind=Kind.MARK, text="", offset_ms=65_000)
    debrief = reverse("interviews:debrief", args=[call.study_id, call.pk])
    fill = reverse("interviews:mark_fill", args=[call.study_id, call.pk, mark.pk])
    page = as_bob.get(debrief).content.decode()
    assert fill in page and "00:01:05" in page
    assert as_bob.post(fill, {"kind": "note", "text": " "}).status_code == 422
    assert as_bob.post(fill, {"kind": "mark", "text": "x"}).status_code == 422
    assert as_bob.post(fill, {"kind": "aha", "text": "Two lists."})["Location"] == debrief
    mark.refresh_from_db()
    assert (mark.kind, mark.text, mark.revision, mark.offset_ms) == ("aha", "Two lists.", 2, 65_000)
    assert fill not in as_bob.get(debrief).content.decode()
    assert as_bob.post(fill, {"kind": "note", "text": "Again"})["Location"] == debrief
    assert Note.objects.get().text == "Two lists."


def test_the_debrief_shows_what_was_typed_about_an_assumption(as_bob: Client, call: Interview) -> None:
    pk = make_assumption(study=call.study).pk
    put(as_bob, call, text="They have one.", signals=[{"assumption": pk, "stance": "against"}])
    page = as_bob.get(reverse("interviews:debrief", args=[call.study_id, call.pk])).content.decode()
    assert "They have one." in page and "Against" in page
    assert "checked" not in page.partition('<form method="post" class="stack debrief">')[2].partition("</form>")[0]


def test_a_turn_says_when_so_that_an_off_script_question_ends_there(as_bob: Client, call: Interview) -> None:
    first = make_question(study=call.study)
    turn = reverse("interviews:question_turn", args=[call.study_id, call.pk])
    as_bob.post(turn, {"to": first.pk, "left_as": "", "at_ms": 1000})
    answer = as_bob.post(turn, {"to": first.pk, "left_as": "", "at_ms": 9000})  # back from off the script
    assert 'data-turned="9000"' in answer.content.decode()
    as_bob.post(turn, {"to": "", "left_as": "asked", "at_ms": 10_000})
    assert 'data-turned="12000"' in as_bob.post(turn, {"to": first.pk, "left_as": "", "at_ms": 12_000}).content.decode()
