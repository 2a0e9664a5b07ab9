"""One theme on its own page: what it means, who says it, what speaks against it, what teammates think of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.ids import as_id
from analysis.filtering.filters import Filters
from analysis.forms.theme_page import DefinitionForm, MemoForm
from analysis.models import Theme, ThemeMemo
from analysis.themes.listing import AGAINST, Window, read_on
from analysis.themes.page import memos_of, theme_page
from studies.access import Ability, Access, in_study
from studies.models.act import once


def _theme(access: Access, theme_id: int) -> Theme:
    found: Theme = get_object_or_404(access.study.themes, pk=theme_id)
    found.study = access.study
    return found


def _memo(access: Access, theme_id: int, memo_id: int) -> ThemeMemo:
    theme = _theme(access, theme_id)
    found: ThemeMemo = get_object_or_404(theme.memos, pk=memo_id)
    found.theme = theme
    return found


@require_safe
@in_study(Ability.READ)
def theme(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """Its address may name a memo just taken away: browsers without scripts get their Undo from that."""
    found = _theme(access, theme_id)
    out = found.memos.filter(pk=as_id(request.GET.get("out", "")) or 0, author=access.user).exclude(removed_at=None)
    return _show(request, access, found, out=out.first())


def _show(request: HttpRequest, access: Access, theme: Theme, status: int = 200, **more: Any) -> HttpResponse:
    shown = theme_page(theme, _filters(request), _window(request))
    context = {**shown, "memo_form": MemoForm(), "tab": "themes", **more}
    return render(request, "analysis/theme.html", context, status=status)


def _filters(request: HttpRequest) -> Filters:
    return Filters.read(request.GET).without("theme")


def _window(request: HttpRequest) -> Window:
    side = AGAINST if request.GET.get("side") == AGAINST else ""
    return Window(side, as_id(request.GET.get("before", "")), as_id(request.GET.get("through", "")))


@require_safe
@in_study(Ability.READ)
def theme_older(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """The next quotes, put below those on the screen. The page's address then names the last one, and shows them all again."""
    found, filters, window = _theme(access, theme_id), _filters(request), _window(request)
    listed = read_on(found, filters, window)
    context = {"theme": found, "filters": filters, "side": window.side, "listed": listed, "came": True}
    answer = render(request, "analysis/_theme_older.html", context)
    if listed.words:
        side = f"&side={window.side}" if window.side else ""
        answer["HX-Replace-Url"] = f"{_address(found)}?through={listed.last}{side}{filters.tail}"
    return answer


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_definition(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """GET: the theme's page with its card open. POST: the card as it is now. `round`: where to go on afterwards."""
    theme = _theme(access, theme_id)
    form = DefinitionForm(request.POST if request.method == "POST" else None, instance=theme)
    if request.method == "POST" and form.is_valid():
        theme.revise(access.user, **form.changes)
        theme.refresh_from_db()  # with what others changed meanwhile
        if request.headers.get("HX-Request"):
            return render(request, "analysis/_theme_definition.html", {"theme": theme})
        return redirect(f"{_address(theme)}#definition")
    if request.method == "POST" and request.headers.get("HX-Request"):
        return render(request, "analysis/_theme_definition.html", {"theme": theme, "card_form": form}, status=422)
    coding = access.study.coding_rounds.filter(pk=as_id(request.GET.get("round", "")) or 0).first()
    return _show(request, access, theme, 422 if form.errors else 200, card_form=form, coding=coding)


@require_safe
@in_study(Ability.READ)
def theme_memos(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    return render(request, "analysis/_theme_memos.html", memos_of(_theme(access, theme_id)))


@require_POST
@in_study(Ability.EDIT)
def memo_add(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = _theme(access, theme_id)
    form = MemoForm(request.POST)
    if not form.is_valid():
        return _answer(request, access, theme, 422, memo_form=form)
    made: list[ThemeMemo] = []
    once(
        request.POST.get("act", ""),
        access.user,
        lambda: made.append(ThemeMemo.write(theme, form.cleaned_data["text"], access.user)),
    )
    return _answer(request, access, theme, came=made[0] if made else None)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def memo_edit(request: HttpRequest, access: Access, theme_id: int, memo_id: int) -> HttpResponse:
    """GET: the theme's page with this memo open."""
    memo = _memo(access, theme_id, memo_id)
    memo.demand_own(access.user)
    form = MemoForm(request.POST if request.method == "POST" else None, initial={"text": memo.text}, auto_id="memo-%s")
    if request.method == "POST" and form.is_valid():
        memo.reword(form.cleaned_data["text"], access.user)
        return _answer(request, access, memo.theme)
    opened: dict[str, Any] = {"open_memo": memo.pk, "edit_form": form}
    if request.method == "POST":
        return _answer(request, access, memo.theme, 422, **opened)
    return _show(request, access, memo.theme, **opened)


@require_POST
@in_study(Ability.EDIT)
def memo_remove(request: HttpRequest, access: Access, theme_id: int, memo_id: int) -> HttpResponse:
    memo = _memo(access, theme_id, memo_id)
    memo.remove(access.user)
    return _answer(request, access, memo.theme, out=memo)


@require_POST
@in_study(Ability.EDIT)
def memo_put_back(request: HttpRequest, access: Access, theme_id: int, memo_id: int) -> HttpResponse:
    memo = _memo(access, theme_id, memo_id)
    memo.put_back(access.user)
    if not request.headers.get("HX-Request"):
        messages.success(request, "The memo is back.")
    return _answer(request, access, memo.theme, back=memo)


def _answer(request: HttpRequest, access: Access, theme: Theme, status: int = 200, **more: Any) -> HttpResponse:
    """After an act on a memo: the thread and the field below it; without scripts the page."""
    if request.headers.get("HX-Request"):
        context = {"memo_form": MemoForm(), **memos_of(theme), **more}
        return render(request, "analysis/_memo_answer.html", context, status=status)
    if status == 422:
        return _show(request, access, theme, status, **more)
    out = f"?out={more['out'].pk}" if more.get("out") else ""
    return redirect(f"{_address(theme)}{out}#memos-h")


def _address(theme: Theme) -> str:
    return reverse("analysis:theme", args=[theme.study_id, theme.pk])
