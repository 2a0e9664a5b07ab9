"""What we do because of what we heard: the list, one decision with what it rests on, and whether it held."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analysis.forms.decisions import DecisionForm, OutcomeForm
from analysis.line.decision_page import decision_page, decision_rows
from analysis.models import Decision, Outcome
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def decisions(request: HttpRequest, access: Access) -> HttpResponse:
    context = {"rows": decision_rows(access.study), "today": timezone.localdate(), "tab": "insights"}
    return render(request, "analysis/decisions.html", context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def decision_new(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    insight = get_object_or_404(access.study.insights, pk=insight_id)
    insight.study = access.study
    start = {"lens": request.GET.get("lens", ""), "owner": access.user}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=start, study=access.study)
    if request.method == "POST" and form.is_valid():
        decision = Decision.make(insight, by=access.user, **form.cleaned_data)
        messages.success(request, f"{decision.code} is written down.")
        return redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    context = {"form": form, "insight": insight, "tab": "insights"}
    return render(request, "analysis/decision_form.html", context, status=422 if form.errors else 200)


def _fetch(access: Access, decision_id: int) -> Decision:
    decision: Decision = get_object_or_404(access.study.decisions.select_related("owner"), pk=decision_id)
    decision.study = access.study
    return decision


@require_safe
@in_study(Ability.READ)
def decision(request: HttpRequest, access: Access, decision_id: int) -> HttpResponse:
    return _show(request, _fetch(access, decision_id))


def _show(request: HttpRequest, decision: Decision, form: OutcomeForm | None = None) -> HttpResponse:
    """The answer is asked for at once when its day has come; before, and to change it, a link opens the form."""
    today: date = timezone.localdate()
    if form is None and (decision.wants_answer(today) or "answer" in request.GET):
        form = OutcomeForm(initial=_standing(decision))
    context = {**decision_page(decision), "outcome_form": form, "today": today, "tab": "insights"}
    return render(request, "analysis/decision.html", context, status=422 if form and form.errors else 200)


def _standing(decision: Decision) -> dict[str, Any]:
    waiting = decision.outcome == Outcome.WAITING
    return {} if waiting else {"outcome": decision.outcome, "note": decision.outcome_note}


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def decision_edit(request: HttpRequest, access: Access, decision_id: int) -> HttpResponse:
    decision = _fetch(access, decision_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, instance=decision, study=access.study)
    if request.method == "POST" and form.is_valid():
        decision.revise(access.user, **form.cleaned_data)
        return redirect("analysis:decision", study_id=access.study.pk, decision_id=decision.pk)
    context = {"form": form, "decision": decision, "tab": "insights"}
    return render(request, "analysis/decision_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def decision_remove(request: HttpRequest, access: Access, decision_id: int) -> HttpResponse:
    decision = _fetch(access, decision_id)
    if request.method == "POST":
        decision.remove(access.user)
        messages.success(request, f"{decision.code} is gone.")
        return redirect("analysis:decisions", study_id=access.study.pk)
    codes = [insight.code for insight in decision.insights.all()]
    return confirm(
        request,
        title=f"Remove {decision.code} “{decision.text}”?",
        lines=[f"It no longer follows from {', '.join(codes)}"] if codes else ["No insight leads to it."],
        keep=f"Keep {decision.code}",
        keep_url=reverse("analysis:decision", args=[access.study.pk, decision.pk]),
        act="Remove it for good",
        tab="insights",
    )


@require_POST
@in_study(Ability.EDIT)
def decision_answer(request: HttpRequest, access: Access, decision_id: int) -> HttpResponse:
    decision = _fetch(access, decision_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _show(request, decision, form)
    answer = form.cleaned_data
    if answer["outcome"] == Outcome.WAITING:
        decision.revise(access.user, check_back_on=answer["again_on"])
    else:
        decision.answer(answer["outcome"], answer["note"], access.user)
    return redirect("analysis:decision", study_id=access.study.pk, decision_id=decision.pk)
