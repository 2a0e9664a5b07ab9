from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from analysis.board_changes import changes_since
from analysis.boards import TRAY, Filters, read_board, read_columns, read_list, read_more
from analysis.forms.board import NewThemeForm, PlaceForm
from analysis.placing import MovedOn, also_tag, move
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def board(request: HttpRequest, access: Access) -> HttpResponse:
    return board_page(request, access)


def board_page(request: HttpRequest, access: Access, **forms: Any) -> HttpResponse:
    """The whole board, with the form that was refused, if one was."""
    before = request.GET.get("before", "")
    shown = read_board(access.study, Filters.read(request.GET), int(before) if before.isdecimal() else None)
    context = {
        "board": shown,
        "interviews": _interviews(access),
        "place_form": forms.get("place_form"),
        "new_form": forms.get("new_form") or NewThemeForm(study=access.study),
        "tab": "themes",
    }
    return render(request, "analysis/board.html", context, status=422 if forms else 200)


def _interviews(access: Access) -> Any:
    return access.study.interviews.held().select_related("participant").order_by("participant__number", "pk")


@require_safe
@in_study(Ability.READ)
def themes(request: HttpRequest, access: Access) -> HttpResponse:
    shown = read_list(access.study, Filters.read(request.GET))
    return render(request, "analysis/themes.html", {"board": shown, "interviews": _interviews(access), "tab": "themes"})


@require_safe
@in_study(Ability.READ)
def column(request: HttpRequest, access: Access, key: int) -> HttpResponse:
    shown = read_columns(access.study, Filters.read(request.GET), [key], {key: 0})
    if not shown.columns:
        raise Http404("No such theme")
    return render(request, "analysis/_column.html", {"board": shown, "column": shown.columns[0]})


@require_safe
@in_study(Ability.READ)
def column_more(request: HttpRequest, access: Access, key: int) -> HttpResponse:
    """The next thirty cards; `before` is the last one on the screen."""
    before = request.GET.get("before", "")
    if not before.isdecimal() or (key != TRAY and not access.study.themes.filter(pk=key).exists()):
        raise Http404("No such place on the board")
    filters = Filters.read(request.GET)
    context = {"board": {"filters": filters}, "column": read_more(access.study, filters, key, int(before))}
    return render(request, "analysis/_cards.html", context)


@require_safe
@in_study(Ability.READ)
def changes(request: HttpRequest, access: Access) -> HttpResponse:
    """What happened since `after`: the columns concerned, as they stand now."""
    after = request.GET.get("after", "")
    return render_changes(request, access, int(after) if after.isdecimal() else 0)


def render_changes(request: HttpRequest, access: Access, after: int, status: int = 200) -> HttpResponse:
    """`on_screen` names the columns the page shows, each with the last card below the first page, or 0: "3.345"."""
    changed = changes_since(access.study, after)
    access.study.refresh_from_db(fields=["event_seq"])
    on_screen = dict(pair for value in request.POST.getlist("on_screen") or request.GET.getlist("on_screen") for pair in _pairs(value))
    keys = [TRAY, *access.study.themes.values_list("pk", flat=True)] if changed.keys is None else changed.keys
    shown = read_columns(access.study, Filters.read(request.GET), keys, on_screen)
    return render(request, "analysis/_changes.html", {"board": shown, "changed": changed}, status=status)


def _pairs(value: str) -> list[tuple[int, int]]:
    key, _, at = value.partition(".")
    return [(int(key), int(at))] if key.isdecimal() and at.isdecimal() else []


@require_POST
@in_study(Ability.EDIT)
def cards_move(request: HttpRequest, access: Access) -> HttpResponse:
    return _place(request, access, copy=False)


@require_POST
@in_study(Ability.EDIT)
def cards_tag(request: HttpRequest, access: Access) -> HttpResponse:
    return _place(request, access, copy=True)
