"""The study as an article, for the team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from analysis.forms.report import ReportForm
from analysis.line.report_page import report_page
from analysis.models import Report
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def report(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, "analysis/report.html", {**report_page(access.study), "tab": "report"})


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def report_words(request: HttpRequest, access: Access) -> HttpResponse:
    standing = Report.of(access.study)
    form = ReportForm(request.POST if request.method == "POST" else None, instance=standing)
    if request.method == "POST" and form.is_valid():
        Report.write(access.study, access.user, **form.cleaned_data)
        return redirect("analysis:report", study_id=access.study.pk)
    context = {"form": form, "tab": "report"}
    return render(request, "analysis/report_words.html", context, status=422 if form.errors else 200)
