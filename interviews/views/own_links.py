"""The team makes and ends the links to a participant's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from interviews.models import Participant, ParticipantLink
from studies.access import Ability, Access, in_study

NEW_LINK = "new-own-link"


@require_POST
@in_study(Ability.EDIT)
def own_link_make(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    participant = get_object_or_404(access.study.participants, pk=participant_id)
    _, token = ParticipantLink.issue(participant, access.user)
    # Shown once on the page that follows; the database only has its hash.
    url = request.build_absolute_uri(reverse("interviews:own_page", args=[token]))
    request.session[NEW_LINK] = {"participant": participant.pk, "url": url}
    return redirect(_page(access, participant.pk))


@require_POST
@in_study(Ability.EDIT)
def own_link_end(request: HttpRequest, access: Access, participant_id: int, own_link_id: int) -> HttpResponse:
    participant = get_object_or_404(access.study.participants, pk=participant_id)
    get_object_or_404(participant.links.open(), pk=own_link_id).revoke(access.user)
    messages.success(request, "The link no longer opens anything.")
    return redirect(_page(access, participant.pk))


def own_links(request: HttpRequest, participant: Participant) -> dict[str, Any]:
    """What the participant's page at the team says of their own page."""
    return {
        "own_links": participant.links.open().select_related("created_by"),
        "new_link": _new_link(request, participant.pk),
        "signature": participant.signatures.select_related("form").first(),
        "withdrawn": getattr(participant, "withdrawal", None),
    }


def _new_link(request: HttpRequest, participant_id: int) -> str:
    """The link that was made just now, once."""
    kept = request.session.get(NEW_LINK)
    if not kept or kept["participant"] != participant_id:
        return ""
    del request.session[NEW_LINK]
    return str(kept["url"])


def _page(access: Access, participant_id: int) -> str:
    return reverse("interviews:participant", args=[access.study.pk, participant_id]) + "#own-page"
