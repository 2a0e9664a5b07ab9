"""A call as it goes, for teammates who only read: its lines and its clock, without a composer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from interviews.live.page import elapsed_ms, live_script
from interviews.models import Interview
from interviews.models.consent import why_withheld
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study


@never_cache
@ensure_csrf_cookie
@require_safe
@in_study(Ability.READ)
def follow(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Once the call is over, its notes are read like any others."""
    interview = an_interview(access, interview_id)
    if not interview.is_live:
        return redirect("analysis:notes", study_id=access.study.pk, interview_id=interview.pk)
    withheld = why_withheld(interview.participant)
    seen = timezone.now()
    notes = interview.notes.none() if withheld else interview.notes.typed()
    if not access.can_edit:
        notes = notes.on_record()
    context = {
        "interview": interview,
        "withheld": withheld,
        "sections": live_script(interview),
        "notes": notes.for_lines(),
        "read_only": True,
        "elapsed_ms": elapsed_ms(interview),
        "ground": ground(interview) | {"seen": seen.isoformat()},
    }
    return render(request, "interviews/live_follow.html", context)


def ground(interview: Interview) -> dict[str, object]:
    place = [interview.study_id, interview.pk]
    return {
        "interview": interview.pk,
        "elapsedMs": elapsed_ms(interview),
        "startedMs": int(interview.started_at.timestamp() * 1000) if interview.started_at else None,
        "linesUrl": reverse("interviews:lines", args=place),
        "hereUrl": reverse("interviews:here", args=place),
        "goneUrl": reverse("interviews:gone", args=place),
    }
