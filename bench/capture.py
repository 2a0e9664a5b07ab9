"""Live capture on the server: what a line costs to save, and the pages that show them, each beside the bare SQL of it."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from bench.bare import committed

TEXT = "They count twice because they don't trust the number on the screen"
LINES = 1_000
Acts = tuple[Callable[[], object], Callable[[], object]]


def call_with(study: Any, lines: int = LINES) -> Any:
    """A call of the study that is under way, with so many typed lines of all kinds."""
    from interviews.models import Interview, InterviewState, Note

    done = study.interviews.order_by("pk").last()
    begun = timezone.now() - timedelta(minutes=50)
    call = Interview.objects.create(
        study=study, participant=done.participant, script=done.script, interviewer=study.owner, state=InterviewState.LIVE,
        started_at=begun, minutes=60,
    )  # fmt: skip
    kinds = itertools.cycle(["note", "verbatim", "note", "observation", "note", "aha", "verbatim", "note", "follow_up"])
    questions = list(study.questions.order_by("pk"))
    Note.objects.bulk_create(
        Note(
            study=study, interview=call, author=study.owner, kind=next(kinds), text=f"{n}: {TEXT}", offset_ms=n * 2_500,
            position=n * 2_500, question=questions[n * len(questions) // lines] if questions else None,
            theme_names=["Counting"] if n % 10 == 3 else [],
        )
        for n in range(lines)
    )  # fmt: skip
    return call


def bare_insert(call: Any) -> Callable[[], object]:
    """The same row through psycopg alone: insert and commit."""
    statement = "insert into interviews_note (id, study_id, interview_id, author_id, kind, text, offset_ms, position, follow_up_done, off_record, theme_names, revision, created_at, updated_at) values (%s, %s, %s, %s, 'note', %s, 1000, 1000, false, false, '{}', 1, now(), now())"
    return lambda: committed(statement, (uuid.uuid4(), call.study_id, call.pk, call.interviewer_id, TEXT))


def bare_update(note_id: uuid.UUID) -> Callable[[], object]:
    statement = "update interviews_note set text = %s, revision = revision + 1, updated_at = now() where id = %s"
    return lambda: committed(statement, (f"{TEXT} {uuid.uuid4()}", note_id))


def a_new_line(call: Any) -> Acts:
    from interviews.models.note import save_note

    def ours() -> None:
        save_note(
            call, uuid.uuid4(), call.interviewer, 0, kind="note", text=TEXT, offset_ms=1000, question_id=None,
            theme_names=[], stances={},
        )  # fmt: skip

    return ours, bare_insert(call)


def an_edit(call: Any) -> Acts:
    from interviews.models.note import save_note

    note_id, revisions = uuid.uuid4(), itertools.count(1)
    save_note(call, note_id, call.interviewer, 0, kind="note", text=TEXT, offset_ms=1000)

    def ours() -> None:
        base = next(revisions)
        saved = save_note(call, note_id, call.interviewer, base, kind="note", text=f"{TEXT} {base}")
        assert not saved.conflict

    other = uuid.uuid4()
    save_note(call, other, call.interviewer, 0, kind="note", text=TEXT, offset_ms=1000)
    return ours, bare_update(other)


def with_tokens(call: Any) -> Acts:
    """`#theme @A2+` in a quote: the line, its tag and its evidence in one transaction."""
    from interviews.models.note import save_note

    assumption = call.study.assumptions.first()
    theme = call.study.themes.first().name

    def ours() -> None:
        save_note(
            call, uuid.uuid4(), call.interviewer, 0, kind="verbatim", text=TEXT, offset_ms=1000, theme_names=[theme],
            stances={assumption.pk: "for"},
        )  # fmt: skip

    return ours, bare_insert(call)


def over_http(client: Client, call: Any) -> Acts:
    """The whole request, in this process: session, person, access, form, line, answer."""

    def ours() -> None:
        line = {
            "text": TEXT,
            "kind": "note",
            "offset_ms": 1000,
            "base": 0,
            "question": None,
            "themes": [],
            "signals": [],
        }
        url = f"/studies/{call.study_id}/interviews/{call.pk}/notes/{uuid.uuid4()}/"
        answer = client.put(url, json.dumps(line), content_type="application/json")
        assert answer.status_code == 200, answer.content

    return ours, bare_insert(call)


def pages_of(call: Any) -> dict[str, str]:
    place = f"/studies/{call.study_id}/interviews/{call.pk}"
    since = (timezone.now() - timedelta(seconds=1)).isoformat().replace("+", "%2B")
    return {
        f"capture page with {LINES:,} lines": f"{place}/live/",
        "lines since a moment: none": f"{place}/lines/?since={since}",
        f"lines: all {LINES:,}": f"{place}/lines/",
        f"debrief after {LINES:,} lines": f"{place}/debrief/",
    }


def measure_capture(study: Any, size: str, client: Client) -> list[Any]:
    from bench.measure import measure_page, measure_write
    from interviews.models import Interview, Note

    call = call_with(study)
    call = Interview.objects.select_related("participant", "study", "interviewer").get(pk=call.pk)
    Note.objects.filter(interview=call).update(updated_at=timezone.now() - timedelta(minutes=5))
    rows = [measure_page(case, size, client, path) for case, path in pages_of(call).items()]
    acts: dict[str, Acts] = {
        "save a new line": a_new_line(call),
        "save an edited line": an_edit(call),
        "save a new line with #theme and @assumption": with_tokens(call),
        "save a new line, the whole request": over_http(client, call),
    }
    return rows + [measure_write(case, size, *pair) for case, pair in acts.items()]
