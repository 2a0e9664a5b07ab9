"""What the frame around every study page shows: who is looking, and how much stands behind each tab."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.planned import one_row
from studies.models import Study


def study_frame(request: HttpRequest) -> dict[str, Any]:
    access = getattr(request, "access", None)
    if access is None:
        return {}
    study = getattr(access, "study", None)
    if study is None:
        return {"access": access}
    return {"access": access, "study": study, "study_counts": SimpleLazyObject(lambda: study_counts(study))}


COUNTS = """
    select (select count(*) from interviews_participant where study_id = %(study)s) as people,
        (select count(*) from interviews_interview where study_id = %(study)s and state = 'done') as interviews,
        (select count(*) from analysis_theme where study_id = %(study)s and archived_at is null) as themes,
        (select count(*) from analysis_insight where study_id = %(study)s) as insights
"""


def study_counts(study: Study) -> dict[str, int]:
    """One query for all tabs, planned once: every page of a study asks it."""
    row = one_row(COUNTS, {"study": study.pk})
    assert row is not None
    return dict(zip(("people", "interviews", "themes", "insights"), row, strict=True))
