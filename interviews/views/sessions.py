from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusal import Refused
from interviews.forms.sessions import ScheduleForm
from interviews.models import Interview, Stage
from interviews.records import listing as interview_rows
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def interviews(request: HttpRequest, access: Access) -> HttpResponse:
    """`?after=`, `?before=` and `?cancelled=` name the last row of the page before, each of its own list."""
    after, before, cancelled = (request.GET.get(name, "") for name in ("after", "before", "cancelled"))
    study = access.study
    context = {
        "under_way": interview_rows.under_way(study),
        "to_come": interview_rows.to_come(study, after),
        "held": interview_rows.held(study, before),
        "cancelled": interview_rows.cancelled(study, cancelled),
        "further": bool(after or before or cancelled),
        "tab": "interviews",
    }
    return render(request, "interviews/interviews.html", context)


def _in_list(access: Access, interview_id: int) -> Interview:
    return get_object_or_404(access.study.interviews.with_people(), pk=interview_id)


def _when(interview: Interview) -> str:
    return f"{interview.participant.code} on {interview.scheduled_at:%-d %b at %H:%M}"


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def schedule(request: HttpRequest, access: Access) -> HttpResponse:
    initial = {"participant": request.GET.get("participant"), "minutes": 45}
    form = ScheduleForm(request.POST if request.method == "POST" else None, study=access.study, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        interview = Interview.schedule(fields.pop("participant"), access.user, fields.pop("scheduled_at"), **fields)
        messages.success(request, f"Planned: {_when(interview)}.")
        return redirect("interviews:list", study_id=access.study.pk)
    context = {"form": form, "people": access.study.participants.exists(), "tab": "interviews"}
    return render(request, "interviews/schedule.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def interview_edit(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = _in_list(access, interview_id)
    if not interview.is_planned:
        raise Refused("Only an interview that hasn't begun can be moved.")
    form = ScheduleForm(request.POST if request.method == "POST" else None, study=access.study, instance=interview)
    if request.method == "POST" and form.is_valid():
        interview.replan(access.user, **form.cleaned_data)
        messages.success(request, f"Moved: {_when(interview)}.")
        return redirect("interviews:list", study_id=access.study.pk)
    context = {"form": form, "interview": interview, "people": True, "tab": "interviews"}
    return render(request, "interviews/schedule.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def interview_cancel(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Cancelled, or nobody came: the page says first what becomes of the person."""
    interview = _in_list(access, interview_id)
    if request.method == "POST":
        no_show = "no_show" in request.POST
        interview.cancel(access.user, Stage.NO_SHOW if no_show else Stage.TO_INVITE)
        messages.success(request, f"{interview.participant.code}: {'nobody came' if no_show else 'cancelled'}.")
        return redirect("interviews:list", study_id=access.study.pk)
    return render(request, "interviews/interview_cancel.html", {"interview": interview, "tab": "interviews"})


@require_POST
@in_study(Ability.EDIT)
def interview_again(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Takes a cancellation back."""
    interview = _in_list(access, interview_id)
    interview.plan_again(access.user)
    messages.success(request, f"{interview.participant.code} is planned again.")
    return redirect("interviews:list", study_id=access.study.pk)
