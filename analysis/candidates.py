"""Which rows of the table that is searched fit, newest first: one statement for all kinds, written by hand.

Asked at every key press. Django's own would be four, and putting them together takes longer than running them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from analysis.models import Sought
from analysis.query import Query
from analysis.tsquery import tsquery
from studies.languages import config_of
from studies.models import Study

SAID_BY_PEOPLE = (Sought.QUOTE, Sought.NOTE)


@dataclass(frozen=True)
class Narrowed:
    """What the search is narrowed to, beside its words."""

    study: Study | None = None
    kind: str = ""
    persona: int | None = None
    since: date | None = None
    until: date | None = None


# Entry and key of each, by kind.
Hits = dict[Sought, list[tuple[int, Any]]]

# Calls with people who say no: few rows of many people. What is shown asks again, see analysis/searching.py.
SAID_NO = """
with said_no as materialized (
  select i.id as interview, bool_or(c.purpose = 'notes') as to_notes
  from interviews_consentrecord c
  join interviews_participant p on p.id = c.participant_id
  join interviews_interview i on i.participant_id = p.id
  where p.study_id = any(%s) and c.purpose in ('notes', 'quotes') and not c.granted and not exists (
    select from interviews_consentrecord later
    where later.participant_id = c.participant_id and later.purpose = c.purpose and later.id > c.id)
  group by i.id)
"""
NOT_REFUSED = {
    Sought.QUOTE: "e.interview_id not in (select interview from said_no)",
    Sought.NOTE: "e.interview_id not in (select interview from said_no where to_notes)",
}
WRITTEN = {
    Sought.THEME: "(select created_at from analysis_theme t where t.id = e.theme_id)",
    Sought.INSIGHT: "(select created_at from analysis_insight t where t.id = e.insight_id)",
}
HELD = "coalesce(i.started_at, i.scheduled_at)"


def candidates(
    query: Query, scope: Sequence[Study], narrowed: Narrowed, sizes: Mapping[Sought, int], before: int | None
) -> Hits:
    """`sizes`: how many of each kind; one more tells that there are more."""
    kinds = [
        kind for kind in sizes if narrowed.kind in {"", kind} and not (narrowed.persona and kind not in SAID_BY_PEOPLE)
    ]
    hits: Hits = {kind: [] for kind in kinds}
    if not kinds:
        return hits
    values: list[Any] = [[study.pk for study in scope]]
    arms = [_arm(kind, query, scope, narrowed, sizes[kind], before, values) for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(SAID_NO + " union all ".join(arms), values)
        for kind, entry, key in cursor.fetchall():
            hits[Sought(kind)].append((entry, UUID(key) if kind == Sought.NOTE else int(key)))
    return hits


def _arm(
    kind: Sought,
    query: Query,
    scope: Sequence[Study],
    narrowed: Narrowed,
    size: int,
    before: int | None,
    values: list[Any],
) -> str:
    """`values`: where those of this arm are added, in their order."""
    values.append(kind.value)
    asked = ["e.kind = %s", _matching(query, scope, values)]
    if before:
        asked.append("e.id < %s")
        values.append(before)
    if kind in SAID_BY_PEOPLE:
        asked += [NOT_REFUSED[kind], *_of_calls(narrowed, values)]
    else:
        asked += _days(WRITTEN[kind], narrowed, values)
    values.append(size + 1)
    column = f"{kind.value}_id"
    return (
        f"(select e.kind, e.id, e.{column}::text from analysis_searchentry e"  # noqa: S608 (names of ours; values apart)
        f" where {' and '.join(asked)} order by e.id desc limit %s)"
    )


def _matching(query: Query, scope: Sequence[Study], values: list[Any]) -> str:
    """The words, read in the language of each study."""
    languages: dict[str, list[UUID]] = defaultdict(list)
    for study in scope:
        languages[config_of(study.language)].append(study.pk)
    parts = []
    for config, studies in sorted(languages.items()):
        sql, terms = tsquery(query, config)
        parts.append(f"(e.study_id = any(%s) and e.words @@ ({sql}))")
        values += [studies, *terms]
    return f"({' or '.join(parts)})"


def _of_calls(narrowed: Narrowed, values: list[Any]) -> list[str]:
    asked = []
    if narrowed.persona:
        asked.append("i.participant_id in (select id from interviews_participant where persona_id = %s)")
        values.append(narrowed.persona)
    asked += _days(HELD, narrowed, values)
    if not asked:
        return []
    return [f"e.interview_id in (select i.id from interviews_interview i where {' and '.join(asked)})"]  # noqa: S608


def _days(moment: str, narrowed: Narrowed, values: list[Any]) -> list[str]:
    """Days of the site's own zone, the last one whole."""
    asked = []
    for day, holds in ((narrowed.since, ">="), (narrowed.until, "<=")):
        if day:
            asked.append(f"({moment} at time zone %s)::date {holds} %s")
            values += [timezone.get_current_timezone_name(), day]
    return asked
