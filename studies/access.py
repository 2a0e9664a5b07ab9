"""The door to everything inside a study: one scoped query, and from there only related objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import Ability, View, WorkspaceAccess, demand
from accounts.models import User, Workspace
from accounts.planned import columns_of, known, one_row, whole
from accounts.second_step import demand_second_step
from studies.models import Study

__all__ = ["Ability", "Access", "demand", "in_study", "study_access"]


@dataclass(frozen=True)
class Access(WorkspaceAccess):
    study: Study


def study_access(user: Any, study_id: Any) -> Access:
    """The study as this person may use it; 404 whether it doesn't exist or isn't theirs."""
    row = one_row(_door(), (study_id, user.pk))
    if row is None:
        raise Http404("No such study")
    role, owner_id, owner_name, owner_email, *columns = row
    split = len(Study._meta.concrete_fields)
    study, workspace = whole(Study, columns[:split]), whole(Workspace, columns[split:])
    demand_second_step(user, workspace.pk, workspace.second_step_required)
    study.workspace = workspace
    study.owner = known(User, id=owner_id, name=owner_name, email=owner_email) if owner_id else None
    return Access(user, workspace, role, study)


@cache
def _door() -> str:
    """Planned once: it runs before every page of a study."""
    return f"""
        select m.role, o.id, o.name, o.email, {columns_of(Study, "s")}, {columns_of(Workspace, "w")}
        from studies_study s join accounts_workspace w on w.id = s.workspace_id
        join accounts_membership m on m.workspace_id = s.workspace_id left join accounts_user o on o.id = s.owner_id
        where s.id = %s and m.user_id = %s
    """  # noqa: S608 (names of columns)


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
