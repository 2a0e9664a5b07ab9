"""The first page: the studies of a workspace, each with its line so far; what waits today; what to look back on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace, person, signed_in
from accounts.reach import reach
from analysis.erasing.whole_study import remove_study
from analysis.line.studies_page import check_backs, study_rows, todays_interviews
from interviews.models.legal_hold import demand_no_hold_in
from studies.access import Access, in_study
from studies.views.confirm import confirm

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
    today, checks = timezone.localdate(), check_backs(access.workspace)
    context = {
        "workspace": access.workspace,
        "rows": rows,
        "more": more,
        "today": today,
        "calls": todays_interviews(access.workspace),
        "checks": checks,
        "n_due": sum(decision.wants_answer(today) for decision in checks),
    }
    template = "analysis/studies.html" if rows or after else "analysis/studies_empty.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.MANAGE)
def study_remove(request: HttpRequest, access: Access) -> HttpResponse:
    if request.method == "POST":
        remove_study(access.study, access.user)
        messages.success(request, "The study is gone.")
        return redirect("analysis:studies", workspace_id=access.workspace.pk)
    demand_no_hold_in(access.study)
    return confirm(
        request,
        title=f"Remove “{access.study}” for good?",
        lines=reach(access.study),
        keep="Keep the study",
        keep_url=reverse("studies:settings", args=[access.study.pk]),
        act="Remove it with everything in it",
        tab="overview",
    )
