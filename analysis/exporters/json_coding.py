"""Rounds of double coding in the export: answers only of those that both have submitted, lines only that may be quoted."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from analysis.models import Code, CodedTheme, CodingUnit, RoundState, Settlement
from studies.models import Study


def coding_of(study: Study) -> list[dict[str, Any]]:
    units, themes = _units(study), _themes(study)
    codes, settled = _codes(study), _settled(study)
    rounds = study.coding_rounds.exclude(state=RoundState.CANCELLED).prefetch_related("coders__user").order_by("number")
    return [
        {
            "number": row.number,
            "state": row.state,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "coders": [coder.initials for coder in row.coders.all() if not coder.left_at],
            "units": units[row.pk],
            "themes": themes[row.pk],
            "codes": codes[row.pk],
            "settled": settled[row.pk],
        }
        for row in rounds
    ]


def _units(study: Study) -> dict[int, list[Any]]:
    """By round: the lines, in the order they were judged."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = CodingUnit.objects.standing().filter(round__study=study).order_by("round", "position")
    for coding, note in rows.values_list("round", "note"):
        found[coding].append(note)
    return found


def _themes(study: Study) -> dict[int, list[dict[str, Any]]]:
    """By round, as they stood when it began."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in CodedTheme.objects.filter(round__study=study).order_by("round", "position"):
        found[row.round_id].append({"id": row.theme_id, "name": row.name, "definition": row.definition})
    return found


def _codes(study: Study) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    standing = CodingUnit.objects.standing().filter(round__study=study)
    rows = Code.objects.open_to(None).filter(unit__in=standing).select_related("unit", "theme", "coder__user")
    for row in rows.order_by("pk"):
        code = {"note": row.unit.note_id, "theme": row.theme.theme_id, "by": row.coder.initials}
        found[row.unit.round_id].append(code)
    return found


def _settled(study: Study) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    standing = CodingUnit.objects.standing().filter(round__study=study)
    for row in Settlement.objects.filter(unit__in=standing).select_related("unit", "theme", "by").order_by("pk"):
        found[row.unit.round_id].append(
            {"note": row.unit.note_id, "theme": row.theme.theme_id, "applies": row.applies, "remark": row.remark,
             "by": row.by.initials if row.by else None, "at": row.at}
        )  # fmt: skip
    return found
