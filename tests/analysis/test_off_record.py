"""What is off the record is quoted by nobody, exported nowhere, and erased everywhere."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.exporters.json_all import document
from analysis.exporters.quotes_csv import quote_rows
from analysis.models import Evidence, Quote, Side, Tag, Theme
from analysis.quoting import off_record as gates
from interviews.models import Debrief, Interview, InterviewState, Note, OffRecord
from interviews.models.note import save_note
from studies.models import Study
from studies.models.event import StudyEvent
from tests.factories import make_assumption, make_insight, make_interview, make_note

pytestmark = pytest.mark.django_db
CANARY = "Zwitschermaschine"


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def typed(call: Interview, by: User, **fields: Any) -> Note:
    line = {"kind": "verbatim", "text": CANARY, "off_record": True} | fields
    return save_note(call, uuid.uuid4(), by, 0, **line).note


# ── quoting


def test_a_line_off_the_record_is_not_quoted(call: Interview, bob: User) -> None:
    note = typed(call, bob)
    with pytest.raises(Refused, match="said off the record"):
        Quote.whole(note, bob)
    with pytest.raises(Refused, match="said off the record"):
        Quote.take(note, 2, note, 5, bob)


def test_a_selection_over_several_lines_leaves_it_out(call: Interview, bob: User) -> None:
    first = make_note(interview=call, text="Before that.", offset_ms=1000)
    make_note(interview=call, text=CANARY, offset_ms=2000, off_record=True)
    last = make_note(interview=call, text="After that.", offset_ms=3000)
    off = make_note(interview=call, text=CANARY, offset_ms=4000, off_record=True)
    assert Quote.take(first, 0, last, 5, bob).text == "Before that.\n[…]\nAfter"
    drawn_in = Quote.take(first, 0, off, 4, bob)
    assert (drawn_in.last_note, drawn_in.end) == (last, len(last.text))


def test_themes_and_assumptions_typed_in_it_make_nothing(call: Interview, bob: User) -> None:
    note = typed(call, bob, theme_names=["Trust"], stances={make_assumption(study=call.study).pk: "for"})
    assert note.theme_names == ["Trust"] and note.signals.count() == 1
    assert not (Quote.objects.exists() or Theme.objects.exists() or Evidence.objects.exists())


def test_the_reading_page_marks_it_offers_nothing_and_refuses_a_form(
    as_bob: Client, as_vera: Client, call: Interview, bob: User
) -> None:
    note = typed(call, bob)
    make_note(interview=call, text="Openly.")
    url = reverse("analysis:notes", args=[call.study_id, call.pk])
    page = as_bob.get(url).content.decode()
    line = page[page.index(f'id="n-{note.pk}"') :].split("</section>")[0]
    assert "Off the record" in line and "Back on the record…" in line and "Quote this line" not in line
    form = {"first": note.pk, "start": 0, "last": note.pk, "end": 5, "name": "Trust"}
    assert as_bob.post(reverse("analysis:quote_add", args=[call.study_id, call.pk]), form).status_code == 409
    assert not Quote.objects.exists() and not Theme.objects.exists()
    for_readers = as_vera.get(url).content.decode()
    assert CANARY not in for_readers and "Openly." in for_readers
    assert "1 line was typed off the record." in for_readers


def test_quotes_go_with_a_line_put_off_the_record_and_the_reach_is_shown_first(
    as_bob: Client, call: Interview, bob: User
) -> None:
    about = {make_assumption(study=call.study).pk: "for"}
    note = typed(call, bob, off_record=False, theme_names=["Trust"], stances=about, offset_ms=50_000)
    before = make_note(interview=call, text="Before", offset_ms=0)
    after = make_note(interview=call, text="After", offset_ms=99_000)
    over = Quote.take(before, 0, after, 5, bob)
    aside = Quote.whole(after, bob)
    make_insight(study=call.study).cite(over, Side.FOR, bob)
    assert CANARY in over.text
    url = reverse("analysis:line_off_record", args=[call.study_id, call.pk, note.pk])
    page = as_bob.get(url).content.decode()
    for words in ("2 quotes go with it.", "1 of them is cited on I1.", "It is no evidence on A1 any more."):
        assert words in page
    assert Quote.objects.count() == 3
    as_bob.post(url)
    assert list(Quote.objects.all()) == [aside]
    assert not Tag.objects.exists() and not Evidence.objects.exists()
    assert StudyEvent.objects.filter(kind="quote_gone").count() == 2


def test_quotes_go_with_a_save_that_puts_it_off_and_with_a_stretch_told_late(call: Interview, bob: User) -> None:
    note = typed(call, bob, off_record=False, theme_names=["Trust"], offset_ms=500)
    save_note(call, note.pk, bob, 1, kind="verbatim", text=CANARY, off_record=True)
    assert not Quote.objects.exists()
    typed(call, bob, off_record=False, theme_names=["Trust"], offset_ms=1500)
    assert Quote.objects.exists()
    OffRecord.tell(call, uuid.uuid4(), bob, 1000, 2000)
    assert not Quote.objects.exists()


def test_back_on_the_record_takes_an_act_and_shows_why_it_was_off(as_bob: Client, call: Interview, bob: User) -> None:
    OffRecord.tell(call, uuid.uuid4(), bob, 61_000)
    note = typed(call, bob, offset_ms=62_000, theme_names=["Trust"])
    url = reverse("analysis:line_on_record", args=[call.study_id, call.pk, note.pk])
    page = as_bob.get(url).content.decode()
    assert "typed while the call was off the record, from 00:01:01 on by BE." in page
    assert f"Do it only if {call.participant.code} agrees." in page
    as_bob.post(url)
    note.refresh_from_db()
    assert not note.off_record
    assert [quote.text for quote in Quote.objects.all()] == [CANARY]  # what was typed in it counts now


def test_taking_a_quote_looks_again_under_the_lock(transactional_db: None, call: Interview, bob: User) -> None:
    note = typed(call, bob, off_record=False)
    off, go = threading.Event(), threading.Event()

    def put_off() -> None:
        with transaction.atomic():
            Note.objects.get(pk=note.pk).go_off_record(bob)
            off.set()
            go.wait(0.5)
        connection.close()

    other = threading.Thread(target=put_off)
    other.start()
    off.wait(5)
    with pytest.raises(Refused, match="off the record"):
        Quote.whole(note, bob)
    other.join()
    assert not Quote.objects.exists()


# ── exports


def exported(study: Study) -> str:
    return json.dumps(document(study, study.owner), default=str) + "".join("|".join(row) for row in quote_rows(study))


def test_no_export_holds_it_and_the_gap_is_named(call: Interview, bob: User) -> None:
    typed(call, bob)
    typed(call, bob, text="Openly.", off_record=False)
    found = document(call.study, bob)
    assert [note["text"] for note in found["notes"]] == ["Openly."]
    code = call.participant.code
    assert {"participant": code, "what": "1 line", "why": "off the record"} in found["left_out"]
    assert CANARY not in exported(call.study)


def test_negative_control_the_mark_is_what_keeps_it_out(call: Interview, bob: User) -> None:
    typed(call, bob, off_record=False, theme_names=["Trust"])
    assert exported(call.study).count(CANARY) == 3  # the line, its quote, and the quote in the table


# ── erasing


def everywhere(token: str) -> list[str]:
    """Every column of every table that holds the words, whatever its type."""
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'select count(*) from "{table}" as whole where whole::text ilike %s', [f"%{token}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


def everything_of(call: Interview, by: User) -> Note:
    """A line that has been used for all there is, then put off the record."""
    about = {make_assumption(study=call.study).pk: "for"}
    note = typed(call, by, off_record=False, theme_names=[f"{CANARY} theme"], stances=about)
    quote = Quote.objects.get()
    make_insight(study=call.study).cite(quote, Side.FOR, by)
    Debrief.write(call, by, {}, memorable=note)
    return note


def test_of_erased_words_nothing_is_left_in_the_database(call: Interview, bob: User) -> None:
    everything_of(call, bob).go_off_record(bob)
    typed(call, bob, kind="follow_up")
    removed = typed(call, bob, theme_names=[CANARY])
    removed.delete_softly(bob)
    assert "interviews_note" in everywhere(CANARY)
    assert OffRecord.erase(call, bob) == 3
    assert everywhere(CANARY) == []


def test_negative_control_words_are_found_where_they_are(call: Interview, bob: User) -> None:
    everything_of(call, bob)
    assert everywhere(CANARY) == [
        "analysis_change",
        "analysis_quote",
        "analysis_searchentry",
        "analysis_theme",
        "interviews_note",
    ]


def test_a_theme_that_was_there_before_or_is_used_stays(call: Interview, bob: User) -> None:
    Theme.called(call.study, "Prepared", bob)
    typed(call, bob, off_record=False, text="Open", theme_names=["Shared"])
    typed(call, bob, theme_names=["Prepared", "Shared"])
    OffRecord.erase(call, bob)
    assert set(Theme.objects.values_list("name", flat=True)) == {"Prepared", "Shared"}


def test_negative_control_without_the_gate_the_quote_would_stay(
    call: Interview, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = everything_of(call, bob)
    monkeypatch.setattr("analysis.quoting.typed.give_up_quotes", lambda *_: None)
    monkeypatch.setattr(gates, "give_up_quotes", lambda *_: None)
    note.go_off_record(bob)
    OffRecord.erase(call, bob)
    assert "analysis_quote" in everywhere(CANARY)
