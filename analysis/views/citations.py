"""Quotes for and against an insight: choose them, change their side, take them out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from analysis.forms.insights import CiteForm, ids_in
from analysis.insight_page import evidence_of
from analysis.models import Citation, Insight
from analysis.picking import pick_from
from studies.access import Ability, Access, in_study


def _fetch(access: Access, insight_id: int) -> Insight:
    insight: Insight = get_object_or_404(access.study.insights, pk=insight_id)
    insight.study = access.study
    return insight


def _cite(request: HttpRequest, access: Access, insight: Insight) -> Citation | None:
    form = CiteForm(request.POST, study=access.study)
    if not form.is_valid():
        return None
    return insight.cite(form.cleaned_data["quote"], form.cleaned_data["side"], access.user)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_cite(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    """GET: the quotes to choose from. POST: one of them, cited for or against; answers with its row."""
    insight = _fetch(access, insight_id)
    if request.method == "POST":
        citation = _cite(request, access, insight)
        if citation is None:
            return HttpResponseBadRequest("Choose a quote of this study, for or against.")
        if request.headers.get("HX-Request"):
            quote = access.study.quotes.for_cards().get(pk=citation.quote_id)
            return render(request, "analysis/_pick.html", {"insight": insight, "quote": quote, "stand": citation.side})
        messages.success(request, f"{citation.quote.participant.code} is cited {citation.side} {insight.code}.")
        return redirect(request.get_full_path())
    after = next(iter(ids_in([request.GET.get("after", "")])), None)
    stands = dict(insight.citations.values_list("quote", "side"))
    context = {"insight": insight, "picking": pick_from(access.study, request.GET, after), "stands": stands}
    return render(request, "analysis/insight_cite.html", {**context, "tab": "insights"})


@require_POST
@in_study(Ability.EDIT)
def citation_side(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    """Moves a quote to the other side, or back after it was taken out."""
    insight = _fetch(access, insight_id)
    citation = _cite(request, access, insight)
    if citation is None:
        return HttpResponseBadRequest("Choose a quote of this study, for or against.")
    return _evidence(request, access, insight)


@require_POST
@in_study(Ability.EDIT)
def citation_remove(request: HttpRequest, access: Access, insight_id: int, quote_id: int) -> HttpResponse:
    insight = _fetch(access, insight_id)
    citation = get_object_or_404(insight.citations.select_related("quote__participant"), quote=quote_id)
    insight.uncite(citation.quote, access.user)
    return _evidence(request, access, insight, taken_out=citation)


def _evidence(
    request: HttpRequest, access: Access, insight: Insight, taken_out: Citation | None = None
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {**evidence_of(insight), "taken_out": taken_out, "after_act": True}
        return render(request, "analysis/_evidence_answer.html", context)
    response = redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    if taken_out:
        response["Location"] += f"?out={taken_out.quote_id}&side={taken_out.side}"
    return response

