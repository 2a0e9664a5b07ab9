"""One line put off the record, or back on it: the first takes its quotes along, the second is done knowingly."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from analysis.quoting.off_record import reach, why_off
from interviews.models import Note
from interviews.views.live import a_line
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def line_off_record(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    note = a_line(access, interview_id, note_id)
    if request.method == "POST":
        note.go_off_record(access.user)
        return _done(request, note, "The line is off the record.")
    lines = [*reach(note), "It can’t be quoted, and is in no export. It can be erased for good."]
    act, keep = "Put it off the record", "Keep it on the record"
    title = "Put this line off the record?"
    return confirm(request, title=title, lines=lines, keep=keep, keep_url=_place(note), act=act, tab="interviews")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def line_on_record(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    note = a_line(access, interview_id, note_id)
    if request.method == "POST":
        note.go_on_record(access.user)
        return _done(request, note, "The line is on the record.")
    act, keep = "Put it on the record", "Keep it off the record"
    title = "Put this line back on the record?"
    return confirm(
        request, title=title, lines=why_off(note), keep=keep, keep_url=_place(note), act=act, tab="interviews"
    )


@never_cache
@require_safe
@in_study(Ability.EDIT)
def line_reach(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    """For the capture page: what goes with the line, or why it is off the record."""
    note = a_line(access, interview_id, note_id)
    return JsonResponse({"id": str(note.pk), "lines": why_off(note) if note.off_record else reach(note)})


def _place(note: Note) -> str:
    return reverse("analysis:notes", args=[note.study_id, note.interview_id]) + f"#n-{note.pk}"


def _done(request: HttpRequest, note: Note, words: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return JsonResponse({"id": str(note.pk), "off_record": note.off_record, "revision": note.revision})
    messages.success(request, words)
    return redirect(_place(note))
