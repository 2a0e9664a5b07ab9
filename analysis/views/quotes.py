"""One quote: its words, where they stand, what they are under and what rests on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from analysis.models import Grade, Quote, Stance
from analysis.models.quote import COUNTS_FROM
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def quote(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    return quote_page(request, access, quote_of(access, quote_id))


@require_safe
@in_study(Ability.READ)
def quote_card(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    found = quote_of(access, quote_id)
    return render(request, "analysis/_opened_quote.html", {**quote_context(access, found), "live": True})


def quote_of(access: Access, quote_id: int) -> Quote:
    """Words of somebody who no longer allows to be quoted are nowhere to be found."""
    quotes = access.study.quotes.allowed().select_related("participant__persona", "interview", "first_note", "author")
    return get_object_or_404(quotes, pk=quote_id)


def quote_page(request: HttpRequest, access: Access, found: Quote, form: Any = None) -> HttpResponse:
    """`form`: a refused one."""
    context = {**quote_context(access, found, form), "tab": "themes"}
    return render(request, "analysis/quote.html", context, status=422 if form else 200)


def quote_context(access: Access, found: Quote, form: Any = None) -> dict[str, Any]:
    tags = list(found.tags.select_related("theme", "author"))
    evidence = list(found.evidence.select_related("assumption", "author").order_by("assumption__number"))
    weighed = {row.assumption_id for row in evidence}
    return {
        "quote": found,
        "tags": tags,
        "evidence": evidence,
        "citations": list(found.citations.select_related("insight").order_by("insight__number")),
        "assumptions": [row for row in access.study.assumptions.all() if row.pk not in weighed],
        "stances": Stance.choices,
        "grades": Grade.choices,
        "counts_from": COUNTS_FROM,
        "theme_names": access.study.themes.standing()
        .exclude(pk__in=[tag.theme_id for tag in tags])
        .values_list("name", flat=True),
        "why": form.why if form else "",
    }
