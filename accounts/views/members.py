"""Who works here, in which role, and who is invited."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace
from accounts.forms import InvitationForm, RoleForm
from accounts.models import Invitation, Role


@require_safe
@in_workspace(Ability.READ)
def members(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    return _page(request, access, InvitationForm())


def _page(request: HttpRequest, access: WorkspaceAccess, form: InvitationForm, status: int = 200) -> HttpResponse:
    context = {
        "workspace": access.workspace,
        "members": access.workspace.memberships.with_second_step().select_related("user").order_by("joined_at", "pk"),
        "invitations": access.workspace.invitations.open().select_related("invited_by") if access.can_manage else (),
        "form": form,
        "roles": Role.choices,
        "new_link": request.session.pop("new-invitation-link", None) if access.can_manage else None,
    }
    return render(request, "accounts/members.html", context, status=status)


@require_POST
@in_workspace(Ability.MANAGE)
def invite(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    email = form.cleaned_data["email"]
    if email and not ratelimit.consume(request, action="invite"):
        form.add_error("email", "This is enough mail for an hour. Leave the field empty and pass the link on yourself.")
        return _page(request, access, form, status=429)
    invitation, token = Invitation.issue(access.workspace, form.cleaned_data["role"], access.user, email)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    if email:
        text = render_to_string("accounts/invitation_mail.txt", {"invitation": invitation, "link": link})
        # A name may hold a line break, and a mail's subject must not.
        subject = " ".join(f"{access.user} invites you to {access.workspace}".split())
        send_mail(subject, text, None, [email])
        messages.success(request, f"The invitation is on its way to {email}.")
    # Shown once on the page that follows; the database only has its hash.
    request.session["new-invitation-link"] = link
    return redirect("accounts:members", workspace_id=access.workspace.pk)


@require_POST
@in_workspace(Ability.MANAGE)
def invitation_withdraw(request: HttpRequest, access: WorkspaceAccess, invitation_id: int) -> HttpResponse:
    get_object_or_404(access.workspace.invitations, pk=invitation_id).withdraw(access.user)
    messages.success(request, "The invitation no longer opens anything.")
    return redirect("accounts:members", workspace_id=access.workspace.pk)


@require_POST
@in_workspace(Ability.MANAGE)
def member_role(request: HttpRequest, access: WorkspaceAccess, member_id: int) -> HttpResponse:
    member = get_object_or_404(access.workspace.memberships.select_related("user"), pk=member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose viewer, editor or owner.")
        return _page(request, access, InvitationForm(), status=422)
    member.change_role(form.cleaned_data["role"], access.user)
    messages.success(request, f"{member.user} is {member.get_role_display().lower()} now.")
    return redirect("accounts:members", workspace_id=access.workspace.pk)


@require_POST
@in_workspace(Ability.MANAGE)
def member_remove(request: HttpRequest, access: WorkspaceAccess, member_id: int) -> HttpResponse:
    member = get_object_or_404(access.workspace.memberships.select_related("user"), pk=member_id)
    member.end(access.user)
    messages.success(request, f"{member.user} can no longer open this workspace. What they wrote stays.")
    return redirect("accounts:members", workspace_id=access.workspace.pk)


@require_POST
@in_workspace(Ability.READ)
def leave(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    access.workspace.memberships.get(user=access.user).end(access.user)
    messages.success(request, f"You have left {access.workspace}.")
    return redirect("home")
