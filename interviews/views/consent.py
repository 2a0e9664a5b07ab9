"""Answers that come by word of mouth, by mail or on paper, written down by the team; and the scans of the paper."""

from typing import Any

from django.contrib import messages
from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.ids import as_id
from accounts.models import audit
from accounts.refusal import Refused
from accounts.templatetags.ui import clock
from interviews.consent.writing_down import write_down
from interviews.forms.consent import AnswersForm
from interviews.live.page import elapsed_ms
from interviews.models import Participant
from interviews.models.consent import standing_consent
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def consent(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    """From the capture page ?interview= comes along, and the call's time is filled in."""
    participant = get_object_or_404(access.study.participants.select_related("contact", "persona"), pk=participant_id)
    forms = access.study.consent_forms.prefetch_related("texts")
    # The text that was on the screen, also if another one was published since.
    shown = forms.filter(version=as_id(request.POST.get("form_version", "")) or 0).first() or forms.first()
    context: dict[str, Any] = {"participant": participant, "consent_form": shown, "tab": "people"}
    if shown is None:
        return render(request, "interviews/consent.html", context)
    form = AnswersForm(
        request.POST or None,
        request.FILES or None,
        participant=participant,
        consent_form=shown,
        standing=standing_consent(participant),
        by=access.user,
        initial=_in_the_call(request, participant),
    )
    if request.method == "POST" and form.is_valid():
        write_down(participant, shown, form.answers(), access.user, form.cleaned_data)
        messages.success(request, f"The answers of {participant.code} are written down and hold from now on.")
        return redirect("interviews:participant", study_id=access.study.pk, participant_id=participant.pk)
    return render(request, "interviews/consent.html", context | {"form": form}, status=422 if form.errors else 200)


def _in_the_call(request: HttpRequest, participant: Participant) -> dict[str, Any]:
    asked = as_id(request.GET.get("interview", ""))
    call = participant.interviews.filter(pk=asked).first() if asked else None
    if call is None or not call.is_live:
        return {}
    return {"said_in": call, "said_at": clock(elapsed_ms(call))}


@require_POST
@in_study(Ability.PEOPLE)
def consent_paper(request: HttpRequest, access: Access, participant_id: int, paper_id: int) -> HttpResponse:
    """A file to save, never a page: what is in it is somebody else's. Reading it is written down, so it is asked for by POST."""
    participant = get_object_or_404(access.study.participants, pk=participant_id)
    paper = get_object_or_404(participant.consent_papers, pk=paper_id)
    try:
        content: File[bytes] = paper.file.open("rb")
    except FileNotFoundError as missing:
        raise Refused("The file of this scan isn’t there any more. Look for the paper, and scan it again.") from missing
    audit(access.workspace, "consent_paper.read", access.user, thing=paper.pk, study=access.study.pk)
    response: Any = FileResponse(
        content,
        as_attachment=True,
        filename=f"{participant.code}-consent.{paper.ending}",
        content_type=paper.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response  # type: ignore[no-any-return]
