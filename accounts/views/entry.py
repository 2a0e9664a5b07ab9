"""Links that let people in: the one-time sign-in link and the invitation."""

from allauth.usersessions.signals import on_user_logged_in
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import open_to_public
from accounts.adapter import INVITATION_KEY
from accounts.models import Invitation, SignInLink

BACKEND = "accounts.backend.Backend"


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_public("the link itself is the key, for one use within the hour")
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks for one click, so that programs that preview links don't use it up."""
    if request.method == "GET":
        return render(request, "accounts/sign_in_by_link.html")
    user = SignInLink.redeem(token)
    if user is None:
        return render(request, "accounts/sign_in_link_gone.html", status=410)
    login(request, user, backend=BACKEND)
    on_user_logged_in(None, request=request)  # so that it stands among the places where they are signed in
    return redirect("home")


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_public("people are invited before they have an account")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = Invitation.opened_by(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if not request.user.is_authenticated:
        request.session[INVITATION_KEY] = token
        return render(request, "accounts/invitation.html", {"invitation": found})
    if request.method == "GET":
        return render(request, "accounts/invitation.html", {"invitation": found})
    found.accept(request.user)
    request.session.pop(INVITATION_KEY, None)
    messages.success(request, f"You are in {found.workspace} now.")
    return redirect("analysis:studies", workspace_id=found.workspace_id)
