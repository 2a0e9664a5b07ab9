"""Undo, redo, and the pages that say who did what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.ids import as_id
from analysis.journal.page import read_history
from analysis.journal.undoing import Reversed, redo, undo
from analysis.models.journal import StepQuerySet
from analysis.views.quotes import quote_of
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def history(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, access.study.steps.all(), {})


@require_safe
@in_study(Ability.READ)
def theme_history(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    return _page(request, access, access.study.steps.about_theme(theme.pk), {"theme": theme})


@require_safe
@in_study(Ability.READ)
def quote_history(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    return _page(request, access, access.study.steps.about_quote(quote.pk), {"quote": quote})


def _page(request: HttpRequest, access: Access, steps: StepQuerySet, about: dict[str, Any]) -> HttpResponse:
    shown = read_history(
        access.study,
        access.user,
        steps,
        mine=request.GET.get("who") == "me",
        before=as_id(request.GET.get("before", "")),
        edits=access.can_edit,
    )
    return render(request, "analysis/history.html", {"page": shown, "tab": "themes", **about})


@require_POST
@in_study(Ability.EDIT)
def undo_step(request: HttpRequest, access: Access) -> HttpResponse:
    """`step` names one; without it, one's last."""
    return _turn(request, access, undo, "Undone")


@require_POST
@in_study(Ability.EDIT)
def redo_step(request: HttpRequest, access: Access) -> HttpResponse:
    return _turn(request, access, redo, "Done again")


def _turn(request: HttpRequest, access: Access, turn: Callable[..., Reversed], said: str) -> HttpResponse:
    done = turn(access.study, access.user, as_id(request.POST.get("step", "")))
    left = "" if not done.left else f" {_left(done.left)}"
    said = f"{said}: {done.did}.{left}"
    if request.headers.get("HX-Request"):
        return render(request, "analysis/_undone.html", {"step": done.step, "said": said})
    messages.success(request, said)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("analysis:history", args=[access.study.pk])
    return redirect(back)


def _left(count: int) -> str:
    return "What hung on it and is gone stays gone." if count == 1 else f"{count} things that are gone stay gone."
