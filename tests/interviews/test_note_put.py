import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.models import ConsentRecord, Interview, InterviewState, Kind, Method, Note
from interviews.models.note import save_note
from studies.models import Study
from studies.models.event import StudyEvent
from tests.factories import make_interview, make_note, make_question, make_study, make_transcript

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def line(**fields: Any) -> dict[str, Any]:
    return {"text": "Nobody asked.", "kind": "verbatim", "offset_ms": 4200, "question": None, "base": 0} | fields


def put(client: Client, interview: Interview, note_id: object, body: Any) -> Any:
    url = reverse("interviews:note_put", args=[interview.study_id, interview.pk, note_id])
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.put(url, sent, content_type="application/json")


def rings(study: Study) -> int:
    return StudyEvent.objects.filter(study=study, kind="note").count()


def test_a_line_is_saved_with_its_kind_time_and_question(as_bob: Client, bob: User, call: Interview) -> None:
    question, note_id = make_question(study=call.study), uuid.uuid4()
    answer = put(as_bob, call, note_id, line(question=question.pk))
    assert answer.status_code == 200
    said = answer.json()
    assert (said["id"], said["saved"], said["revision"]) == (str(note_id), True, 1)
    note = Note.objects.get()
    assert (note.pk, note.kind, note.text, note.offset_ms, note.position) == (
        note_id,
        "verbatim",
        "Nobody asked.",
        4200,
        4200,
    )
    assert (note.question, note.author, note.study) == (question, bob, call.study)


def test_sent_three_times_it_is_one_line_and_one_ring(as_bob: Client, call: Interview) -> None:
    note_id = uuid.uuid4()
    answers = [put(as_bob, call, note_id, line()).json() for _ in range(3)]
    assert [(said["saved"], said["revision"]) for said in answers] == [(True, 1)] * 3
    assert Note.objects.count() == 1
    assert rings(call.study) == 1


def test_an_edit_raises_the_revision_and_keeps_time_and_author(as_bob: Client, alice: User, call: Interview) -> None:
    note = make_note(interview=call, text="Nobody", author=alice, offset_ms=100)
    said = put(as_bob, call, note.pk, line(text="Nobody asked", kind="note", base=1, offset_ms=9999)).json()
    note.refresh_from_db()
    assert (said["revision"], note.text, note.kind, note.revision) == (2, "Nobody asked", "note", 2)
    assert (note.offset_ms, note.author) == (100, alice)
    again = put(as_bob, call, note.pk, line(text="Nobody asked", kind="note", base=1)).json()
    assert (again["saved"], again["revision"]) == (True, 2)


def test_a_stale_edit_overwrites_nothing_and_shows_both(as_bob: Client, alice: User, call: Interview) -> None:
    note = make_note(interview=call, text="First", author=alice)
    note.revise({"text": "Theirs"})
    answer = put(as_bob, call, note.pk, line(text="Mine", base=1))
    assert answer.status_code == 409
    said = answer.json()
    assert "saved" not in said
    stands = {name: said["standing"][name] for name in ("text", "kind", "revision", "by", "removed")}
    assert stands == {"text": "Theirs", "kind": "verbatim", "revision": 2, "by": "AO", "removed": False}
    note.refresh_from_db()
    assert (note.text, note.revision) == ("Theirs", 2)
    assert put(as_bob, call, note.pk, line(text="Mine", base=2)).json()["revision"] == 3


def test_an_edit_of_a_removed_line_asks_and_then_brings_it_back(as_bob: Client, bob: User, call: Interview) -> None:
    note = make_note(interview=call, text="First")
    note.delete_softly(bob)
    answer = put(as_bob, call, note.pk, line(text="Mine", base=1))
    assert answer.status_code == 409 and answer.json()["standing"]["removed"]
    assert put(as_bob, call, note.pk, line(text="First", base=2)).json()["saved"]
    note.refresh_from_db()
    assert note.deleted_at is None


def test_a_repeat_of_a_saved_line_does_not_bring_it_back_from_removal(
    as_bob: Client, bob: User, call: Interview
) -> None:
    note_id = uuid.uuid4()
    put(as_bob, call, note_id, line())
    Note.objects.get().delete_softly(bob)
    assert put(as_bob, call, note_id, line()).json()["saved"]
    assert Note.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "x" * 10_001}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": None}, "text"),
        ({"text": ["x"]}, "text"),
        ({"text": "\x00"}, "text"),
        ({"kind": "shout"}, "kind"),
        ({"kind": "turn"}, "kind"),
        ({"kind": None}, "kind"),
        ({"offset_ms": -1}, "offset_ms"),
        ({"offset_ms": 10**12}, "offset_ms"),
        ({"offset_ms": "soon"}, "offset_ms"),
        ({"offset_ms": True}, "offset_ms"),
        ({"base": -1}, "base"),
        ({"base": None}, "base"),
        ({"question": "x"}, "question"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_field(
    as_bob: Client, call: Interview, wrong: dict[str, Any], field: str
) -> None:
    note_id = uuid.uuid4()
    answer = put(as_bob, call, note_id, line(**wrong))
    assert answer.status_code == 422
    said = answer.json()
    assert (said["id"], said["field"]) == (str(note_id), field)
    assert said["refused"]
    assert not Note.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"[" * 50_000, b"\xff\xfe", b'{"offset_ms":' + b"9" * 6000])
