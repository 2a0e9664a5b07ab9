"""One's own page, and opening a workspace."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Ability, WorkspaceAccess, in_workspace, person, signed_in
from accounts.browsers import browser_name
from accounts.forms import ProfileForm, WorkspaceForm
from accounts.models import Workspace


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:profile")
    context = {
        "form": form,
        "memberships": person(request).memberships.select_related("workspace").order_by("joined_at"),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Signs one of one's own devices out. This one signs out by the menu."""
    session = get_object_or_404(person(request).usersession_set, pk=session_id)  # type: ignore[attr-defined]
    if session.session_key == request.session.session_key:
        messages.error(request, "This is the device you are using. Sign out in the menu instead.")
    else:
        session.end()
        messages.success(request, f"Signed out on {browser_name(session.user_agent)}.")
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
@signed_in
def workspace_new(request: HttpRequest) -> HttpResponse:
    form = WorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workspace = Workspace.open_for(person(request), form.cleaned_data["name"])
        return redirect("analysis:studies", workspace_id=workspace.pk)
    return render(request, "accounts/workspace_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@in_workspace(Ability.MANAGE)
def workspace_rename(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = WorkspaceForm(request.POST, instance=access.workspace)
    if not form.is_valid():
        messages.error(request, "A workspace needs a name of at most 120 letters.")
    else:
        form.save()
        messages.success(request, "Renamed.")
    return redirect("accounts:members", workspace_id=access.workspace.pk)
