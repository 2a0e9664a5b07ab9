"""Who else is in a call: the capture page's heartbeat, and observers, who are declared."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from interviews.forms.company import ObserverForm
from interviews.live.page import consent_as_it_stands, elapsed_ms
from interviews.models import Interview, Observer, Presence
from interviews.models.consent import standing_consent
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study
from studies.models.act import once


@require_POST
@in_study(Ability.READ)
def here(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """The page is open; who else has it open, and how far the call is."""
    interview = an_interview(access, interview_id)
    if not interview.is_live:
        raise Refused("This interview isn’t under way.")
    others = [{"initials": user.initials, "name": str(user)} for user in Presence.beat(interview, access.user)]
    return JsonResponse({"interview": interview.pk, "elapsed_ms": elapsed_ms(interview), "others": others})


@require_POST
@in_study(Ability.READ)
def gone(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    Presence.leave(an_interview(access, interview_id), access.user)
    return HttpResponse(status=204)


@never_cache
@require_safe
@in_study(Ability.EDIT)
def observers(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    return render(request, "interviews/_observers.html", _as_they_stand(an_interview(access, interview_id)))


def _as_they_stand(interview: Interview) -> dict[str, Any]:
    return {"interview": interview, "consent": consent_as_it_stands(standing_consent(interview.participant))}


@require_POST
@in_study(Ability.EDIT)
def observer_declare(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    form = ObserverForm(request.POST)
    if form.is_valid():
        _once(request, access, lambda: Observer.declare(interview, by=access.user, **form.cleaned_data))
    return _answer(request, interview, problem="" if form.is_valid() else str(next(iter(form.errors.values()))[0]))


@require_POST
@in_study(Ability.EDIT)
def observer_remove(request: HttpRequest, access: Access, interview_id: int, observer_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    observer = get_object_or_404(interview.observers, pk=observer_id)
    return _answer(request, interview, removed=observer.withdraw(access.user))


@require_POST
@in_study(Ability.EDIT)
def observer_back(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    _once(request, access, lambda: Observer.put_back(interview, request.POST.get("removed", ""), access.user))
    return _answer(request, interview)


def _once(request: HttpRequest, access: Access, act: Callable[[], object]) -> None:
    once(request.POST.get("act", ""), access.user, act)


def _answer(request: HttpRequest, interview: Interview, removed: str = "", problem: str = "") -> HttpResponse:
    """The part as it stands now; without scripts the page it is on, which offers the Undo too."""
    if request.headers.get("HX-Request"):
        context = {**_as_they_stand(interview), "removed": removed, "problem": problem}
        return render(request, "interviews/_observers_answer.html", context, status=422 if problem else 200)
    page = reverse("interviews:live", args=[interview.study_id, interview.pk])
    said = {name: words for name, words in {"removed": removed, "problem": problem}.items() if words}
    return redirect(f"{page}?{urlencode(said)}" if said else page)
