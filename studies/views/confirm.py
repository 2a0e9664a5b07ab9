"""The page before something goes: what it takes along, in numbers; the safe way out has the focus."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def confirm(
    request: HttpRequest,
    *,
    title: str,
    lines: Sequence[str],
    keep: str,
    keep_url: str,
    act: str,
    tab: str = "plan",
    mild: bool = False,
) -> HttpResponse:
    """`mild`: nothing is lost by it; it only can't be taken back in one go."""
    context = {"title": title, "lines": lines, "keep": keep, "keep_url": keep_url, "act": act, "tab": tab, "mild": mild}
    return render(request, "studies/confirm.html", context)
