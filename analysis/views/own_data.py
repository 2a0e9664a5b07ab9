"""The participant takes all that is held of them, on their own page. A POST, since it is written down."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.models import Actor, audit
from analysis.exporters.person import person_zip
from analysis.views.person_data import zip_answer
from interviews.models import ParticipantLink
from interviews.own_page.door import by_participant_link, once_stopped_too


@require_POST
@by_participant_link
@once_stopped_too
def own_data(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """Whole: what a teammate may not see of another's yet is theirs all the same."""
    participant, study = link.participant, link.participant.study
    response = zip_answer(person_zip(participant), participant.code)
    audit(study.workspace, "participant.export", actor=Actor.PARTICIPANT, thing=participant.pk, study=study.pk)
    return response
