"""What a sequence of acts came to in the database, beside what it should come to: rows, revisions and events."""

from __future__ import annotations

from typing import Any

LINES = "select id::text, text, kind, revision, deleted_at is not null, follow_up_done from interviews_note where interview_id = %s"
ASKS = "select question_id, state, begun_ms, left_ms from interviews_questionask where interview_id = %s"
CALL = "select state, current_question_id from interviews_interview where id = %s"
OBSERVERS = "select count(*) from interviews_observer where interview_id = %s"
EVENTS = """
    select kind, count(*) from studies_studyevent
    where (ids->>'interview')::bigint = %s and kind <> 'interview_scheduled' group by 1
"""


def differences(database: Any, interview: int, expected: dict[str, Any]) -> list[str]:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return database.execute(sql, [interview]).fetchall()  # type: ignore[no-any-return]

    fields = ("text", "kind", "revision", "removed", "done")
    found = {
        "lines": {name: dict(zip(fields, rest, strict=True)) for name, *rest in rows(LINES)},
        "asks": {question: rest for question, *rest in rows(ASKS)},
        "observers": rows(OBSERVERS)[0][0],
        "events": dict(rows(EVENTS)),
        **dict(zip(("state", "current"), rows(CALL)[0], strict=True)),
    }
    return [f"{what}: {found[what]}, not {expected[what]}" for what in found if found[what] != expected[what]]
