"""Time markers set during a call, filled with words after it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refused
from interviews.forms.live import MarkForm
from interviews.models import Kind
from interviews.models.consent import why_withheld
from interviews.models.note import save_note
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def mark_fill(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    interview = an_interview(access, interview_id)
    mark = get_object_or_404(interview.notes.typed(), pk=note_id)
    withheld = why_withheld(interview.participant)
    if withheld:
        raise Refused(withheld)
    if mark.kind != Kind.MARK:
        messages.info(request, "This marker is filled already.")
        return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        saved = save_note(interview, mark.pk, access.user, mark.revision, **form.cleaned_data)
        if saved.conflict:
            raise Refused("Somebody filled this marker meanwhile. Their words stand; nothing was overwritten.")
        messages.success(request, "The marker is filled.")
        return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)
    others = interview.notes.typed().exclude(kind=Kind.MARK)
    before = others.filter(position__lte=mark.position).order_by("-position", "-id")[:2]
    context = {
        "interview": interview,
        "mark": mark,
        "form": form,
        "before": reversed(before),
        "after": others.filter(position__gt=mark.position).order_by("position", "id")[:2],
        "tab": "interviews",
    }
    return render(request, "interviews/mark_fill.html", context, status=422 if form.is_bound else 200)
