"""The door to everything inside a study: one scoped query, and from there only related objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import Ability, View, WorkspaceAccess, demand
from studies.models import Study

__all__ = ["Ability", "Access", "demand", "in_study", "study_access"]


@dataclass(frozen=True)
class Access(WorkspaceAccess):
    study: Study


def study_access(user: Any, study_id: Any) -> Access:
    """The study as this person may use it; 404 whether it doesn't exist or isn't theirs."""
    study = (
        Study.objects.visible_to(user)
        .select_related("workspace", "owner")
        .annotate(my_role=F("workspace__memberships__role"))
        .filter(pk=study_id)
        .first()
    )
    if study is None:
        raise Http404("No such study")
    return Access(user, study.workspace, study.my_role, study)


def in_study(ability: Ability) -> Callable[[View], View]:
    """Swaps `study_id` for an Access: 404 for strangers, 403 for members without the ability."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, study_id: Any, **kwargs: Any) -> HttpResponse:
            access = study_access(request.user, study_id)
            request.access = access  # type: ignore[attr-defined]
            demand(access, ability)
            return view(request, access, **kwargs)

        guarded.access_rule = f"study: {ability.name}"  # type: ignore[attr-defined]
        return guarded

    return decorate
