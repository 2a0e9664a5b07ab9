"""Steps of the journal in words; a fixed number of queries for any number of them, however much each did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from analysis.journal.step_words import Names, Part, did
from analysis.models import Change, Step
from interviews.codes import code_of
from studies.models import Study

# Changes that are alike are one row; columns that only made room for another all belong together.
PARTS = """
    select step_id, kind, case when before is null then 'came' when after is null then 'went' else 'changed' end as way,
        case when fields = '{position}' then null else theme_id end as about, theme_was_id, of_id, fields,
        count(*), min(id), min(quote_id)
    from analysis_change where step_id = any(%s) group by 1, 2, 3, 4, 5, 6, 7 order by min(id)
"""


@dataclass(frozen=True)
class Tale:
    """What a step did, and the one quote it was about, if it was one."""

    words: str
    quote_id: int | None


def in_words(study: Study, steps: Sequence[Step]) -> dict[int, str]:
    return {pk: tale.words for pk, tale in tales(study, steps).items()}


def tales(study: Study, steps: Sequence[Step]) -> dict[int, Tale]:
    """By step. A step that undid another is told by what it undid, as long as that is known."""
    origins = {step.pk: step.origin_id or step.pk for step in steps}
    parts = _parts({*origins.keys(), *origins.values()})
    kinds = {step.pk: step.kinds for step in steps}
    kinds |= dict(study.steps.filter(pk__in=set(origins.values()) - kinds.keys()).values_list("pk", "kinds"))
    for pk, code in _corrected({*origins.keys(), *origins.values()}).items():
        parts[pk].append(Part("line", "changed", before={"code": code}))
    names = _names(study, [part for several in parts.values() for part in several])
    told = {pk: parts.get(origin) or parts.get(pk, []) for pk, origin in origins.items()}
    return {
        pk: Tale(did(told[pk], kinds.get(origin, ()), names), _one_quote(told[pk])) for pk, origin in origins.items()
    }


def _one_quote(parts: Sequence[Part]) -> int | None:
    several = {part.quote_id for part in parts if part.quote_id}
    return several.pop() if len(several) == 1 and all(part.n == 1 for part in parts if part.quote_id) else None


def _parts(ids: set[int]) -> dict[int, list[Part]]:
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [list(ids)])
        rows = cursor.fetchall()
    examples = Change.objects.in_bulk([row[8] for row in rows])
    parts: dict[int, list[Part]] = defaultdict(list)
    for step, kind, way, theme, theme_was, of, fields, n, example, quote in rows:
        change = examples[example]
        parts[step].append(
            Part(
                kind, way, n, theme, theme_was, quote, of, tuple(fields or ()), change.before or {}, change.after or {}
            )
        )
    return parts


CORRECTED = """
    select c.step_id, min(p.number) from analysis_correction c join interviews_note n on n.id = c.note_id
    join interviews_interview i on i.id = n.interview_id join interviews_participant p on p.id = i.participant_id
    where c.step_id = any(%s) group by 1
"""


def _corrected(ids: set[int]) -> dict[int, str]:
    """Whose line, by the step that corrected it."""
    with connection.cursor() as cursor:
        cursor.execute(CORRECTED, [list(ids)])
        return {step: code_of(number) for step, number in cursor.fetchall()}


def _names(study: Study, parts: Sequence[Part]) -> Names:
    themes = {pk for part in parts for pk in (part.theme_id, part.theme_was_id, *_parents(part)) if pk}
    quotes = {part.quote_id for part in parts if part.quote_id}
    assumptions = {part.of_id for part in parts if part.kind == "evidence" and part.of_id}
    insights = {part.of_id for part in parts if part.kind == "citation" and part.of_id}
    return Names(
        themes=_theme_names(study, themes),
        codes=_codes(study, quotes),
        assumptions={row.pk: row.code for row in study.assumptions.filter(pk__in=assumptions)},
        insights={row.pk: row.code for row in study.insights.filter(pk__in=insights)},
    )


def _parents(part: Part) -> tuple[int | None, int | None]:
    return part.before.get("parent_id"), part.after.get("parent_id")


def _theme_names(study: Study, ids: Iterable[int]) -> dict[int, str]:
    """As they are called now, or were when they went."""
    wanted = set(ids)
    names = dict(study.themes.filter(pk__in=wanted).values_list("pk", "name"))
    gone = Change.objects.filter(kind="theme", row_id__in=wanted - names.keys(), fields=None)
    return _last(gone, "name") | names


def _codes(study: Study, ids: set[int]) -> dict[int, str]:
    """Whose words a quote holds, or held: codes, which say nothing that was said."""
    whose = dict(study.quotes.filter(pk__in=ids).values_list("pk", "participant"))
    gone = Change.objects.filter(kind="quote", row_id__in=ids - whose.keys(), fields=None)
    whose = _last(gone, "participant_id") | whose
    people = study.participants.in_bulk({int(pk) for pk in whose.values() if pk})
    return {quote: people[int(pk)].code for quote, pk in whose.items() if pk and int(pk) in people}


def _last(whole: QuerySet[Change], key: str) -> dict[int, Any]:
    """What stood there when the rows last came or went."""
    found = whole.order_by("pk").values_list("row_id", f"before__{key}", f"after__{key}")
    return {pk: before or after for pk, before, after in found}
