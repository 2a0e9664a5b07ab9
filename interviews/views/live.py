"""Live capture: the page, its script part, and turning to another question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from interviews.live_page import elapsed_ms, neighbour
from interviews.live_page import live_script as script_of
from interviews.models import Interview, Kind, Purpose
from interviews.models.consent import standing_consent
from interviews.models.interview import AskState
from interviews.note_kinds import KINDS
from studies.access import Ability, Access, in_study


def an_interview(access: Access, interview_id: int) -> Interview:
    rows = access.study.interviews.select_related("participant__persona", "script", "current_question", "study")
    return get_object_or_404(rows, pk=interview_id)


@never_cache
@require_safe
@in_study(Ability.EDIT)
def live(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    standing = standing_consent(interview.participant)
    context = {
        "interview": interview,
        "consent": [(purpose.label, standing.get(purpose)) for purpose in Purpose],
        "may_start": interview.participant.allows(Purpose.NOTES),
        "sections": script_of(interview),
        "assumptions": access.study.assumptions.order_by("number"),
        "tab": "interviews",
    }
    if not interview.is_live:
        return render(request, "interviews/live_before.html", context)
    notes = list(interview.notes.typed().select_related("author").order_by("position", "id"))
    context |= {
        "notes": notes,
        "follow_ups": [note for note in notes if note.kind == Kind.FOLLOW_UP],
        "kinds": KINDS,
        "elapsed_ms": elapsed_ms(interview),
        "ground": ground(access, interview),
    }
    return render(request, "interviews/live.html", context)


def ground(access: Access, interview: Interview) -> dict[str, object]:
    """What the page's scripts stand on: addresses and the clock. No words of anybody."""
    place = [access.study.pk, interview.pk]
    note = reverse("interviews:note_put", args=[*place, "00000000-0000-0000-0000-000000000000"])
    return {
        "interview": interview.pk,
        "user": access.user.pk,
        "initials": access.user.initials,
        "elapsedMs": elapsed_ms(interview),
        "plannedMs": interview.minutes * 60_000,
        "lineUrl": note,
        "linesUrl": reverse("interviews:lines", args=place),
        "scriptUrl": reverse("interviews:live_script", args=place),
        "questionUrl": reverse("interviews:question_turn", args=place),
    }


@require_safe
@in_study(Ability.EDIT)
def live_script(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    return render(request, "interviews/_live_script.html", {"interview": interview, "sections": script_of(interview)})


@require_POST
@in_study(Ability.EDIT)
def interview_start(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    interview.start(access.user)
    if interview.current_question is None:
        interview.turn_to(neighbour(interview, 0), access.user)
    return redirect("interviews:live", study_id=access.study.pk, interview_id=interview.pk)


@require_POST
@in_study(Ability.EDIT)
def interview_finish(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    interview.finish(access.user)
    return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)


@require_POST
@in_study(Ability.EDIT)
def question_turn(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """`to` is next, back, skip or a question's id; answers with the script as it is then."""
    interview = an_interview(access, interview_id)
    if not interview.is_live:
        raise Refused("This interview isn't under way.")
    to = request.POST.get("to", "")
    left_as = {"back": None, "skip": AskState.SKIPPED}.get(to, AskState.ASKED)
    chosen = get_object_or_404(access.study.questions, pk=int(to)) if to.isdigit() else None
    question = chosen or neighbour(interview, -1 if to == "back" else 1)
    at = request.POST.get("at_ms", "")
    interview.turn_to(
        question, access.user, left_as, int(at) if at.isdigit() and len(at) < 10 else elapsed_ms(interview)
    )
    return render(request, "interviews/_live_script.html", {"interview": interview, "sections": script_of(interview)})
