"""The second step of signing in, and workspaces that ask for one: who has none is led to set it up, and sees nothing before."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Recovery codes stand in for one of these; alone they are none.
STEPS = ("totp", "webauthn")


class SecondStepMissing(Http404):
    """To whoever doesn't know better the workspace isn't there; a page leads to where the step is set up."""

    def __init__(self, workspace_id: Any) -> None:
        super().__init__("This workspace asks for a second step of signing in.")
        self.workspace_id = workspace_id


def steps_of(user: Any) -> models.QuerySet[Any]:
    from allauth.mfa.models import Authenticator  # which wants the people of this app first

    return Authenticator.objects.filter(user=user, type__in=STEPS)


def has_second_step(user: Any) -> bool:
    return steps_of(user).exists()


def demand_second_step(user: Any, workspace_id: Any, is_required: bool) -> None:
    """Asked by every door, as soon as it knows the workspace."""
    if is_required and not has_second_step(user):
        raise SecondStepMissing(workspace_id)


def lead_there(request: HttpRequest, missing: SecondStepMissing) -> HttpResponse:
    """A script takes a redirect for a session that ended, and keeps what it wanted to save until there is one again."""
    place = reverse("accounts:second_step", args=[missing.workspace_id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": place})
    return redirect(place)
