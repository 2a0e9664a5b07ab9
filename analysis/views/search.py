"""Search over everything a person may see: the page, and the short list under the box of the top bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import person, signed_in
from analysis.search.page import quick, search_page
from analysis.search.quick_list import quick_list


@require_safe
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "analysis/search.html", search_page(person(request), request.GET.dict()))


@require_safe
@signed_in
def search_quick(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    return HttpResponse(quick_list(quick(person(request), typed), typed))
