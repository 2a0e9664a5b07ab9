from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.ids import as_id
from analysis.board.card_printing import Press
from analysis.board.changes import changed_columns
from analysis.board.columns import TRAY, Board, read_board, read_columns, read_list, read_more
from analysis.board.placing import MovedOn, also_tag, move
from analysis.board.unquoted import Unquoted, read_unquoted
from analysis.filtering.filter_bar import filter_bar
from analysis.filtering.filters import Filters
from analysis.forms.board import PlaceForm
from analysis.forms.themes import NewThemeForm
from analysis.models import Step, Theme
from analysis.views.undo_offered import offer_undo
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def board(request: HttpRequest, access: Access) -> HttpResponse:
    return board_page(request, access)


def board_page(request: HttpRequest, access: Access, **forms: Any) -> HttpResponse:
    """The whole board, with the form that was refused, if one was."""
    filters = Filters.read(request.GET)
    shown = read_board(access.study, filters, _before(request))
    context = {
        "board": shown,
        "bar": filter_bar(access.study, filters, shown.everybody),
        "unquoted": _unquoted(access, shown),
        "n_archived": access.study.themes.archived().count(),
        "archived": access.study.themes.archived().filter(pk=filters.theme or 0).first() if not shown.columns else None,
        "place_form": forms.get("place_form"),
        "press": _press(request, access, filters, request.POST.getlist("card")),
        "new_form": forms.get("new_form") or NewThemeForm(study=access.study),
        "tab": "themes",
    }
    return render(request, "analysis/board.html", context, status=422 if forms else 200)


def _press(request: HttpRequest, access: Access, filters: Filters, picked: Collection[str] = ()) -> Press:
    return Press(access.study.pk, filters.query, get_token(request), access.can_edit, frozenset(picked))


def _unquoted(access: Access, shown: Board) -> Unquoted | None:
    """Lines to be quoted stand in the tray of those who can quote them."""
    if not access.can_edit or not shown.has_tray:
        return None
    return read_unquoted(access.study, shown.filters)


@require_safe
@in_study(Ability.READ)
def themes(request: HttpRequest, access: Access) -> HttpResponse:
    filters = Filters.read(request.GET)
    shown = read_list(access.study, filters)
    bar = filter_bar(access.study, filters, shown.everybody)
    return render(request, "analysis/themes.html", {"board": shown, "bar": bar, "tab": "themes"})


@require_safe
@in_study(Ability.READ)
def column(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """`theme_id` 0 is the tray, here and below."""
    filters = Filters.read(request.GET)
    shown = read_columns(access.study, filters, [theme_id], {theme_id: 0})
    if not shown.columns:
        raise Http404("No such theme")
    context = {
        "board": shown,
        "unquoted": _unquoted(access, shown),
        "press": _press(request, access, filters),
    }
    return render(request, "analysis/_columns.html", context)


@require_safe
@in_study(Ability.READ)
def column_more(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """The next thirty cards; `before` is the last one on the screen."""
    if theme_id != TRAY and not access.study.themes.standing().filter(pk=theme_id).exists():
        raise Http404("No such theme")
    filters = Filters.read(request.GET)
    shown = read_more(access.study, filters, theme_id, _before(request))
    context = {"filters": filters, "column": shown, "press": _press(request, access, filters)}
    return render(request, "analysis/_cards.html", context)


@require_safe
@in_study(Ability.EDIT)
def unquoted_more(request: HttpRequest, access: Access, note_id: UUID) -> HttpResponse:
    """The next thirty lines of the tray; `note_id` is the last one on the screen."""
    last = get_object_or_404(access.study.notes.all(), pk=note_id)
    filters = Filters.read(request.GET)
    shown = read_unquoted(access.study, filters, last)
    context = {"filters": filters, "unquoted": shown, "press": _press(request, access, filters)}
    return render(request, "analysis/_note_cards.html", context)


def _before(request: HttpRequest) -> int | None:
    return as_id(request.GET.get("before", ""))


@require_safe
@in_study(Ability.READ)
def changes(request: HttpRequest, access: Access) -> HttpResponse:
    """What happened since `after`: the columns concerned, as they stand now."""
    return render_changes(request, access, as_id(request.GET.get("after", "")) or 0)


def render_changes(
    request: HttpRequest, access: Access, after: int, status: int = 200, undo_step: Step | None = None
) -> HttpResponse:
    """`on_screen` names the columns the page shows, each with the last card below the first page, or 0: "3.345".

    `undo_step`: what the toast offers to undo.
    """
    keys = changed_columns(access.study, after)
    access.study.refresh_from_db(fields=["event_seq"])
    named = request.POST.getlist("on_screen") or request.GET.getlist("on_screen")
    filters = Filters.read(request.GET)
    shown = read_columns(access.study, filters, keys, dict(filter(None, map(_pair, named))))
    context = {
        "board": shown,
        "unquoted": _unquoted(access, shown),
        "undo_step": undo_step,
        "press": _press(request, access, filters),
    }
    return render(request, "analysis/_board_changes.html", context, status=status)


def _pair(value: str) -> tuple[int, int] | None:
    key, _, at = value.partition(".")
    pair = as_id(key), as_id(at)
    return None if None in pair else pair  # type: ignore[return-value]


@require_POST
@in_study(Ability.EDIT)
def cards_move(request: HttpRequest, access: Access) -> HttpResponse:
    return _place(request, access, copy=False)


@require_POST
@in_study(Ability.EDIT)
def cards_tag(request: HttpRequest, access: Access) -> HttpResponse:
    return _place(request, access, copy=True)


def _place(request: HttpRequest, access: Access, copy: bool) -> HttpResponse:
    form = PlaceForm(request.POST, study=access.study)
    if not form.is_valid():
        return _refuse(request, access, form)
    places, seq = form.cleaned_data["card"], access.study.event_seq
    try:
        with transaction.atomic():
            target = form.target(access.user)
            if copy and target is not None:
                placed = also_tag(access.study, places, target, access.user)
            else:
                placed = move(access.study, places, target, access.user)
    except MovedOn as gone:
        if not request.headers.get("HX-Request"):
            raise
        messages.error(request, str(gone))
        return render_changes(request, access, _after(request, seq), status=409)
    messages.success(request, _done(placed.quotes, target, copy))
    return answer(request, access, seq)


def answer(request: HttpRequest, access: Access, seq: int, key: int | None = None) -> HttpResponse:
    """After an act: the board's script gets what changed, a plain browser the board again. `seq`: the last event before it."""
    if request.headers.get("HX-Request"):
        undo_step = access.study.steps.since(seq, access.user)
        return render_changes(request, access, _after(request, seq), undo_step=undo_step)
    place = f"#theme-{key}" if key else ""
    offer_undo(request, access, seq)
    return redirect(reverse("analysis:board", args=[access.study.pk]) + Filters.read(request.GET).query + place)


def _after(request: HttpRequest, seq: int) -> int:
    """The page's own place in the events, so that it also gets what others did in the meantime."""
    after = as_id(request.POST.get("after", ""))
    return seq if after is None else after


def _refuse(request: HttpRequest, access: Access, form: PlaceForm) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return board_page(request, access, place_form=form)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return render(request, "_messages.html", status=422)


def _done(count: int, target: Theme | None, copy: bool) -> str:
    quotes = "Quote" if count == 1 else f"{count} quotes"
    if target is None:
        return f"{quotes} taken off the theme."
    return f"{quotes} {'also ' if copy else ''}{'put under' if copy else 'moved to'} “{target}”."
