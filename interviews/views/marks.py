"""Time markers set during a call, filled with words after it: in their place on the debrief, or on a page of their own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refused
from interviews.forms.live import MarkForm
from interviews.models import Interview, Kind, Note
from interviews.models.consent import why_withheld
from interviews.models.note import save_note
from interviews.records.debriefs import follow_ups_of, why_unquoted
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
    in_place = request.method == "POST" and bool(request.headers.get("HX-Request"))
    if mark.kind != Kind.MARK:
        if in_place:
            raise Refused("Somebody filled this marker meanwhile. Load the page again to see their words.")
        messages.info(request, "This marker is filled already.")
        return _back(interview)
    form = MarkForm(request.POST if request.method == "POST" else None, auto_id=_ids(mark) if in_place else "id_%s")
    if form.is_bound and form.is_valid():
        filled = _fill(interview, mark, access, form)
        if in_place:
            return _filled(request, interview, filled)
        messages.success(request, "The marker is filled.")
        return _back(interview)
    context = {"interview": interview, "mark": mark, "form": form, "tab": "interviews", **_near(interview, mark)}
    template = "interviews/_debrief_mark.html" if in_place else "interviews/mark_fill.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _ids(mark: Note) -> str:
    """Several of these forms stand on one page."""
    return f"mark-{mark.pk}-%s"


def _fill(interview: Interview, mark: Note, access: Access, form: MarkForm) -> Note:
    saved = save_note(interview, mark.pk, access.user, mark.revision, **form.cleaned_data)
    if saved.conflict:
        raise Refused("Somebody filled this marker meanwhile. Their words stand; nothing was overwritten.")
    return saved.note


def _filled(request: HttpRequest, interview: Interview, note: Note) -> HttpResponse:
    """The line in the marker's place; and where the page offers lines of its kind, it joins them."""
    quotable = not note.off_record and not why_unquoted(interview)
    context = {
        "interview": interview,
        "note": note,
        "to_remember": quotable and note.kind == Kind.VERBATIM,
        "to_take_over": not note.off_record and note.kind == Kind.AHA,
        "follow_ups": follow_ups_of(interview) if note.kind == Kind.FOLLOW_UP else None,
    }
    return render(request, "interviews/_debrief_mark_filled.html", context)


def _near(interview: Interview, mark: Note) -> dict[str, object]:
    others = interview.notes.typed().exclude(kind=Kind.MARK)
    before = others.filter(position__lte=mark.position).order_by("-position", "-id")[:2]
    return {
        "before": reversed(before),
        "after": others.filter(position__gt=mark.position).order_by("position", "id")[:2],
    }


def _back(interview: Interview) -> HttpResponse:
    return redirect("interviews:debrief", study_id=interview.study_id, interview_id=interview.pk)
