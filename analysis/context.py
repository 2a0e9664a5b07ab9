"""What the frame around every study page shows: who is looking, and how much stands behind each tab."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from interviews.models import InterviewState
from studies.models import Study


def study_frame(request: HttpRequest) -> dict[str, Any]:
    access = getattr(request, "access", None)
    if access is None:
        return {}
    study = getattr(access, "study", None)
    if study is None:
        return {"access": access}
    return {"access": access, "study": study, "study_counts": SimpleLazyObject(lambda: study_counts(study))}


def study_counts(study: Study) -> dict[str, int]:
    """One query for all tabs."""
    held = study.interviews.filter(state=InterviewState.DONE)
    counted = {
        "people": study.participants.all(),
        "interviews": held,
        "themes": study.themes.standing(),
        "insights": study.insights.all(),
    }
    columns = {f"n_{name}": _count(rows) for name, rows in counted.items()}
    row: Any = Study.objects.filter(pk=study.pk).values(**columns).get()
    return {name: row[f"n_{name}"] for name in counted}


def _count(rows: QuerySet[Any]) -> Any:
    per_study = rows.order_by().values("study").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_study.filter(study=OuterRef("pk"))), 0)
