"""Answers that come by word of mouth, by mail or on paper, written down by the team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.ids import as_id
from interviews.forms.consent import AnswersForm
from interviews.models import ConsentRecord
from interviews.models.consent import standing_consent
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def consent(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    participant = get_object_or_404(access.study.participants.select_related("contact", "persona"), pk=participant_id)
    standing = standing_consent(participant)
    form = AnswersForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        # The text that was on the screen, also if another one was published since; None is the standing one.
        shown = access.study.consent_forms.filter(version=as_id(request.POST.get("form_version", "")) or 0).first()
        ConsentRecord.capture(participant, form.answers(), form.cleaned_data["method"], access.user, shown)
        messages.success(request, f"The answers of {participant.code} are written down and hold from now on.")
        return redirect("interviews:participant", study_id=access.study.pk, participant_id=participant.pk)
    context = {
        "participant": participant,
        "form": form,
        "consent_form": access.study.consent_forms.first(),
        "tab": "people",
    }
    return render(request, "interviews/consent.html", context, status=422 if form.errors else 200)
