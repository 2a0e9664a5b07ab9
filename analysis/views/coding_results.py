"""After both have submitted: settling what they disagree on, and making tags of what they settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.counted import counted
from accounts.refusal import Refused
from analysis.coding.results import Disagreement, Results, read_results
from analysis.coding.taking_over import plan
from analysis.coding.taking_over import take_over as make_tags
from analysis.forms.coding import SettleForm
from analysis.models import CodedTheme, CodingRound, CodingUnit
from analysis.views.coding import round_of
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_POST
@in_study(Ability.EDIT)
def settle(request: HttpRequest, access: Access, round_id: int, unit_id: int, coded_id: int) -> HttpResponse:
    coding = round_of(access, round_id)
    unit = get_object_or_404(coding.units.standing(), pk=unit_id)
    theme = get_object_or_404(coding.themes, pk=coded_id)
    form = SettleForm(request.POST)
    row, _ = _disagreement(access, coding, unit, theme)
    if not form.is_valid():
        if not request.headers.get("HX-Request"):
            raise Refused(str(next(iter(form.errors.values()))[0]))  # type: ignore[index]
        return render(request, "analysis/_disagreement.html", {"round": coding, "row": row, "form": form}, status=422)
    if form.cleaned_data["applies"] == "open":
        coding.unsettle(unit, theme, access.user)
    else:
        coding.settle(unit, theme, form.cleaned_data["applies"] == "yes", form.cleaned_data["remark"], access.user)
    if not request.headers.get("HX-Request"):
        place = reverse("analysis:coding_round", args=[access.study.pk, coding.pk])
        return redirect(f"{request.POST.get('back', '') if _own(request, place) else place}#d{unit.pk}-{theme.pk}")
    row, results = _disagreement(access, coding, unit, theme)
    context = {"round": coding, "row": row, "results": results, "oob": True}
    return render(request, "analysis/_disagreement_answer.html", context)


def _own(request: HttpRequest, place: str) -> bool:
    """Whether `back` is this round's page, with the place in its list."""
    return request.POST.get("back", "").partition("?")[0] == place


def _disagreement(
    access: Access, coding: CodingRound, unit: CodingUnit, theme: CodedTheme
) -> tuple[Disagreement, Results]:
    if not coding.is_done:
        raise Refused("Both have to submit before anything can be settled.")
    results = read_results(coding, access.user)
    found = [row for row in results.disagreements if (row.unit.pk, row.theme.pk) == (unit.pk, theme.pk)]
    if not found:
        raise Refused("The two agree here, so there is nothing to settle.")
    return found[0], results


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def take_over(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    """GET shows what it changes; POST makes the tags."""
    coding = round_of(access, round_id)
    if request.method == "POST":
        made = make_tags(coding, access.user)
        messages.success(request, f"{counted(made, 'tag', 'tags')} taken over from round {coding.number}.")
        return redirect("analysis:board", study_id=access.study.pk)
    if not coding.is_done:
        raise Refused("Both have to submit before anything can be taken over.")
    ahead = plan(read_results(coding, access.user))
    place = reverse("analysis:coding_round", args=[access.study.pk, coding.pk])
    if not ahead.tags:
        context = {"round": coding, "lines": ahead.lines, "tab": "themes"}
        return render(request, "analysis/coding_nothing.html", context)
    return confirm(
        request,
        title=f"Take over what was settled in round {coding.number}?",
        lines=ahead.lines,
        keep="Leave the tags as they are",
        keep_url=place,
        act="Make the tags",
        tab="themes",
        mild=True,
    )
