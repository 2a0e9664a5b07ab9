from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from interviews.forms.sessions import ScheduleForm
from interviews.models import Interview, InterviewState, Stage
from studies.access import Ability, Access, in_study

PAGE = 50


@require_safe
@in_study(Ability.READ)
def interviews(request: HttpRequest, access: Access) -> HttpResponse:
    lines = Count("notes", filter=Q(notes__deleted_at=None))
    rows = access.study.interviews.with_people().annotate(n_lines=lines)
    waiting = [InterviewState.LIVE, InterviewState.PLANNED]
    held = rows.filter(state=InterviewState.DONE).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdigit():
        held = held.filter(pk__lt=int(before))
    page = list(held[: PAGE + 1])
    context = {
        "waiting": rows.filter(state__in=waiting).order_by("state", F("scheduled_at").asc(nulls_last=True), "pk"),
        "held": page[:PAGE],
        "more": page[PAGE - 1].pk if len(page) > PAGE else None,
        "cancelled": rows.filter(state=InterviewState.CANCELLED).order_by("-pk")[:20],
        "tab": "interviews",
    }
    return render(request, "interviews/interviews.html", context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def schedule(request: HttpRequest, access: Access) -> HttpResponse:
    initial = {"participant": request.GET.get("participant"), "minutes": 45}
    form = ScheduleForm(request.POST or None, study=access.study, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        person = fields.pop("participant")
        interview = Interview.schedule(person, access.user, fields.pop("scheduled_at"), **fields)
        messages.success(request, f"Planned: {person.code} on {interview.scheduled_at:%-d %b at %H:%M}.")
        return redirect("interviews:list", study_id=access.study.pk)
    context = {"form": form, "people": access.study.participants.exists(), "tab": "interviews"}
    return render(request, "interviews/schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def interview_edit(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(access.study.interviews.with_people(), pk=interview_id)
    form = ScheduleForm(request.POST or None, study=access.study, instance=interview)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("interviews:list", study_id=access.study.pk)
    context = {"form": form, "interview": interview, "people": True, "tab": "interviews"}
    return render(request, "interviews/schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def interview_cancel(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Cancelled, or nobody came: both say what becomes of the person."""
    interview = get_object_or_404(access.study.interviews.with_people(), pk=interview_id)
    if request.method == "POST":
        no_show = "no_show" in request.POST
        interview.cancel(access.user, Stage.NO_SHOW if no_show else Stage.TO_INVITE)
        messages.success(request, f"{interview.participant.code}: {'did not come' if no_show else 'cancelled'}.")
        return redirect("interviews:list", study_id=access.study.pk)
    keep = reverse("interviews:list", args=[access.study.pk])
    context = {"interview": interview, "keep_url": keep, "tab": "interviews"}
    return render(request, "interviews/interview_cancel.html", context)
