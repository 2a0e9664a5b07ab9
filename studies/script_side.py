"""Beside the script: its time, what each objective and assumption is asked, and what the whole lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studies.models import Study


@dataclass(frozen=True)
class Asked:
    """An objective or assumption with the questions that ask about it."""

    thing: Any
    questions: list[tuple[int, str]]


def script_side(study: Study, sections: list[Any]) -> dict[str, Any]:
    rows = [row for section in sections for row in section.rows]
    by_objective: dict[int, list[tuple[int, str]]] = {}
    by_assumption: dict[int, list[tuple[int, str]]] = {}
    for row in rows:
        place = (row.question.pk, row.code)
        if row.question.objective_id:
            by_objective.setdefault(row.question.objective_id, []).append(place)
        for assumption in row.question.assumptions.all():
            by_assumption.setdefault(assumption.pk, []).append(place)
    return {
        "minutes": sum(section.section.minutes for section in sections),
        "objectives": [Asked(thing, by_objective.get(thing.pk, [])) for thing in study.objectives.all()],
        "assumptions": [Asked(thing, by_assumption.get(thing.pk, [])) for thing in study.assumptions.all()],
        "unserving": [
            row.code
            for section in sections
            if section.section.kind in {"core", "solution"}
            for row in section.rows
            if not row.question.objective_id
        ],
    }
