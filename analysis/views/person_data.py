"""All that a study holds of one person, to hand to them. A POST, since each is written down."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.models import audit
from analysis.exporters.person import person_zip
from studies.access import Ability, Access, in_study
from studies.models.event import record


@require_POST
@in_study(Ability.EDIT)
def person_data(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    participant = get_object_or_404(access.study.participants.select_related("contact", "study"), pk=participant_id)
    response = zip_answer(person_zip(participant, access.user), participant.code)
    with transaction.atomic():
        record(access.study, "exported_zip", access.user, participant=participant.pk)
        audit(access.workspace, "participant.export", access.user, thing=participant.pk, study=access.study.pk)
    return response


def zip_answer(held: bytes, code: str) -> HttpResponse:
    response = HttpResponse(held, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{code.lower()}-data.zip"'
    response["Cache-Control"] = "no-store, private"
    return response
