"""The first page: the studies of a workspace, each with its line so far; what waits today; what to look back on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace, person, signed_in
from analysis.line.studies_page import check_backs, study_rows, todays_interviews

LAST_WORKSPACE = "last-workspace"
PAGE = 50


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    memberships = person(request).memberships.order_by("joined_at")
    last = request.session.get(LAST_WORKSPACE)
    chosen = memberships.filter(workspace_id=last).first() if last else None
    membership = chosen or memberships.first()
    if membership is None:
        return redirect("accounts:workspace_new")
    return redirect("analysis:studies", workspace_id=membership.workspace_id)


@require_safe
@in_workspace(Ability.READ)
def studies(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    request.session[LAST_WORKSPACE] = str(access.workspace.pk)
    after = request.GET.get("after", "")
    rows, more = study_rows(access.workspace, after, PAGE)
    context = {
        "workspace": access.workspace,
        "rows": rows,
        "more": more,
        "today": timezone.localdate(),
        "calls": todays_interviews(access.workspace),
        "checks": check_backs(access.workspace),
    }
    template = "analysis/studies.html" if rows or after else "analysis/studies_empty.html"
    return render(request, template, context)