def test_what_is_no_json_object_is_refused(as_bob: Client, call: Interview, body: bytes) -> None:
    assert put(as_bob, call, uuid.uuid4(), body).status_code == 422
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "note_id", ["x", "123", "{5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f42}", "5b0a1f6e2c1d4c7e9d570a6b5c3e1f42"]
)
def test_a_damaged_id_is_refused(as_bob: Client, call: Interview, note_id: str) -> None:
    answer = put(as_bob, call, note_id, line())
    assert answer.status_code == 422
    assert answer.json()["field"] == "id"


def test_words_the_database_cant_hold_are_mended_not_lost(as_bob: Client, call: Interview) -> None:
    body = line(text="half \\ud83d a face, nul \\u0000 and 😀")
    put(as_bob, call, uuid.uuid4(), json.dumps(body, ensure_ascii=False).replace("\\\\", "\\").encode())
    assert Note.objects.get().text == "half \ufffd a face, nul  and 😀"


def test_the_longest_line_and_line_breaks_are_kept(as_bob: Client, call: Interview) -> None:
    words = ("é" * 99 + "\n") * 100
    assert put(as_bob, call, uuid.uuid4(), line(text=words)).status_code == 200
    assert Note.objects.get().text == words.strip()


def test_a_question_that_is_gone_does_not_hold_the_line_back(as_bob: Client, call: Interview) -> None:
    foreign = make_question(study=make_study(workspace=call.study.workspace))
    for number, question in enumerate((999_999, foreign.pk, 10**30)):
        assert put(as_bob, call, uuid.uuid4(), line(question=question, offset_ms=number)).status_code == 200
    assert set(Note.objects.values_list("question", flat=True)) == {None}


def test_without_a_yes_to_notes_a_line_is_refused(as_bob: Client, alice: User, call: Interview) -> None:
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    answer = put(as_bob, call, uuid.uuid4(), line())
    assert answer.status_code == 422
    assert "said no to written notes" in answer.json()["refused"]
    with pytest.raises(Refused, match="written notes"):
        save_note(call, uuid.uuid4(), alice, 0, text="x", kind="note", question_id=None, offset_ms=1)
    assert not Note.objects.exists()


def test_a_late_line_is_taken_after_the_call_but_none_before_it(as_bob: Client, bob: User, study: Study) -> None:
    call = make_interview(study=study, state=InterviewState.PLANNED)
    assert put(as_bob, call, uuid.uuid4(), line()).status_code == 422
    call.start(bob)
    call.finish(bob)
    assert put(as_bob, call, uuid.uuid4(), line()).status_code == 200


def test_a_line_of_another_interview_is_left_alone(as_bob: Client, call: Interview) -> None:
    other = make_note(interview=make_interview(study=call.study), text="Theirs")
    turn_of = make_transcript(interview=call, turns=[("participant", "Said.")]).turns.get()
    for note in (other, turn_of):
        assert put(as_bob, call, note.pk, line(text="Mine", base=1)).status_code == 422
        note.refresh_from_db()
        assert note.text in {"Theirs", "Said."}


def test_a_line_typed_by_somebody_else_on_this_device_is_not_saved_as_ones_own(
    as_bob: Client, alice: User, bob: User, call: Interview
) -> None:
    answer = put(as_bob, call, uuid.uuid4(), line(author=alice.pk))
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (403, "text/html")
    assert not Note.objects.exists()
    assert put(as_bob, call, uuid.uuid4(), line(author=bob.pk)).status_code == 200


def test_viewers_strangers_and_guests_save_nothing(as_vera: Client, as_charlie: Client, call: Interview) -> None:
    for client, status in ((as_vera, 403), (as_charlie, 404), (Client(), 302)):
        answer = put(client, call, uuid.uuid4(), line())
        assert answer.status_code == status
        assert "json" not in answer["Content-Type"]
    assert not Note.objects.exists()


def test_lines_stand_in_the_order_of_their_times(as_bob: Client, call: Interview) -> None:
    for offset in (5000, 1000, 3000):
        put(as_bob, call, uuid.uuid4(), line(text=f"at {offset}", offset_ms=offset))
    assert [note.text for note in call.notes.typed()] == ["at 1000", "at 3000", "at 5000"]


def test_a_line_costs_the_same_however_many_stand_already(as_bob: Client, call: Interview) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            put(as_bob, call, uuid.uuid4(), line())
        return len(queries)

    few = asked()
    for _ in range(10):
        make_note(interview=call)
    assert asked() == few


def test_a_follow_up_is_ticked_and_unticked(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, kind=Kind.FOLLOW_UP)
    seen = []
    for base, done in ((1, True), (2, True), (2, False)):
        assert put(as_bob, call, note.pk, line(base=base, text=note.text, kind=note.kind, done=done)).status_code == 200
        note.refresh_from_db()
        seen.append((note.follow_up_done, note.revision))
    assert seen == [(True, 2), (True, 2), (False, 3)]


def test_a_stale_copy_does_not_swallow_a_revision(bob: User, call: Interview) -> None:
    note = make_note(interview=call)
    stale = Note.objects.get(pk=note.pk)
    note.revise({"text": "Newer"})
    stale.tick(True, bob)
    note.refresh_from_db()
    assert (note.text, note.revision) == ("Newer", 3)


def test_acts_on_a_line_need_an_editor(as_vera: Client, as_charlie: Client, call: Interview) -> None:
    note = make_note(interview=call, kind=Kind.FOLLOW_UP)
    for client, status in ((as_vera, 403), (as_charlie, 404)):
        assert put(client, call, note.pk, line(base=1, removed=True)).status_code == status
    note.refresh_from_db()
    assert note.revision == 1
