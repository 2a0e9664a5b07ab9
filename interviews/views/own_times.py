"""The participant picks a time, moves or cancels it, or says that they would rather not; without scripts."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.ids import as_id
from accounts.refusal import Refused
from interviews.models import ParticipantLink
from interviews.own_page.door import by_participant_link, words_for
from interviews.own_page.times import own_times
from interviews.scheduling import arranging
from interviews.scheduling.wall_time import is_zone


@require_safe
@by_participant_link
def own_time(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """`?zone=` is the clock to show times by, `?after=` the last one on the page before.

    The letters lead here; whoever was heard has no time to pick any more, and finds the rest of their page.
    """
    if arranging.is_over(link.participant):
        query = urlencode({"language": words_for(request).code})
        return redirect(f"{reverse('interviews:own_page', args=[link.token])}?{query}")
    return _page(request, link)


def _page(request: HttpRequest, link: ParticipantLink, refusal: str = "") -> HttpResponse:
    zone = _zone(request)
    said = request.GET.get("said", "") if not zone or is_zone(zone) else "clock"
    context = own_times(link, words_for(request), zone, as_id(request.GET.get("after", "")), said)
    if refusal:
        context |= {"said": refusal, "said_badly": True}
    return render(request, "interviews/own_times.html", context, status=409 if refusal else 200)


def _zone(request: HttpRequest) -> str:
    return request.POST.get("zone", "") or request.GET.get("zone", "")


@require_POST
@by_participant_link
def own_time_take(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """Who came second sees why, and what is still free."""
    slot, zone = as_id(request.POST.get("slot", "")), _zone(request)
    try:
        arranging.take(link.participant, slot or 0, zone if is_zone(zone) else "")
    except Refused as refusal:
        return _page(request, link, str(refusal))
    return _back(request, link, "taken")


@require_POST
@by_participant_link
def own_time_cancel(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    try:
        late = arranging.cancel(link.participant)
    except Refused as refusal:
        return _page(request, link, str(refusal))
    return _back(request, link, "late" if late else "cancelled")


@require_POST
@by_participant_link
def own_time_decline(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    try:
        arranging.decline(link.participant)
    except Refused as refusal:
        return _page(request, link, str(refusal))
    return _back(request, link, "declined")


def _back(request: HttpRequest, link: ParticipantLink, said: str) -> HttpResponse:
    query = {"language": words_for(request).code, "said": said}
    if is_zone(_zone(request)):
        query["zone"] = _zone(request)
    return redirect(f"{reverse('interviews:own_time', args=[link.token])}?{urlencode(query)}")
