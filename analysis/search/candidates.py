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
from analysis.search.query import Query
from analysis.search.tsquery import tsquery
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


NEWEST = 1_000

# Entry and key of each, by kind.
Hits = dict[Sought, list[tuple[int, Any]]]

# Calls with people who say no: few rows of many people. What is shown asks again, see analysis/search/answer.py.
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
SHOWN = {
    Sought.THEME: "exists (select from analysis_theme t where t.id = e.theme_id and t.archived_at is null)",
    Sought.INSIGHT: "true",
    Sought.MEMO: """exists (select from analysis_themememo m join analysis_theme t on t.id = m.theme_id
      where m.id = e.memo_id and m.removed_at is null and t.archived_at is null)""",
    Sought.QUOTE: "e.interview_id not in (select interview from said_no)",
    Sought.NOTE: "e.interview_id not in (select interview from said_no where to_notes)",
}
WRITTEN = {
    Sought.THEME: "(select created_at from analysis_theme t where t.id = e.theme_id)",
    Sought.INSIGHT: "(select created_at from analysis_insight t where t.id = e.insight_id)",
    Sought.MEMO: "(select created_at from analysis_themememo t where t.id = e.memo_id)",
}
HELD = "coalesce(i.started_at, i.scheduled_at)"


def candidates(
    query: Query, scope: Sequence[Study], narrowed: Narrowed, sizes: Mapping[Sought, int], before: int | None
) -> Hits:
    """`sizes`: how many of each kind; one more tells that there are more.

    What stands in many lines stands among the newest, and they are looked through first; the index on words would gather
    every line that fits only to throw nearly all away. What is rarer is asked of that index.
    """
    kinds = [
        kind for kind in sizes if narrowed.kind in {"", kind} and not (narrowed.persona and kind not in SAID_BY_PEOPLE)
    ]
    found = _ask(kinds, query, scope, narrowed, sizes, before, newest=True)
    rarer = [kind for kind in kinds if kind in SAID_BY_PEOPLE and len(found[kind]) <= sizes[kind]]
    return found | _ask(rarer, query, scope, narrowed, sizes, before, newest=False)


def _ask(
    kinds: Sequence[Sought],
    query: Query,
    scope: Sequence[Study],
    narrowed: Narrowed,
    sizes: Mapping[Sought, int],
    before: int | None,
    newest: bool,
) -> Hits:
    hits: Hits = {kind: [] for kind in kinds}
    if not kinds:
        return hits
    values: list[Any] = [[study.pk for study in scope]]
    arms = []
    for kind in kinds:
        arms.append(_arm(kind, query, scope, narrowed, before, newest and kind in SAID_BY_PEOPLE, values))
        values.append(sizes[kind] + 1)
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
    before: int | None,
    newest: bool,
    values: list[Any],
) -> str:
    """`values`: where those of this arm are added, in their order.

    `offset 0` keeps the planner from walking through all entries in their order, in the hope that the first ones fit.
    """
    rows = f"select e.* from analysis_searchentry e where e.kind = '{kind.value}'"  # noqa: S608 (a name of ours)
    if before:
        rows += " and e.id < %s"
        values.append(before)
    if newest:
        rows += f" order by e.id desc limit {NEWEST}"
    asked = [_matching(query, scope, values), SHOWN[kind]]
    if kind in SAID_BY_PEOPLE:
        asked += _of_calls(narrowed, values)
    else:
        asked += _days(WRITTEN[kind], narrowed, values)
    fits = f"select e.kind, e.id, e.{kind.value}_id::text as key from ({rows}) e where {' and '.join(asked)} offset 0"  # noqa: S608
    return f"(select kind, id, key from ({fits}) fits order by id desc limit %s)"  # noqa: S608


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
