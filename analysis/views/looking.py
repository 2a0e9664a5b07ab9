"""Who else has the board open: its heartbeat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from analysis.models import Looking
from studies.access import Ability, Access, in_study


@require_POST
@in_study(Ability.READ)
def here(request: HttpRequest, access: Access) -> HttpResponse:
    others = Looking.beat(access.study, access.user)
    return JsonResponse({"others": [{"initials": user.initials, "name": str(user)} for user in others]})


@require_POST
@in_study(Ability.READ)
def gone(request: HttpRequest, access: Access) -> HttpResponse:
    Looking.leave(access.study, access.user)
    return HttpResponse(status=204)
