"""Lines of a call: saved once however often they are sent, refreshed by everybody who looks."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusal import Refused
from interviews.forms.live import LineForm
from interviews.live.call_access import in_call
from interviews.live.page import elapsed_ms
from interviews.live.withdrawn import is_withdrawn, let_go, lets_go
from interviews.models import Interview, Note
from interviews.models.consent import why_withheld
from interviews.models.note import Erased, SavedNote, as_it_stands, save_note
from studies.access import Ability, Access

# Rows are committed a little after their time is taken; a reader looks back this far, and meets some lines twice.
LOOK_BACK = timedelta(seconds=10)


@never_cache
@require_safe
@in_call(Ability.READ)
def lines(request: HttpRequest, access: Access, interview: Interview) -> HttpResponse:
    """Lines changed since a moment (`?since=` as this answer's header gave it), the removed ones too; or those that stand
    before another one (`?before=` its id), which a long call's page leaves out at first."""
    now = timezone.now()
    withheld = why_withheld(interview.participant)
    if withheld:
        raise Refused(withheld)
    notes = interview.notes.filter(transcript=None).for_lines()
    since = _moment(request.GET.get("since", ""))
    notes = notes.filter(updated_at__gte=since - LOOK_BACK) if since else notes.standing()
    if first := _known(interview, request.GET.get("before", "")):
        notes = notes.before(first)
    # Who only reads gets nothing that is off the record; a line that went off it since leaves their page.
    context = {"notes": notes, "read_only": not access.can_edit, "on_record_only": not access.can_edit}
    response = HttpResponse(render_to_string("interviews/_lines.html", context))
    response["X-Seen"] = now.isoformat()
    return response


def _known(interview: Interview, note_id: str) -> Note | None:
    """None for no line of this interview, erased ones included: the reader then gets every line, which is never wrong."""
    try:
        return interview.notes.filter(pk=UUID(note_id)).first()
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """None for a damaged or impossible moment: the reader then gets every line, which is never wrong."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return moment if moment.tzinfo and 2000 < moment.year < 9000 else None
    except ValueError:
        return None


@require_http_methods(["PUT"])
@lets_go
@in_call(Ability.EDIT)
def note_put(request: HttpRequest, access: Access, interview: Interview, note_id: str) -> HttpResponse:
    """Save one line; `saved` is said only after the commit. Refusals are JSON too, so that the page can tell them
    from the answers of anything between it and us."""
    form = LineForm(_json(request), study=access.study)
    known = _uuid(note_id)
    if known is None:
        return _refused(note_id, "id", "The line’s id must be a UUID, as in 5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f42.")
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        return _refused(note_id, field, str(errors[0]))
    if form.cleaned_data["author"] not in {"", str(access.user.pk)}:
        raise PermissionDenied("This line was typed by somebody else on this device.")
    try:
        return _spoken(interview, _save(interview, known, access, form.cleaned_data))
    except Erased as gone:
        return _answer(note_id, 410, erased=str(gone))
    except Refused as reason:
        return let_go(note_id) if is_withdrawn(interview) else _refused(note_id, "", str(reason))


def _save(interview: Interview, note_id: UUID, access: Access, line: dict[str, Any]) -> SavedNote:
    words = {"text": line["text"], "kind": line["kind"], "question_id": line["question"]}
    if line["off_record"] is not None:
        words["off_record"] = line["off_record"]
    if line["themes"] is not None:
        words["theme_names"] = line["themes"]
    if line["signals"] is not None:
        words["stances"] = line["signals"]
    if line["done"] is not None:
        words["follow_up_done"] = line["done"]
    words |= {name: line[name] for name in ("removed", "part_of") if line[name] is not None}
    return save_note(interview, note_id, access.user, line["base"], offset_ms=line["offset_ms"], **words)


def _spoken(interview: Interview, saved: SavedNote) -> JsonResponse:
    note = saved.note
    if saved.conflict:
        standing = as_it_stands(note)
        if why_withheld(interview.participant):  # told to nobody any more, not even in passing
            standing |= {"text": "", "themes": [], "signals": []}
        return _answer(note.pk, 409, conflict=True, standing=standing)
    return _answer(
        note.pk, 200, saved=True, revision=note.revision, off_record=note.off_record, elapsed_ms=elapsed_ms(interview)
    )


def _refused(note_id: str, field: str, why: str) -> JsonResponse:
    return _answer(note_id, 422, refused=why, field=field)


def _answer(note_id: UUID | str, status: int, **what: Any) -> JsonResponse:
    return JsonResponse({"id": str(note_id), **what}, status=status)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _uuid(text: str) -> UUID | None:
    try:
        known = UUID(text)
    except ValueError:
        return None
    return known if str(known) == text.lower() else None
