"""A workspace that asks for a second step of signing in: the rule, and the page for who has none yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace, person, signed_in
from accounts.second_step import has_second_step

WANTED_BY = "second_step_for"


@require_safe
@signed_in
def second_step(request: HttpRequest, workspace_id: str) -> HttpResponse:
    """For members without one; it opens nothing of the workspace."""
    membership = get_object_or_404(person(request).memberships.select_related("workspace"), workspace_id=workspace_id)
    if not membership.workspace.second_step_required or has_second_step(request.user):
        request.session.pop(WANTED_BY, None)
        return redirect("analysis:studies", workspace_id=workspace_id)
    # So that the pages where it is set up know the way back.
    request.session[WANTED_BY] = str(workspace_id)
    others = person(request).memberships.exclude(pk=membership.pk).filter(workspace__second_step_required=False)
    context = {"workspace": membership.workspace, "others": others.select_related("workspace").order_by("joined_at")}
    return render(request, "accounts/second_step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.MANAGE)
def second_step_rule(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    """Shows whom it would shut out before it is set."""
    if request.method == "POST":
        if request.POST.get("ask") == "yes":
            access.workspace.ask_for_second_step(access.user)
            messages.success(request, "From now on everybody here needs a second step.")
        else:
            access.workspace.drop_second_step(access.user)
            messages.success(request, "A password alone opens this workspace again.")
        return redirect("accounts:members", workspace_id=access.workspace.pk)
    everybody = access.workspace.memberships.with_second_step().select_related("user").order_by("joined_at", "pk")
    context = {
        "workspace": access.workspace,
        "total": len(everybody),
        "lacking": [member for member in everybody if not member.second_step],  # type: ignore[attr-defined]
        "mine": has_second_step(access.user),
    }
    return render(request, "accounts/second_step_rule.html", context)
