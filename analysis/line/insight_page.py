"""What an insight's page shows, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch

from analysis.evidence.ledgers import heard, ledgers, strip_of
from analysis.evidence.sides import Stands, people_by_insight, sides_of
from analysis.line.insight_line import line_of
from analysis.models import Decision, Insight, Lens, LensAnswer
from interviews.models import Participant
from studies.models import Study

LENS_ICONS = {
    Lens.PRODUCT: "box",
    Lens.MARKETING: "megaphone",
    Lens.STRATEGY: "compass",
    Lens.VALUE: "gem",
    Lens.JOURNEY: "route",
}
SHOWN_AT_ONCE = 6


@dataclass(frozen=True)
class LensRow:
    lens: str
    label: str
    icon: str
    answer: LensAnswer | None
    decisions: list[Decision]


def evidence_of(insight: Insight, people: list[Participant] | None = None) -> dict[str, Any]:
    """Both sides and who of the people heard speaks for it: what the evidence fragment needs."""
    people = heard(insight.study) if people is None else people
    sides = sides_of(insight)
    return {
        "insight": insight,
        "sides": sides,
        "n_heard": len(people),
        "strip": strip_of(people, sides.stands.only_for),
        "first": sides.speaks_for.citations[:SHOWN_AT_ONCE],
        "rest": sides.speaks_for.citations[SHOWN_AT_ONCE:],
    }


def insight_page(insight: Insight) -> dict[str, Any]:
    people = heard(insight.study)
    evidence, decided = evidence_of(insight, people), decisions_of(insight)
    by_assumption = ledgers(insight.study, people)
    return {
        **evidence,
        **changes_of(insight, decided),
        "line": line_of(insight, evidence["sides"], decided),
        "moved": [(row, by_assumption[row.pk]) for row in insight.assumptions.select_related("verdict_by")],
        "n_study_assumptions": len(by_assumption),
    }


def decisions_of(insight: Insight) -> list[Decision]:
    return list(insight.decisions.select_related("owner").order_by("number"))


def changes_of(insight: Insight, decided: list[Decision]) -> dict[str, Any]:
    """The five lenses with their answers and decisions: what the lens fragment needs."""
    answers = {answer.lens: answer for answer in insight.lens_answers.select_related("by")}
    rows = [
        LensRow(lens, lens.label, LENS_ICONS[lens], answers.get(lens), [row for row in decided if row.lens == lens])
        for lens in Lens
    ]
    return {
        "insight": insight,
        "lenses": rows,
        "looked_at": len(answers),
        "decided": decided,
        "elsewhere": [row for row in decided if not row.lens],
    }


@dataclass
class InsightRow:
    insight: Insight
    stands: Stands
    quotes: int
    strip: list[list[bool]]
    decisions: list[Decision]
    loose: list[str] = field(default_factory=list)


def insight_rows(study: Study) -> list[InsightRow]:
    """The list of insights, newest last, each with what it lacks."""
    nowhere = set(study.insights.leading_nowhere().values_list("pk", flat=True))
    counts, people = people_by_insight(study), heard(study)
    found = []
    for insight in study.insights.prefetch_related(Prefetch("decisions", Decision.objects.order_by("number"))):
        count = counts[insight.pk]
        strip, decisions = strip_of(people, count.stands.only_for), list(insight.decisions.all())
        row = InsightRow(insight, count.stands, count.quotes, strip, decisions)
        row.loose = list(_loose(row, insight.pk in nowhere))
        found.append(row)
    return found


def _loose(row: InsightRow, nowhere: bool) -> Any:
    if not row.quotes:
        yield "rests on no quote"
    if nowhere:
        yield "leads to no decision"


def to_look_back_on(study: Study, today: date) -> list[Decision]:
    return list(study.decisions.to_look_back_on(today).select_related("owner"))
