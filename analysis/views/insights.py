"""What we now know: the list, a new insight, its page."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.counted import counted
from accounts.ids import as_id, ids_of
from accounts.reach import reach
from analysis.evidence.sides import people_by_insight
from analysis.forms.insights import InsightForm
from analysis.line.insight_page import evidence_of, insight_page, insight_rows, to_look_back_on
from analysis.models import Insight, Side
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm

MOST_AT_ONCE = 200  # quotes that an insight is begun with


@require_safe
@in_study(Ability.READ)
def insights(request: HttpRequest, access: Access) -> HttpResponse:
    today = timezone.localdate()
    context = {"rows": insight_rows(access.study), "due": to_look_back_on(access.study, today), "tab": "insights"}
    return render(request, "analysis/insights.html", context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_new(request: HttpRequest, access: Access) -> HttpResponse:
    chosen = ids_of(request.POST.getlist("quote") or request.GET.getlist("quote"))[:MOST_AT_ONCE]
    quotes = list(access.study.quotes.allowed().for_cards().filter(pk__in=chosen))
    form = InsightForm(request.POST if request.method == "POST" else None, study=access.study)
    if request.method == "POST" and form.is_valid():
        insight = _state(access, form.cleaned_data, quotes)
        return redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    context = {"form": form, "quotes": quotes, "tab": "insights"}
    return render(request, "analysis/insight_form.html", context, status=422 if form.errors else 200)


def _state(access: Access, words: dict[str, Any], quotes: list[Any]) -> Insight:
    with transaction.atomic():
        insight = Insight.state(access.study, words["statement"], access.user, words["detail"])
        insight.assumptions.set(words["assumptions"])
        for quote in quotes:
            insight.cite(quote, Side.FOR, access.user)
    return insight


@require_safe
@in_study(Ability.READ)
def insight(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    """Its address may name a quote just taken out: browsers without scripts get their Undo from that."""
    out = access.study.quotes.allowed().filter(pk=as_id(request.GET.get("out", "")) or 0)
    side = Side.AGAINST if request.GET.get("side") == Side.AGAINST else Side.FOR
    return show(request, _fetch(access, insight_id), out=out.select_related("participant").first(), out_side=side)


def _fetch(access: Access, insight_id: int) -> Insight:
    found: Insight = get_object_or_404(access.study.insights.select_related("author"), pk=insight_id)
    found.study = access.study
    return found


def show(request: HttpRequest, insight: Insight, status: int = 200, **more: Any) -> HttpResponse:
    context = {**insight_page(insight), "today": timezone.localdate(), "tab": "insights", **more}
    return render(request, "analysis/insight.html", context, status=status)


@require_safe
@in_study(Ability.READ)
def insight_evidence(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    context = {**evidence_of(_fetch(access, insight_id)), "after_act": True}
    return render(request, "analysis/_evidence_answer.html", context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_edit(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    insight = _fetch(access, insight_id)
    form = InsightForm(request.POST if request.method == "POST" else None, instance=insight, study=access.study)
    if request.method == "POST" and form.is_valid():
        insight.restate(by=access.user, **form.cleaned_data)
        return redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    context = {"form": form, "insight": insight, "tab": "insights"}
    return render(request, "analysis/insight_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_remove(request: HttpRequest, access: Access, insight_id: int) -> HttpResponse:
    insight = _fetch(access, insight_id)
    if request.method == "POST":
        insight.remove(access.user)
        messages.success(request, f"{insight.code} is gone. Its quotes and decisions are still here.")
        return redirect("analysis:insights", study_id=access.study.pk)
    return confirm(
        request,
        title=f"Remove {insight.code} “{insight.statement}”?",
        lines=[*_people(access, insight), *reach(insight), *_decisions(insight)] or ["Nothing hangs on it yet."],
        keep=f"Keep {insight.code}",
        keep_url=reverse("analysis:insight", args=[access.study.pk, insight.pk]),
        act="Remove it for good",
        tab="insights",
    )


def _people(access: Access, insight: Insight) -> list[str]:
    count = people_by_insight(access.study)[insight.pk]
    people = len(count.speak_for | count.against)
    return [f"What {counted(people, 'person', 'people')} said is no longer tied to it"] if people else []


def _decisions(insight: Insight) -> list[str]:
    codes = [decision.code for decision in insight.decisions.all()]
    return [f"{', '.join(codes)} {'stays' if len(codes) == 1 else 'stay'}, without this reason"] if codes else []
