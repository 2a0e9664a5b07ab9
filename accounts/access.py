"""Who may do what, in one short table; and the decorators by which every view says so.

The studies' own door, `in_study`, stands in studies/access.py and uses this table.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Membership, Role, User, Workspace
from accounts.second_step import demand_second_step

View = Callable[..., HttpResponse]


class Ability(enum.Enum):
    READ = "read what the team knows"
    PEOPLE = "see who the participants are"
    EDIT = "plan, interview, tag and decide"
    MANAGE = "run the workspace"


ABILITIES: dict[str, frozenset[Ability]] = {
    Role.VIEWER: frozenset({Ability.READ}),
    Role.EDITOR: frozenset({Ability.READ, Ability.PEOPLE, Ability.EDIT}),
    Role.OWNER: frozenset(Ability),
}


@dataclass(frozen=True)
class WorkspaceAccess:
    user: User
    workspace: Workspace
    role: str

    def can(self, ability: Ability) -> bool:
        return ability in ABILITIES[self.role]

    @property
    def can_edit(self) -> bool:
        return self.can(Ability.EDIT)

    @property
    def can_manage(self) -> bool:
        return self.can(Ability.MANAGE)

    @property
    def sees_names(self) -> bool:
        return self.can(Ability.PEOPLE)


def demand(access: Any, ability: Ability) -> None:
    if not access.can(ability):
        raise PermissionDenied(f"Your role here is {access.role}. It can't {ability.value}.")


def in_workspace(ability: Ability) -> Callable[[View], View]:
    """Swaps `workspace_id` for a WorkspaceAccess: 404 for strangers, 403 without the ability."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, workspace_id: Any, **kwargs: Any) -> HttpResponse:
            access = workspace_access(request.user, workspace_id)
            request.access = access  # type: ignore[attr-defined]
            demand(access, ability)
            return view(request, access, **kwargs)

        guarded.access_rule = f"workspace: {ability.name}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def workspace_access(user: Any, workspace_id: Any) -> WorkspaceAccess:
    found = Membership.objects.select_related("workspace").filter(user=user, workspace_id=workspace_id).first()
    if found is None:
        raise Http404("No such workspace")
    demand_second_step(user, workspace_id, found.workspace.second_step_required)
    return WorkspaceAccess(user, found.workspace, found.role)


def signed_in(view: View) -> View:
    """For pages about oneself; LoginRequiredMiddleware turns others away."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    guarded.access_rule = "signed in"  # type: ignore[attr-defined]
    return guarded


def person(request: HttpRequest) -> User:
    """Who is signed in, on views that nobody else reaches."""
    assert isinstance(request.user, User)
    return request.user


def open_to_public(why: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        opened = login_not_required(public)
        opened.access_rule = f"public: {why}"  # type: ignore[attr-defined]
        return opened

    return decorate
