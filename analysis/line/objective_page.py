"""An objective and all that came of it, station by station, down to the decisions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q

from analysis.evidence.sides import people_by_insight
from analysis.models import Decision, Insight, Theme
from interviews.models.interview import AskState
from studies.models import Objective

SHOWN_WORDS = 12


def objective_page(objective: Objective) -> dict[str, Any]:
    study = objective.study
    questions = list(_questions(objective))
    under = Q(first_note__question__in=questions)
    quotes = study.quotes.allowed().filter(under)
    ids = list(quotes.values_list("pk", "participant"))
    insights = list(_insights(objective, [pk for pk, _ in ids], [row.pk for row in questions]))
    counts = people_by_insight(study)
    return {
        "objective": objective,
        "questions": questions,
        "n_notes": study.notes.standing().filter(question__in=questions).count(),
        "n_quotes": len(ids),
        "n_people": len({person for _, person in ids}),
        "quotes": quotes.for_cards().order_by("-pk")[:SHOWN_WORDS],
        "themes": _themes(quotes),
        "insights": [(row, counts[row.pk]) for row in insights],
        "decisions": _decisions(insights),
    }


def _questions(objective: Objective) -> Any:
    asked = ~Q(asks__state=AskState.SKIPPED)
    said = Q(notes__deleted_at=None)
    return objective.questions.annotate(
        n_asked=Count("asks__interview__participant", filter=asked, distinct=True),
        n_answered=Count("notes__interview__participant", filter=said, distinct=True),
    ).order_by("section__position", "position", "pk")


def _themes(quotes: Any) -> list[Theme]:
    """With the number of people who speak of it under this objective."""
    people = Count("tags__quote__participant", filter=Q(tags__quote__in=quotes), distinct=True)
    rows = Theme.objects.filter(tags__quote__in=quotes).annotate(n_people=people)
    return list(rows.order_by("-n_people", "position"))


def _insights(objective: Objective, quotes: list[int], questions: list[int]) -> Any:
    """Insights that cite words heard here, or bear on an assumption that these questions test."""
    cites = Q(citations__quote__in=quotes)
    tests = Q(assumptions__questions__in=questions)
    decided = Prefetch("decisions", Decision.objects.select_related("owner").order_by("number"))
    rows = Insight.objects.filter(study=objective.study_id).filter(cites | tests)
    return rows.distinct().order_by("number").prefetch_related(decided)


def _decisions(insights: list[Insight]) -> list[Decision]:
    found = {row.pk: row for insight in insights for row in insight.decisions.all()}
    return sorted(found.values(), key=lambda row: row.number)
