"""Acts on themes: each has a page of its own that the board opens in a dialog where scripts run."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.ids import as_id, ids_of
from analysis.forms.themes import MergeForm, NestForm, NewThemeForm, SplitForm, ThemeForm
from analysis.models import Theme
from analysis.themes.reach import archive_words, merge_reach, moving_words, removal_reach
from analysis.views.board import answer, board_page
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.EDIT)
def theme_list(request: HttpRequest, access: Access) -> HttpResponse:
    """Names and colours for what is typed during a call, in the board's order."""
    return JsonResponse({"themes": list(access.study.themes.standing().values("name", "colour"))})


@require_POST
@in_study(Ability.EDIT)
def theme_add(request: HttpRequest, access: Access) -> HttpResponse:
    seq = access.study.event_seq
    form = NewThemeForm(request.POST, study=access.study)
    if not form.is_valid():
        if request.headers.get("HX-Request"):
            return render(request, "analysis/_new_theme.html", {"new_form": form}, status=422)
        return board_page(request, access, new_form=form)
    theme = Theme.called(access.study, form.cleaned_data["name"], access.user)
    return answer(request, access, seq, theme.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_edit(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes.standing(), pk=theme_id)
    name, seq = theme.name, access.study.event_seq
    form = ThemeForm(request.POST or None, instance=theme)
    if request.method == "POST" and form.is_valid():
        theme.revise(access.user, **form.changes)
        return answer(request, access, seq, theme.pk)
    context = {"theme": theme, "was": name, "form": form, "tab": "themes"}
    return render(request, "analysis/theme_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_merge(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """`into` names the theme that stays; the reach is shown for it before anybody can agree."""
    theme = get_object_or_404(access.study.themes.standing(), pk=theme_id)
    others = access.study.themes.standing().exclude(pk=theme.pk)
    other = others.filter(pk=as_id((request.POST or request.GET).get("into", "")) or 0).first()
    form = MergeForm(request.POST or None, theme=theme, other=other) if other else None
    if request.method == "POST" and other and form and form.is_valid():
        seq = access.study.event_seq
        theme.merge_into(other, access.user, form.chosen)
        # Where scripts run, the toast has a button for it.
        later = "" if request.headers.get("HX-Request") else " The history can undo it."
        messages.success(request, f"“{theme}” is now part of “{other}”.{later}")
        return answer(request, access, seq, other.pk)
    context = {
        "theme": theme,
        "others": others,
        "other": other,
        "form": form,
        "reach": merge_reach(theme, other) if other else None,
        "moving": moving_words(theme, other) if other else [],
        "inside": theme.nested.standing() if other else [],
        "missing": request.method == "POST" and not other,
        "tab": "themes",
    }
    return render(request, "analysis/theme_merge.html", context, status=422 if request.method == "POST" else 200)


MOST_OFFERED = 200


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_split(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """`quote` ticks some beforehand: those that were selected on the board."""
    theme = get_object_or_404(access.study.themes.standing(), pk=theme_id)
    inside = access.study.quotes.allowed().filter(tags__theme=theme).order_by("-pk")
    form = SplitForm(request.POST or None, theme=theme, quotes=inside)
    if request.method == "POST" and form.is_valid():
        seq, leaving = access.study.event_seq, [quote.pk for quote in form.cleaned_data["quote"]]
        new = theme.split_off(leaving, form.cleaned_data["name"], access.user)
        said = "1 quote has" if len(leaving) == 1 else f"{len(leaving)} quotes have"
        messages.success(request, f"{said} left “{theme}” for “{new}”.")
        return answer(request, access, seq, new.pk)
    offered = list(inside.select_related("participant__persona")[: MOST_OFFERED + 1])
    context = {
        "theme": theme,
        "form": form,
        "offered": offered[:MOST_OFFERED],
        "more": len(offered) > MOST_OFFERED,
        "ticked": set(ids_of((request.POST or request.GET).getlist("quote"))),
        "tab": "themes",
    }
    return render(request, "analysis/theme_split.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_nest(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    """Put the theme inside another; `out` takes it out again."""
    theme = get_object_or_404(access.study.themes.standing(), pk=theme_id)
    seq = access.study.event_seq
    form = NestForm(request.POST or None, theme=theme)
    out = request.method == "POST" and "out" in request.POST
    if out or (request.method == "POST" and form.is_valid()):
        parent = None if out else form.cleaned_data["parent"]
        theme.nest(parent, access.user)
        messages.success(request, f"“{theme}” is inside “{parent}” now." if parent else f"“{theme}” stands for itself.")
        return answer(request, access, seq, theme.pk)
    context = {"theme": theme, "form": form, "inside": theme.nested.standing(), "tab": "themes"}
    return render(request, "analysis/theme_nest.html", context, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def theme_archive(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    seq = access.study.event_seq
    theme.archive(access.user)
    messages.success(request, archive_words(theme))
    return answer(request, access, seq)


@require_POST
@in_study(Ability.EDIT)
def theme_restore(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    seq = access.study.event_seq
    theme.restore(access.user)
    messages.success(request, f"“{theme}” is back on the board.")
    return answer(request, access, seq, theme.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def theme_remove(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    if request.method == "POST":
        seq = access.study.event_seq
        theme.remove(access.user)
        messages.success(request, f"The theme “{theme}” is gone. Its quotes stay.")
        return answer(request, access, seq)
    context = {
        "theme": theme,
        "reach": removal_reach(theme),
        "n_memos": theme.memos.standing().count(),
        "tab": "themes",
    }
    return render(request, "analysis/theme_remove.html", context)


@require_POST
@in_study(Ability.EDIT)
def theme_shift(request: HttpRequest, access: Access, theme_id: int) -> HttpResponse:
    theme = get_object_or_404(access.study.themes, pk=theme_id)
    seq = access.study.event_seq
    theme.shift(-1 if request.POST.get("to") == "left" else 1, access.user)
    return answer(request, access, seq, theme.pk)
