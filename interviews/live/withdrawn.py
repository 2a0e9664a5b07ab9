"""What a teammate's device is told that still holds lines of somebody who withdrew: they were erased, let go of them.

Their interview may be gone altogether, and 404 would leave the lines waiting on the device for ever.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from accounts.access import View
from interviews.models import Interview, Withdrawal
from studies.access import Ability, demand, study_access

GONE = "The person withdrew from the study, so this line was erased. Nobody can bring it back."


def lets_go(view: View) -> View:
    """Around a door to a call that takes a line, by its `note_id`."""

    @wraps(view)
    def guarded(request: HttpRequest, study_id: Any, interview_id: int, note_id: str) -> HttpResponse:
        try:
            return view(request, study_id=study_id, interview_id=interview_id, note_id=note_id)
        except Http404:
            access = study_access(request.user, study_id)
            demand(access, Ability.EDIT)
            if not Withdrawal.objects.of_call(access.study.pk, interview_id).exists():
                raise
        return let_go(note_id)

    return guarded


def let_go(note_id: object) -> JsonResponse:
    return JsonResponse({"id": str(note_id), "erased": GONE}, status=410)


def is_withdrawn(interview: Interview) -> bool:
    return Withdrawal.objects.of_call(interview.study_id, interview.pk).exists()
