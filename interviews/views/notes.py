"""Lines of a call: saved once however often they are sent, refreshed by everybody who looks."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusal import Refused
from interviews.forms.sessions import LineForm
from interviews.live_page import elapsed_ms
from interviews.models import Interview, Note
from interviews.models.note import save_note
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study

# Rows are committed a little after their time is taken; a reader looks back this far, and meets some lines twice.
LOOK_BACK = timedelta(seconds=10)


@never_cache
@require_safe
@in_study(Ability.EDIT)
def lines(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Lines changed since a moment (`?since=` as this answer's header gave it), the removed ones too."""
    interview = an_interview(access, interview_id)
    now = timezone.now()
    notes = interview.notes.filter(transcript=None).select_related("author").order_by("position", "id")
    since = _moment(request.GET.get("since", ""))
    notes = notes.filter(updated_at__gte=since - LOOK_BACK) if since else notes.standing()
    response = render(request, "interviews/_lines.html", {"notes": notes, "interview": interview})
    response["X-Seen"] = now.isoformat()
    return response


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None


@require_http_methods(["PUT"])
@in_study(Ability.EDIT)
def note_put(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    """Save one line; `saved` is said only after the commit. Refusals are JSON too, so that the page can tell them
    from the answers of anything between it and us."""
    interview = an_interview(access, interview_id)
    form = LineForm(_json(request), study=access.study)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return _answer(note_id, 422, refused=f"{field}: {errors[0]}", field=field)
    fields = form.cleaned_data
    try:
        saved = save_note(
            interview, note_id, access.user, fields["base"], text=fields["text"], kind=fields["kind"],
            question_id=fields["question"], offset_ms=fields["offset_ms"],
        )  # fmt: skip
    except Refused as reason:
        return _answer(note_id, 422, refused=str(reason))
    if saved.conflict:
        return _answer(note_id, 409, conflict=True, standing=_standing(saved.note))
    return _answer(note_id, 200, saved=True, revision=saved.note.revision, elapsed_ms=elapsed_ms(interview))


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _answer(note_id: UUID, status: int, **what: Any) -> JsonResponse:
    return JsonResponse({"id": str(note_id), **what}, status=status)


def _standing(note: Note) -> dict[str, Any]:
    by = note.author.initials if note.author else ""
    return {"text": note.text, "kind": note.kind, "revision": note.revision, "by": by, "removed": bool(note.deleted_at)}


def a_line(access: Access, interview_id: int, note_id: UUID) -> tuple[Interview, Note]:
    interview = an_interview(access, interview_id)
    return interview, get_object_or_404(interview.notes.filter(transcript=None), pk=note_id)


@require_POST
@in_study(Ability.EDIT)
def note_remove(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    _, note = a_line(access, interview_id, note_id)
    note.delete_softly(access.user)
    return HttpResponse(status=204)


@require_POST
@in_study(Ability.EDIT)
def note_restore(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    _, note = a_line(access, interview_id, note_id)
    note.restore(access.user)
    return HttpResponse(status=204)


@require_POST
@in_study(Ability.EDIT)
def followed_up(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    _, note = a_line(access, interview_id, note_id)
    note.tick(request.POST.get("done") == "1", access.user)
    return HttpResponse(status=204)
