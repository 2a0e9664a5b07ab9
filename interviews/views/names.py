"""Names of contacts in what is typed during a call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import audit
from interviews.forms.live import LONGEST_LINE
from interviews.live.call_access import in_call
from interviews.live.name_hints import name_hints
from interviews.models import Interview
from studies.access import Ability, Access


@never_cache
@require_POST
@in_call(Ability.PEOPLE)
def live_names(request: HttpRequest, access: Access, interview: Interview) -> HttpResponse:
    """Where a name stands in `text`, and what to write there instead. Sent as a form: an address is kept in many places.

    The answer ties a name to a code, so it is written down as any other page that does.
    """
    found = name_hints(access.study, request.POST.get("text", "")[:LONGEST_LINE])
    if found:
        audit(access.workspace, "participant.recognised", access.user, thing=interview.pk, study=access.study.pk)
    return JsonResponse({"found": found})
