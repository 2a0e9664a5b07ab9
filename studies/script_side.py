"""Beside the script: its time, what each objective and assumption is asked, and what the whole lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studies.coverage import Row, assumption_coverage, objective_coverage
from studies.models import Study
from studies.script_check import CheckResult, ScriptCheck, check_script
from studies.script_outline import OutlineQuestion, OutlineSection, listed
from studies.script_page import SectionRow


@dataclass(frozen=True)
class Asked:
    """An objective or assumption with the questions linked to it, as (id, code), and what is missing."""

    thing: Any
    questions: list[tuple[int, str]]
    remark: str


@dataclass(frozen=True)
class Side:
    minutes: int
    objectives: list[Asked]
    assumptions: list[Asked]
    unserving: str
    checks: list[CheckResult]

    @property
    def passed(self) -> int:
        return sum(check.ok for check in self.checks)


def script_side(study: Study, sections: Sequence[SectionRow]) -> Side:
    outline = [_outline(section) for section in sections]
    ids = {row.code: row.question.pk for section in sections for row in section.rows}
    objectives, assumptions = list(study.objectives.all()), list(study.assumptions.all())
    products = study.words("product_names")
    table = objective_coverage([row.code for row in objectives], outline)
    proofs = assumption_coverage([row.code for row in assumptions], outline, product_names=products)
    checks = check_script(
        outline, assumptions=[row.code for row in assumptions], product_names=products, jargon=study.words("jargon")
    )
    return Side(
        minutes=sum(section.section.minutes for section in sections),
        objectives=_asked(objectives, table.rows, ids),
        assumptions=_asked(assumptions, proofs.rows, ids),
        unserving=f"{listed(table.loose)} {'serves' if len(table.loose) == 1 else 'serve'}" if table.loose else "",
        # Assumptions that nothing could disprove have a panel of their own beside it.
        checks=[check for check in checks if check.code != ScriptCheck.DISPROVABLE],
    )


def _outline(section: SectionRow) -> OutlineSection:
    questions = tuple(
        OutlineQuestion(
            code=row.code,
            text=row.question.text,
            probes=tuple(row.question.probes),
            objective=row.question.objective.code if row.question.objective else "",
            assumptions=tuple(assumption.code for assumption in row.question.assumptions.all()),
            kept=frozenset(row.kept),
        )
        for row in section.rows
    )
    return OutlineSection(section.section.kind, section.section.minutes, questions)


def _asked(things: Sequence[Any], rows: Sequence[Row], ids: dict[str, int]) -> list[Asked]:
    return [
        Asked(thing, [(ids[code], code) for code in row.questions], row.remark)
        for thing, row in zip(things, rows, strict=True)
    ]
