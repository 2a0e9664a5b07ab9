"""Off the record: the call's stretches, the mark on a line that no edit takes off, and erasing for good."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.models import ConsentRecord, Debrief, Interview, InterviewState, Method, Note, OffRecord
from interviews.models.note import Erased, save_note
from studies.models import Study
from studies.models.event import StudyEvent
from tests.factories import make_assumption, make_interview, make_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def typed(call: Interview, by: User, note: Note | None = None, **fields: Any) -> Note:
    line = {"kind": "verbatim", "text": "Between us."} | fields
    saved = save_note(call, note.pk if note else uuid.uuid4(), by, note.revision if note else 0, **line)
    assert not saved.conflict
    return saved.note


def put(client: Client, call: Interview, pk: object, **line: Any) -> Any:
    body = {"text": "Between us.", "kind": "note", "offset_ms": 4000, "question": None, "base": 0} | line
    url = reverse("interviews:note_put", args=[call.study_id, call.pk, pk])
    return client.put(url, json.dumps(body), content_type="application/json")


def tell(client: Client, call: Interview, **stretch: Any) -> Any:
    return client.post(reverse("interviews:off_record", args=[call.study_id, call.pk]), stretch)


def events(study: Study, kind: str) -> int:
    return StudyEvent.objects.filter(study=study, kind=kind).count()


# ── the call


def test_a_stretch_is_told_begun_and_ended_once_however_often_it_is_sent(as_bob: Client, call: Interview) -> None:
    stretch = uuid.uuid4()
    for _ in range(2):
        said = tell(as_bob, call, stretch=stretch, began_ms=1000).json()
    assert said["stretches"] == [{"id": str(stretch), "began": 1000, "ended": None, "by": "BE"}]
    for _ in range(2):
        said = tell(as_bob, call, stretch=stretch, began_ms=1000, ended_ms=9000).json()
    assert said["stretches"][0]["ended"] == 9000
    tell(as_bob, call, stretch=stretch, began_ms=1000)  # a late repeat of its beginning
    assert OffRecord.objects.get().ended_ms == 9000
    assert events(call.study, "off_record") == 2


def test_two_note_takers_apart_both_have_to_end_theirs(call: Interview, alice: User, bob: User) -> None:
    hers, his = uuid.uuid4(), uuid.uuid4()
    OffRecord.tell(call, hers, alice, 1000)
    OffRecord.tell(call, his, bob, 900, 1100)
    assert list(call.off_records.values_list("pk", "ended_ms")) == [(his, 1100), (hers, None)]


def test_an_end_before_the_beginning_is_the_beginning(call: Interview, bob: User) -> None:
    assert OffRecord.tell(call, uuid.uuid4(), bob, 5000, 4000).ended_ms == 5000
    with pytest.raises(IntegrityError), transaction.atomic():
        OffRecord.objects.create(interview=call, began_ms=2, ended_ms=1)


def test_ending_the_call_ends_it_and_nothing_opens_it_again(call: Interview, bob: User) -> None:
    stretch = OffRecord.tell(call, uuid.uuid4(), bob, 0)
    call.finish(bob)
    stretch.refresh_from_db()
    assert stretch.ended_ms is not None
    assert OffRecord.tell(call, uuid.uuid4(), bob, 0).ended_ms is not None


def test_before_the_call_there_is_nothing_off_the_record(study: Study, bob: User) -> None:
    with pytest.raises(Refused, match="hasn’t begun"):
        OffRecord.tell(make_interview(study=study, state=InterviewState.PLANNED), uuid.uuid4(), bob, 0)


@pytest.mark.parametrize("wrong", [{"stretch": "x"}, {"began_ms": -1}, {"began_ms": ""}, {"ended_ms": "soon"}])
def test_a_damaged_stretch_is_no_stretch(as_bob: Client, call: Interview, wrong: dict[str, Any]) -> None:
    assert tell(as_bob, call, **({"stretch": uuid.uuid4(), "began_ms": 1} | wrong)).status_code == 400
    assert not OffRecord.objects.exists()


def test_a_stretch_of_another_call_is_refused(call: Interview, bob: User) -> None:
    stretch = OffRecord.tell(call, uuid.uuid4(), bob, 1)
    other = make_interview(study=call.study, state=InterviewState.LIVE)
    with pytest.raises(Refused):
        OffRecord.tell(other, stretch.pk, bob, 1)


# ── a line


def test_a_line_carries_its_own_mark_whatever_the_call_is_said_to_be(as_bob: Client, call: Interview) -> None:
    said = put(as_bob, call, uuid.uuid4(), off_record=True).json()
    assert said["off_record"] is True and Note.objects.get().off_record


def test_a_line_of_somebody_who_did_not_know_yet_is_marked(call: Interview, alice: User, bob: User) -> None:
    before, under, after = (typed(call, alice, offset_ms=at) for at in (900, 1500, 2500))
    OffRecord.tell(call, uuid.uuid4(), bob, 1000, 2000)
    late = typed(call, alice, offset_ms=1700, off_record=False)
    assert list(call.notes.filter(off_record=True).order_by("position")) == [under, late]
    assert not late.off_record or late.revision == 1
    put_back = Note.objects.get(pk=under.pk)
    put_back.go_on_record(alice)
    OffRecord.tell(call, call.off_records.get().pk, bob, 1000, 2000)  # told again
    put_back.refresh_from_db()
    assert not put_back.off_record
    assert {before.off_record, after.off_record} == {False}


@pytest.mark.parametrize("sent", [{}, {"off_record": False}, {"off_record": None}])
def test_no_edit_takes_the_mark_off(as_bob: Client, call: Interview, sent: dict[str, Any]) -> None:
    note = make_note(interview=call, off_record=True)
    assert put(as_bob, call, note.pk, text="Between us two.", base=1, **sent).json()["off_record"] is True
    note.refresh_from_db()
    assert (note.text, note.off_record) == ("Between us two.", True)


def test_an_edit_may_put_it_on(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call)
    assert put(as_bob, call, note.pk, base=1, off_record=True).json()["off_record"] is True


def test_a_save_in_flight_and_the_call_going_off_the_record_never_miss_each_other(
    transactional_db: None, call: Interview, alice: User, bob: User
) -> None:
    """A line is stored but not yet committed when the call goes off the record: whoever comes second sees the other."""
    stored, gone = threading.Event(), threading.Event()
    pk = uuid.uuid4()

    def save() -> None:
        with transaction.atomic():
            save_note(call, pk, alice, 0, kind="note", text="Late", offset_ms=5000)
            stored.set()
            gone.wait(0.5)
        connection.close()

    saver = threading.Thread(target=save)
    saver.start()
    stored.wait(5)
    OffRecord.tell(call, uuid.uuid4(), bob, 4000)
    gone.set()
    saver.join()
    assert Note.objects.get(pk=pk).off_record


def test_a_stale_edit_that_puts_it_off_overwrites_nothing_and_puts_it_off(as_bob: Client, call: Interview) -> None:
    note = make_note(interview=call, text="First")
    note.revise({"text": "Theirs"})
    for _ in range(2):
        answer = put(as_bob, call, note.pk, text="Mine", base=1, off_record=True)
        assert answer.status_code == 409
    note.refresh_from_db()
    assert (note.text, note.off_record, note.revision) == ("Theirs", True, 3)
    assert answer.json()["standing"]["revision"] == 3


# ── erasing


def test_erasing_leaves_no_words_and_an_event_without_any(call: Interview, bob: User) -> None:
    kept = typed(call, bob, text="On the record")
    said = typed(
        call, bob, off_record=True, theme_names=["Secret"], stances={make_assumption(study=call.study).pk: "for"}
    )
    removed = typed(call, bob, off_record=True, text="Removed before")
    removed.delete_softly(bob)
    seen = {note.pk: Note.objects.get(pk=note.pk).revision for note in (said, removed)}
    assert OffRecord.erase(call, bob) == 2
    for note in (said, removed):
        note.refresh_from_db()
        assert (note.text, note.theme_names, note.signals.count()) == ("", [], 0)
        assert note.erased_at and note.deleted_at and note.revision == seen[note.pk] + 1
    kept.refresh_from_db()
    assert kept.text == "On the record"
    event = StudyEvent.objects.get(kind="erased")
    assert event.ids == {"interview": call.pk, "lines": 2}
    assert OffRecord.erase(call, bob) == 0
    assert events(call.study, "erased") == 1


def test_nothing_brings_an_erased_line_back(as_bob: Client, call: Interview, bob: User) -> None:
    note = typed(call, bob, off_record=True)
    OffRecord.erase(call, bob)
    for base in (0, 1, 2, 3):
        answer = put(as_bob, call, note.pk, base=base, text="Again")
        assert (answer.status_code, answer.json()["erased"]) == (410, "This line was erased. Nobody can bring it back.")
    note.refresh_from_db()
    for act in (note.restore, note.go_on_record):
        with pytest.raises(Erased):
            act(bob)
    note.delete_softly(bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Again")
    assert put(as_bob, call, note.pk, base=note.revision, text="Again", removed=False).status_code == 410
    note.refresh_from_db()
    assert note.text == ""


def test_a_line_given_up_on_its_device_finds_its_place_taken(as_bob: Client, call: Interview) -> None:
    """It may be on its way while everything is erased."""
    given_up = uuid.uuid4()
    url = reverse("interviews:off_record_erase", args=[call.study_id, call.pk])
    said = as_bob.post(url, {"unsent": str(given_up)}, headers={"HX-Request": "true"}).json()
    assert said == {"interview": call.pk, "erased": 0}
    assert put(as_bob, call, given_up, off_record=True).status_code == 410
    assert not Note.objects.exclude(text="").exists()


def test_a_device_gives_up_only_lines_of_its_own_person(as_bob: Client, call: Interview, alice: User) -> None:
    hers = typed(call, alice, text="On the record, by Alice")
    elsewhere = make_note(interview=make_interview(study=call.study), text="Of another call", author=alice)
    url = reverse("interviews:off_record_erase", args=[call.study_id, call.pk])
    as_bob.post(url, {"unsent": f"{hers.pk} {elsewhere.pk}"}, headers={"HX-Request": "true"})
    assert set(Note.objects.values_list("text", flat=True)) == {"On the record, by Alice", "Of another call"}
    assert as_bob.post(url, {"unsent": "everything"}).status_code == 400


def test_erasing_works_after_a_no_to_notes(call: Interview, bob: User) -> None:
    typed(call, bob, off_record=True)
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, bob)
    assert OffRecord.erase(call, bob) == 1


def test_the_page_before_it_shows_the_reach_and_the_debrief_offers_both(
    as_bob: Client, call: Interview, bob: User
) -> None:
    for text in ("One", "Two", "Three"):
        last = typed(call, bob, text=text, off_record=True)
    last.delete_softly(bob)
    debrief = as_bob.get(reverse("interviews:debrief", args=[call.study_id, call.pk])).content.decode()
    assert "3 lines off the record" in debrief and "Keep them inside the team" in debrief
    page = as_bob.get(reverse("interviews:off_record_erase", args=[call.study_id, call.pk])).content.decode()
    assert "3 lines. Nobody can bring them back." in page
    assert "1 of them was removed from the notes before." in page and "Written by BE." in page
    answer = as_bob.post(reverse("interviews:off_record_erase", args=[call.study_id, call.pk]), follow=True)
    assert "3 lines are erased." in answer.content.decode()
    assert "off the record</h2>" not in answer.content.decode()


def test_the_words_one_remembers_are_on_the_record(as_bob: Client, call: Interview, bob: User) -> None:
    secret, said = typed(call, bob, text="Secret", off_record=True), typed(call, bob, text="Said")
    url = reverse("interviews:debrief", args=[call.study_id, call.pk])
    assert "Secret" not in as_bob.get(url).content.decode()
    assert as_bob.post(url, {"memorable": secret.pk, "surprises": "x"}).status_code == 422
    with pytest.raises(Refused, match="on the record"):
        Debrief.write(call, bob, {}, memorable=secret)
    debrief = Debrief.write(call, bob, {}, memorable=said)
    Note.objects.get(pk=said.pk).go_off_record(bob)
    debrief.refresh_from_db()
    assert debrief.memorable is None


def test_what_was_heard_off_the_record_is_no_reminder_in_a_debrief(as_bob: Client, call: Interview, bob: User) -> None:
    about = {make_assumption(study=call.study).pk: "for"}
    typed(call, bob, kind="note", text="Secretly so", off_record=True, stances=about)
    typed(call, bob, kind="note", text="Openly so", stances=about)
    page = as_bob.get(reverse("interviews:debrief", args=[call.study_id, call.pk])).content.decode()
    assert "Openly so" in page and "Secretly so" not in page


# ── consent


def test_the_parts_of_consent_are_fetched_alone(as_bob: Client, call: Interview, bob: User) -> None:
    url = reverse("interviews:live_consent", args=[call.study_id, call.pk])
    assert "said no" not in as_bob.get(url).content.decode()
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, bob)
    page = as_bob.get(url).content.decode()
    assert "said no to written notes" in page and "No notes" in page


# ── who only reads, and what is made of a line


def test_who_only_reads_gets_no_line_off_the_record_while_the_call_runs(
    as_bob: Client, as_vera: Client, bob: User, call: Interview
) -> None:
    make_note(interview=call, text="Said to all.")
    secret = typed(call, bob, off_record=True)
    lines = reverse("interviews:lines", args=[call.study_id, call.pk])
    follow = reverse("interviews:follow", args=[call.study_id, call.pk])
    for url in (lines, f"{lines}?since=2020-01-01T00:00:00Z", f"{lines}?before={secret.pk}", follow):
        hers, his = (client.get(url).content.decode() for client in (as_vera, as_bob))
        assert "Between us." not in hers, url
        assert ("Between us." in his) == ("before" not in url), url
    assert (
        f'data-id="{secret.pk}"' in as_vera.get(f"{lines}?since=2020-01-01T00:00:00Z").content.decode()
    )  # and it goes


def test_a_part_of_a_line_off_the_record_is_off_it(bob: User, call: Interview) -> None:
    whole = typed(call, bob, text="One. Two.", off_record=True)
    part = save_note(
        call, uuid.uuid4(), bob, 0, kind="verbatim", text="Two.", offset_ms=1, part_of=whole.pk, off_record=False
    ).note
    assert part.off_record


def test_a_line_put_off_the_record_and_removed_in_one_is_both(bob: User, call: Interview) -> None:
    note = typed(call, bob)
    note = save_note(call, note.pk, bob, note.revision, removed=True, off_record=True).note
    note.refresh_from_db()
    assert note.deleted_at
    assert note.off_record


def test_a_conflict_tells_no_words_that_are_withheld(as_bob: Client, alice: User, bob: User, call: Interview) -> None:
    note = typed(call, bob)
    typed(call, alice, note, text="CANARY")
    ConsentRecord.capture(call.participant, {"notes": False}, Method.SPOKEN, alice)
    answer = put(as_bob, call, note.pk, base=1, removed=True)
    assert answer.status_code == 409
    assert "CANARY" not in answer.content.decode()
