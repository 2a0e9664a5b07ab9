"""Off the record: when a call is, and erasing what was typed then. Answers for the capture page are JSON without words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.counted import counted
from interviews.forms.live import EraseForm, StretchForm
from interviews.live.off_record_page import erase_reach, stretches
from interviews.models import Interview, OffRecord
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@never_cache
@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def off_record(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """The stretches of this call, and how many lines hold words of them. POST tells one; it may be told twice."""
    interview = an_interview(access, interview_id)
    if request.method == "POST":
        form = StretchForm(request.POST)
        if not form.is_valid():
            return HttpResponseBadRequest(form.errors.as_text())
        OffRecord.tell(interview, by=access.user, **form.cleaned_data)
    return JsonResponse(_as_it_stands(interview))


def _as_it_stands(interview: Interview) -> dict[str, Any]:
    lines = interview.notes.off_record()
    return {
        "interview": interview.pk,
        "stretches": stretches(interview),
        "lines": lines.filter(deleted_at=None).count(),
        "removed": lines.exclude(deleted_at=None).count(),
    }


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def off_record_erase(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """GET shows what would be erased; POST erases it."""
    interview = an_interview(access, interview_id)
    debrief = reverse("interviews:debrief", args=[access.study.pk, interview.pk])
    if request.method == "GET":
        return confirm(
            request,
            title="Erase what was off the record?",
            lines=erase_reach(interview),
            keep="Keep it inside the team",
            keep_url=debrief,
            act="Erase it for good",
            tab="interviews",
        )
    form = EraseForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text())
    erased = OffRecord.erase(interview, access.user, form.cleaned_data["unsent"])
    if request.headers.get("HX-Request"):
        return JsonResponse({"interview": interview.pk, "erased": erased})
    messages.success(request, f"{counted(erased, 'line is', 'lines are')} erased.")
    return redirect(debrief)
