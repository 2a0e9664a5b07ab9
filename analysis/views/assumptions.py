"""One assumption: its ledger, the words behind it, and the verdict a person sets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analysis.evidence.picking import pick_from, picked
from analysis.forms.insights import NOWHERE, WeighForm
from analysis.line.assumption_page import assumption_page
from studies.access import Ability, Access, in_study
from studies.forms.plan import VerdictForm
from studies.models import Assumption


def _fetch(access: Access, assumption_id: int) -> Assumption:
    rows = access.study.assumptions.select_related("persona", "verdict_by")
    assumption: Assumption = get_object_or_404(rows, pk=assumption_id)
    assumption.study = access.study
    return assumption


@require_safe
@in_study(Ability.READ)
def assumption(request: HttpRequest, access: Access, assumption_id: int) -> HttpResponse:
    return _show(request, access, _fetch(access, assumption_id))


def _show(
    request: HttpRequest, access: Access, assumption: Assumption, form: VerdictForm | None = None
) -> HttpResponse:
    standing = {"verdict": assumption.verdict, "reason": assumption.verdict_reason}
    found = assumption_page(
        assumption, access.user if access.can_edit else None, weak=request.GET.get("grades") == "all"
    )
    context = {**found, "form": form or VerdictForm(initial=standing), "tab": "insights"}
    return render(request, "analysis/assumption.html", context, status=422 if form and form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def assumption_judge(request: HttpRequest, access: Access, assumption_id: int) -> HttpResponse:
    assumption = _fetch(access, assumption_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _show(request, access, assumption, form)
    assumption.judge(form.cleaned_data["verdict"], form.cleaned_data["reason"], access.user)
    messages.success(request, f"{assumption.code}: {assumption.get_verdict_display().lower()}. The reason is kept.")
    return redirect("analysis:assumption", study_id=access.study.pk, assumption_id=assumption.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def assumption_weigh(request: HttpRequest, access: Access, assumption_id: int) -> HttpResponse:
    """GET: the quotes to choose from. POST: one of them, for, against or mixed; answers with its row."""
    assumption = _fetch(access, assumption_id)
    if request.method == "POST":
        return _weigh(request, access, assumption)
    picking = pick_from(access.study, request.GET, dict(assumption.evidence.values_list("quote", "stance")))
    context = {"assumption": assumption, "picking": picking, "tab": "insights"}
    return render(request, "analysis/assumption_weigh.html", context)


def _weigh(request: HttpRequest, access: Access, assumption: Assumption) -> HttpResponse:
    form = WeighForm(request.POST, study=access.study)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose a quote of this study: for, against or mixed.")
    quote, stance = form.cleaned_data["quote"], form.cleaned_data["stance"]
    if stance == NOWHERE:
        quote.unweigh(assumption, access.user)
    else:
        quote.weigh(assumption, stance, access.user)
    if request.headers.get("HX-Request"):
        row = picked(access.study, quote.pk, "" if stance == NOWHERE else stance)
        return render(request, "analysis/_pick.html", {"assumption": assumption, "quote": row})
    where = "says nothing on" if stance == NOWHERE else f"counts as {stance}:"
    messages.success(request, f"The quote of {quote.participant.code} {where} {assumption.code}.")
    return redirect(f"{request.get_full_path()}#pick-{quote.pk}")


@require_POST
@in_study(Ability.EDIT)
def evidence_remove(request: HttpRequest, access: Access, assumption_id: int, quote_id: int) -> HttpResponse:
    assumption = _fetch(access, assumption_id)
    quote = get_object_or_404(access.study.quotes.select_related("participant"), pk=quote_id)
    quote.unweigh(assumption, access.user)
    messages.success(request, f"The quote of {quote.participant.code} says nothing on {assumption.code} now.")
    return redirect("analysis:assumption", study_id=access.study.pk, assumption_id=assumption.pk)
