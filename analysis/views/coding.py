"""Rounds of double coding: the list, a new one, one of them, and ending it before its time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusal import Refused
from analysis.coding.results import read_results
from analysis.forms.coding import ReplaceForm, RoundForm
from analysis.models import Coder, CodingRound
from analysis.models.coding import may_code
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def rounds(request: HttpRequest, access: Access) -> HttpResponse:
    context = {"rounds": _rounds(access), "tab": "themes"}
    return render(request, "analysis/coding.html", context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def round_new(request: HttpRequest, access: Access) -> HttpResponse:
    form = RoundForm(request.POST or None, study=access.study, initial={"first": access.user})
    if request.method == "POST" and form.is_valid():
        coding = _started(form, access)
        if coding:
            messages.success(request, f"Round {coding.number} has begun: {coding.n_units} units for each coder.")
            return redirect("analysis:coding_round", study_id=access.study.pk, round_id=coding.pk)
    context = {"form": form, "themes": access.study.themes.standing().count(), "tab": "themes"}
    return render(request, "analysis/coding_new.html", context, status=422 if form.errors else 200)


def _started(form: RoundForm, access: Access) -> CodingRound | None:
    data = form.cleaned_data
    try:
        return CodingRound.start(
            access.study, list(data["interviews"]), [data["first"], data["second"]], access.user
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@require_safe
@in_study(Ability.READ)
def coding_round(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    return round_page(request, access, round_of(access, round_id))


def round_page(request: HttpRequest, access: Access, coding: CodingRound, **forms: Any) -> HttpResponse:
    """What stands there depends on how far the round is; of one that is under way never an answer."""
    context: dict[str, Any] = {"round": coding, "leads": leads(access, coding), "tab": "themes"}
    coders = list(coding.coders.coding().select_related("user"))
    context["mine"] = next((coder for coder in coders if coder.user_id == access.user.pk), None)
    if coding.is_done:
        results = read_results(coding, access.user)
        rows, after = results.page(request.GET.get("after", ""))
        context |= {
            "results": results,
            "disagreements": rows,
            "after": after,
            "further": bool(request.GET.get("after")),
        }
    elif coding.is_open:
        able = set(may_code(access.study).values_list("pk", flat=True))
        gone = list(coding.coders.exclude(left_at=None).order_by("-left_at").select_related("user"))
        context["places"] = [(coder, _standing(coder, able)) for coder in [*coders, *gone[: 2 - len(coders)]]]
        context["replace_form"] = forms.get("replace_form") or ReplaceForm(study=access.study)
    status = 422 if forms else 200
    return render(request, "analysis/coding_round.html", context, status=status)


def _standing(coder: Coder, able: set[int]) -> str:
    """submitted, coding, left, or gone: not an editor here any more."""
    if coder.submitted_at:
        return "submitted"
    if coder.left_at:
        return "left"
    return "coding" if coder.user_id in able else "gone"


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def round_cancel(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    coding = round_of(access, round_id)
    _demand_lead(access, coding)
    if request.method == "POST":
        coding.cancel(access.user)
        messages.success(request, f"Round {coding.number} is cancelled.")
        return redirect("analysis:coding", study_id=access.study.pk)
    return confirm(
        request,
        title=f"Cancel round {coding.number}?",
        lines=["What the two have coded is deleted, and nobody gets to see it.", "Quotes, tags and themes of the study stay as they are."],
        keep="Keep the round",
        keep_url=reverse("analysis:coding_round", args=[access.study.pk, coding.pk]),
        act="Cancel the round",
        tab="themes",
    )  # fmt: skip


@require_POST
@in_study(Ability.EDIT)
def coder_replace(request: HttpRequest, access: Access, round_id: int, coder_id: int) -> HttpResponse:
    coding = round_of(access, round_id)
    coder = get_object_or_404(coding.coders, pk=coder_id)
    _demand_lead(access, coding)
    form = ReplaceForm(request.POST, study=access.study)
    if not form.is_valid():
        return round_page(request, access, coding, replace_form=form)
    fresh = coding.replace(coder, form.cleaned_data["user"], access.user)
    messages.success(request, f"{fresh} codes in place of {coder}.")
    return redirect("analysis:coding_round", study_id=access.study.pk, round_id=coding.pk)


def round_of(access: Access, round_id: int) -> CodingRound:
    return get_object_or_404(_rounds(access), pk=round_id)


def leads(access: Access, coding: CodingRound) -> bool:
    """Whoever began it, and who runs the workspace."""
    return access.can_edit and (coding.lead_id == access.user.pk or access.can_manage)


def _demand_lead(access: Access, coding: CodingRound) -> None:
    if not leads(access, coding):
        raise Refused("Whoever began the round, or an owner of the workspace, can do this.")


def _rounds(access: Access) -> Any:
    rows = access.study.coding_rounds.select_related("lead", "study__workspace")
    return rows.prefetch_related("coders__user", "interviews__participant")
