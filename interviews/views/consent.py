"""The form people read, and their answers to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.ids import as_id
from interviews.forms.consent import FIRST_TEXT, AnswersForm, ConsentTextForm
from interviews.models import ConsentForm, ConsentRecord, Purpose
from interviews.models.consent import standing_consent
from studies.access import Ability, Access, demand, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.READ)
def consent_form(request: HttpRequest, access: Access) -> HttpResponse:
    latest = access.study.consent_forms.first()
    form = ConsentTextForm(request.POST or None, initial={"body": latest.body if latest else FIRST_TEXT})
    if request.method == "POST":
        demand(access, Ability.EDIT)
        if form.is_valid():
            published = ConsentForm.publish(access.study, form.cleaned_data["body"], access.user)
            messages.success(
                request, f"Form {published.version} stands now. Earlier answers keep the text they answered."
            )
            return redirect("interviews:consent_form", study_id=access.study.pk)
    context = {
        "form": form,
        "latest": latest,
        "versions": access.study.consent_forms.select_related("created_by"),
        "purposes": Purpose,
        "tab": "people" if access.sees_names else "",
    }
    return render(request, "interviews/consent_form.html", context, status=422 if form.errors else 200)


@require_safe
@in_study(Ability.READ)
def consent_version(request: HttpRequest, access: Access, version: int) -> HttpResponse:
    form = get_object_or_404(access.study.consent_forms, version=version)
    context = {"consent_form": form, "purposes": Purpose, "tab": "people" if access.sees_names else ""}
    return render(request, "interviews/consent_version.html", context)


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
