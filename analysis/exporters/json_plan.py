"""The part of the export that was there before the first interview: objectives to questions."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from studies.models import Assumption, KeptWording, Question, Section, Study, VerdictChange


def plan_of(study: Study) -> dict[str, Any]:
    return {
        "study": {
            "id": study.pk,
            "title": study.title,
            "context": study.context,
            "state": study.state,
            "decide_by": study.decide_by,
            "created_at": study.created_at,
            "product_names": study.words("product_names"),
            "jargon": study.words("jargon"),
        },
        "objectives": [{"id": row.pk, "code": row.code, "text": row.text} for row in study.objectives.all()],
        "personas": _rows(study.personas.order_by("position", "pk"), "id", "name", "criteria", "target"),
        "assumptions": [_assumption(row) for row in study.assumptions.select_related("verdict_by")],
        "verdict_changes": _rows(
            VerdictChange.objects.filter(assumption__study=study).order_by("pk"),
            "assumption",
            "verdict",
            "reason",
            "at",
        ),
        "scripts": _scripts(study),
        "kept_wordings": _rows(
            KeptWording.objects.filter(question__study=study).order_by("pk"), "question", "rule", "text", "reason", "at"
        ),
    }


def _assumption(row: Assumption) -> dict[str, Any]:
    bar = {"at_least": row.bar_k, "of": row.bar_n, "sign": row.bar_sign} if row.bar_k else None
    return {
        "id": row.pk,
        "code": row.code,
        "statement": row.statement,
        "persona": row.persona_id,
        "risk": row.risk,
        "if_wrong": row.if_wrong,
        "bar": bar,
        "disproof": row.disproof,
        "verdict": row.verdict,
        "verdict_reason": row.verdict_reason,
        "verdict_at": row.verdict_at,
        "verdict_by": row.verdict_by.initials if row.verdict_by else None,
    }


def _scripts(study: Study) -> list[dict[str, Any]]:
    questions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in study.questions.prefetch_related("assumptions").order_by("position", "pk"):
        questions[row.section_id].append(_question(row))
    sections: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for section in Section.objects.filter(script__study=study).order_by("position", "pk"):
        sections[section.script_id].append({**_section(section), "questions": questions[section.pk]})
    return [{"version": script.version, "sections": sections[script.pk]} for script in study.scripts.all()]


def _section(row: Section) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "title": row.title, "note": row.note, "minutes": row.minutes}


def _question(row: Question) -> dict[str, Any]:
    return {
        "id": row.pk,
        "text": row.text,
        "minutes": row.minutes,
        "probes": row.probes,
        "objective": row.objective_id,
        "assumptions": [assumption.pk for assumption in row.assumptions.all()],
    }


def _rows(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    return list(rows.values(*fields))
