"""Links that let people without an account read the report, and the page such a link opens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import open_to_public
from analysis.forms.report import ShareForm
from analysis.line.report_page import report_page, told_apart_in_report
from analysis.models import ShareLink
from studies.access import Ability, Access, in_study

NEW_LINK = "new-share-link"


@never_cache
@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def report_links(request: HttpRequest, access: Access) -> HttpResponse:
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _, token = ShareLink.issue(access.study, access.user, form.cleaned_data["days"], form.cleaned_data["label"])
        # Shown once on the page that follows; the database only has its hash.
        url = request.build_absolute_uri(reverse("analysis:shared_report", args=[token]))
        request.session[NEW_LINK] = {"study": str(access.study.pk), "url": url}
        return redirect("analysis:report_links", study_id=access.study.pk)
    links = access.study.share_links.select_related("created_by")
    context = {
        "form": form,
        "open_links": links.open(),
        "ended_links": links.ended(),
        "new_link": _new_link(request, access),
        "telling": told_apart_in_report(access.study),
        "tab": "report",
    }
    return render(request, "analysis/report_links.html", context, status=422 if form.errors else 200)


def _new_link(request: HttpRequest, access: Access) -> str:
    kept = request.session.get(NEW_LINK)
    if not kept or kept["study"] != str(access.study.pk):
        return ""
    del request.session[NEW_LINK]
    return kept["url"]


@require_POST
@in_study(Ability.EDIT)
def link_revoke(request: HttpRequest, access: Access, link_id: int) -> HttpResponse:
    link = get_object_or_404(access.study.share_links.open(), pk=link_id)
    link.revoke(access.user)
    messages.success(request, "The link no longer opens anything.")
    return redirect("analysis:report_links", study_id=access.study.pk)


@never_cache
@require_safe
@open_to_public("the link itself is the key, until its day; it shows codes, never names")
def shared_report(request: HttpRequest, token: str) -> HttpResponse:
    """One and the same answer for links that never were, have ended or were taken back."""
    link = ShareLink.opened_by(token)
    if link is None:
        response = render(request, "analysis/shared_gone.html", status=404)
    else:
        response = render(request, "analysis/shared_report.html", {**report_page(link.study), "link": link})
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
