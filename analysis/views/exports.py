"""The whole study as JSON, the quotes as CSV. A POST, since each export is written down in the study's history."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.csv_cells import table
from accounts.models import audit
from analysis.exporters.json_all import document
from analysis.exporters.naming import file_name
from analysis.exporters.quotes_csv import quote_rows
from studies.access import Ability, Access, in_study
from studies.models.event import record


@require_POST
@in_study(Ability.EDIT)
def export_json(request: HttpRequest, access: Access) -> HttpResponse:
    text = json.dumps(document(access.study, access.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return file_answer(access, text, "study", "json", "application/json")


@require_POST
@in_study(Ability.EDIT)
def quotes_csv(request: HttpRequest, access: Access) -> HttpResponse:
    return file_answer(access, "".join(table(quote_rows(access.study))), "quotes", "csv", "text/csv")


def file_answer(access: Access, text: str, what: str, ending: str, kind: str) -> HttpResponse:
    name = file_name(access.study.title, what, timezone.localdate(), ending)
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    with transaction.atomic():
        record(access.study, f"exported_{ending}", access.user)
        audit(access.workspace, "study.exported", access.user, thing=what, study=access.study.pk, format=ending)
    return response
