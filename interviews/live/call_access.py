"""The door to one call for what the capture page asks again and again: a line saved, lines fetched.

`@in_study` and `an_interview` are two queries with all that a page shows. Here one planned statement finds the interview,
scoped by the signed-in person's membership as theirs is, and brings what saving a line needs; the rest loads when asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import View
from accounts.models import Workspace
from accounts.planned import known, one_row
from accounts.second_step import demand_second_step
from interviews.models import Interview, Participant
from studies.access import Ability, Access, demand
from studies.models import Study

DOOR = """
    select membership.role, study.workspace_id, workspace.second_step_required, participant.id, participant.number,
        interview.state, interview.started_at, interview.ended_at
    from interviews_interview interview
    join interviews_participant participant on participant.id = interview.participant_id
    join studies_study study on study.id = interview.study_id
    join accounts_workspace workspace on workspace.id = study.workspace_id
    join accounts_membership membership on membership.workspace_id = study.workspace_id
    where interview.id = %s and study.id = %s and membership.user_id = %s
"""


def call_access(user: Any, study_id: Any, interview_id: int) -> tuple[Access, Interview]:
    """404 whether it doesn't exist or isn't theirs."""
    row = one_row(DOOR, (interview_id, study_id, user.pk))
    if row is None:
        raise Http404("No such interview")
    role, workspace_id, second_step, participant_id, number, state, started_at, ended_at = row
    demand_second_step(user, workspace_id, second_step)
    study = known(Study, id=study_id, workspace_id=workspace_id)
    participant = known(Participant, id=participant_id, study_id=study_id, number=number)
    interview = known(
        Interview, id=interview_id, study_id=study_id, participant_id=participant_id,
        state=state, started_at=started_at, ended_at=ended_at,
    )  # fmt: skip
    interview.study, interview.participant, participant.study = study, participant, study
    return Access(user, known(Workspace, id=workspace_id), role, study), interview


def in_call(ability: Ability) -> Callable[[View], View]:
    """Swaps `study_id` and `interview_id` for an Access and the interview, as `in_study` does for the study."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, study_id: Any, interview_id: int, **kwargs: Any) -> HttpResponse:
            access, interview = call_access(request.user, study_id, interview_id)
            request.access = access  # type: ignore[attr-defined]
            demand(access, ability)
            return view(request, access, interview, **kwargs)

        guarded.access_rule = f"study: {ability.name}"  # type: ignore[attr-defined]
        return guarded

    return decorate
