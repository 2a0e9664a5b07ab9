"""Quotes for and against an insight: choose them, change their side, take them out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from analysis.evidence.picking import pick_from, picked
from analysis.forms.insights import NOWHERE, CiteForm
from analysis.line.insight_page import evidence_of
from analysis.models import Citation, Insight, Quote
from studies.access import Ability, Access, in_study

UNREADABLE = "Choose a quote of this study, for or against."


def _fetch(access: Access, insight_id: int) -> Insight:
    insight: Insight = get_object_or_404(access.study.insights, pk=insight_id)
    insight.study = access.study
    return insight


def _chosen(request: HttpRequest, access: Access) -> tuple[Quote, str] | None:
    form = CiteForm(request.POST, study=access.study)
    return (form.cleaned_data["quote"], form.cleaned_data["side"]) if form.is_valid() else None


def _put(insight: Insight, quote: Quote, side: str, access: Access) -> None:
    if side == NOWHERE:
        insight.uncite(quote, access.user)
    else:
        insight.cite(quote, side, access.user)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_cite(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    """GET: the quotes to choose from. POST: one of them, cited for, against or no more; answers with its row."""
    insight = _fetch(access, insight_id)
    if request.method == "POST":
        return _pick(request, access, insight)
    picking = pick_from(access.study, request.GET, dict(insight.citations.values_list("quote", "side")))
    context = {"insight": insight, "picking": picking, "tab": "insights"}
    return render(request, "analysis/insight_cite.html", context)


def _pick(request: HttpRequest, access: Access, insight: Insight) -> HttpResponse:
    chosen = _chosen(request, access)
    if chosen is None:
        return HttpResponseBadRequest(UNREADABLE)
    quote, side = chosen
    _put(insight, quote, side, access)
    if request.headers.get("HX-Request"):
        row = picked(access.study, quote.pk, "" if side == NOWHERE else side)
        return render(request, "analysis/_pick.html", {"insight": insight, "quote": row})
    where = "no longer cited" if side == NOWHERE else f"cited {side} {insight.code}"
    messages.success(request, f"The quote of {quote.participant.code} is {where}.")
    return redirect(f"{request.get_full_path()}#pick-{quote.pk}")


@require_POST
@in_study(Ability.EDIT)
def citation_side(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    """Moves a quote to the other side, or back after it was taken out."""
    insight = _fetch(access, insight_id)
    chosen = _chosen(request, access)
    if chosen is None:
        return HttpResponseBadRequest(UNREADABLE)
    _put(insight, *chosen, access)
    return _evidence(request, access, insight, put_back=chosen[0].pk if "undo" in request.POST else None)


@require_POST
@in_study(Ability.EDIT)
def citation_remove(request: HttpRequest, access: Access, insight_id: int, quote_id: int) -> HttpResponse:
    insight = _fetch(access, insight_id)
    quote = get_object_or_404(access.study.quotes, pk=quote_id)
    citation = insight.citations.select_related("quote__participant").filter(quote=quote).first()
    insight.uncite(quote, access.user)
    return _evidence(request, access, insight, taken_out=citation)


def _evidence(
    request: HttpRequest,
    access: Access,
    insight: Insight,
    taken_out: Citation | None = None,
    put_back: int | None = None,
) -> HttpResponse:
    """Both sides as they stand now, with an Undo for the quote just taken out; without scripts the page offers it."""
    if request.headers.get("HX-Request"):
        context = {**evidence_of(insight), "taken_out": taken_out, "put_back": put_back, "after_act": True}
        return render(request, "analysis/_evidence_answer.html", context)
    response = redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    if taken_out:
        response["Location"] += f"?out={taken_out.quote_id}&side={taken_out.side}"
    return response
