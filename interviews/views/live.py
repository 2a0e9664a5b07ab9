"""Live capture: before the call, the page during it, its script part, and turning to another question."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from interviews.forms.live import LONGEST_LINE, TurnForm
from interviews.live.before_call import before_call
from interviews.live.note_kinds import KINDS
from interviews.live.off_record_page import stretches
from interviews.live.offline import not_to_keep, to_keep
from interviews.live.page import consent_as_it_stands, elapsed_ms, first_question, turned_ms
from interviews.live.page import live_script as script_of
from interviews.models import Interview, Note
from interviews.models.consent import standing_consent, why_withheld
from studies.access import Ability, Access, in_study
from studies.models.act import once

# As many lines come with the page, more than a tall screen shows; a thousand would take it a second longer to stand.
LINES_AT_FIRST = 60
SOME_ID = "00000000-0000-4000-8000-000000000000"  # stands in an address for the id of a line


def an_interview(access: Access, interview_id: int) -> Interview:
    rows = access.study.interviews.select_related("participant__persona", "script", "current_question", "study")
    return get_object_or_404(rows, pk=interview_id)


def a_line(access: Access, interview_id: int, note_id: UUID) -> Note:
    return get_object_or_404(an_interview(access, interview_id).notes.filter(transcript=None), pk=note_id)


@never_cache
@ensure_csrf_cookie
@require_safe
@in_study(Ability.EDIT)
def live(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    standing = standing_consent(interview.participant)
    withheld = why_withheld(interview.participant, standing)
    context = {
        "interview": interview,
        "consent": consent_as_it_stands(standing),
        "withheld": withheld,
        "sections": script_of(interview),
        "turned_ms": turned_ms(interview),
        "tab": "interviews",
        # What became of an act on the observers, where no script took its answer in.
        "removed": request.GET.get("removed", ""),
        "problem": request.GET.get("problem", ""),
    }
    if not interview.is_live:
        return _before(request, interview, context)
    seen = timezone.now()
    notes = interview.notes.none() if withheld else interview.notes.typed()
    last, first = notes.last_lines(LINES_AT_FIRST)
    earlier = earlier_lines(interview, first) if first else ""
    context |= {
        "assumptions": access.study.assumptions.order_by("number"),
        "notes": last,
        "earlier": earlier,
        "kinds": KINDS,
        "longest": LONGEST_LINE,
        "elapsed_ms": elapsed_ms(interview),
        "ground": ground(access, interview) | {"seen": seen.isoformat()},
    }
    response = render(request, "interviews/live.html", context)
    if earlier:
        response["X-Kept-Earlier"] = earlier
    return to_keep(response, access.user)


def earlier_lines(interview: Interview, first: Note) -> str:
    """Where the lines before this one are: they come once the page stands."""
    return f"{reverse('interviews:lines', args=[interview.study_id, interview.pk])}?before={first.pk}"


def _before(request: HttpRequest, interview: Interview, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page before the call, and after it; no device keeps it."""
    context |= {"before": before_call(interview, context["consent"], context["sections"])}
    return not_to_keep(render(request, "interviews/live_before.html", context, status=status))


def ground(access: Access, interview: Interview) -> dict[str, object]:
    """What the page's scripts stand on: addresses, the clock, when the call was off the record. No words of anybody."""
    place = [access.study.pk, interview.pk]
    return {
        "interview": interview.pk,
        "code": interview.participant.code,
        "user": access.user.pk,
        "initials": access.user.initials,
        "elapsedMs": elapsed_ms(interview),
        "off": stretches(interview),
        "startedMs": int(interview.started_at.timestamp() * 1000) if interview.started_at else None,
        "plannedMs": interview.minutes * 60_000,
        "noteUrl": reverse("interviews:note_put", args=[*place, "ID"]),
        "linesUrl": reverse("interviews:lines", args=place),
        "scriptUrl": reverse("interviews:live_script", args=place),
        "questionUrl": reverse("interviews:question_turn", args=place),
        "offRecordUrl": reverse("interviews:off_record", args=place),
        "eraseUrl": reverse("interviews:off_record_erase", args=place),
        "consentUrl": reverse("interviews:live_consent", args=place),
        "hereUrl": reverse("interviews:here", args=place),
        "goneUrl": reverse("interviews:gone", args=place),
        "workerUrl": reverse("interviews:capture_worker"),
        "debriefUrl": reverse("interviews:debrief", args=place),
        "signInUrl": reverse("account_login"),
        # A page of a lower room links to a higher one by its name.
        "lineOffUrl": reverse("analysis:line_off_record", args=[*place, SOME_ID]).replace(SOME_ID, "ID"),
        "lineOnUrl": reverse("analysis:line_on_record", args=[*place, SOME_ID]).replace(SOME_ID, "ID"),
        "themesUrl": reverse("analysis:theme_list", args=[access.study.pk]),
    }


@never_cache
@require_safe
@in_study(Ability.EDIT)
def live_script(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    return _script(request, an_interview(access, interview_id))


@never_cache
@require_safe
@in_study(Ability.EDIT)
def live_consent(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Consent as it stands: the rail's part, the dock's, and whether words may be written down at all."""
    interview = an_interview(access, interview_id)
    standing = standing_consent(interview.participant)
    context = {"interview": interview, "consent": consent_as_it_stands(standing)}
    context["withheld"] = why_withheld(interview.participant, standing)
    return render(request, "interviews/_live_consent_parts.html", context)


def _script(request: HttpRequest, interview: Interview) -> HttpResponse:
    context = {"interview": interview, "sections": script_of(interview), "turned_ms": turned_ms(interview)}
    return render(request, "interviews/_live_script.html", context)


@require_POST
@in_study(Ability.EDIT)
def interview_start(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """Refused, it is the page before the call again, with the reason and the next step."""
    interview = an_interview(access, interview_id)
    try:
        with transaction.atomic():
            if interview.start(access.user):
                interview.turn_to(first_question(interview), access.user)
    except Refused as reason:
        consent = consent_as_it_stands(standing_consent(interview.participant))
        context = {"interview": interview, "consent": consent, "sections": script_of(interview), "tab": "interviews"}
        return _before(request, interview, context | {"refused": str(reason)}, status=409)
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
    """Answers with the script as it is then. A turn has a key, for its page tells it until it has heard an answer."""
    interview = an_interview(access, interview_id)
    form = TurnForm(request.POST, study=access.study)
    if not form.is_valid():
        return HttpResponseBadRequest(form.errors.as_text())
    turn = form.cleaned_data
    words = (turn["to"], access.user, turn["left_as"] or None, turn["at_ms"])
    if not once(request.POST.get("act", ""), access.user, lambda: interview.turn_to(*words)):
        interview = an_interview(access, interview_id)
    return _script(request, interview)
