"""The whole interview as a page to print, and as Markdown to copy or keep."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import audit
from interviews.exporters.markdown import markdown
from interviews.records.record import record_of
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study
from studies.models.event import record


@never_cache
@require_safe
@in_study(Ability.EDIT)
def record_page(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    context = {"interview": interview, "record": record_of(interview, access.user), "tab": "interviews"}
    return render(request, "interviews/record.html", context)


@require_POST
@in_study(Ability.EDIT)
def record_markdown(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """A POST, since each export is written down in the study's history."""
    interview = an_interview(access, interview_id)
    text = markdown(record_of(interview, access.user))
    day = timezone.localdate(interview.held_at)
    name = f"{interview.participant.code.lower()}-{day:%Y-%m-%d}.md"
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    with transaction.atomic():
        record(access.study, "exported_md", access.user, interview=interview.pk)
        audit(access.workspace, "interview.exported", access.user, thing=interview.pk, study=access.study.pk)
    return response
