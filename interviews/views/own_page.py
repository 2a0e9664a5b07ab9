"""The participant's own page: read, choose and sign, change, have a copy sent."""

from smtplib import SMTPException

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interviews.consent.signing import change_answer, mail_copy, sign
from interviews.forms.own_page import CopyForm, SignForm
from interviews.models import ConsentForm, ParticipantLink, Purpose
from interviews.models.consent import standing_consent
from interviews.own_page.door import back_to, by_participant_link, words_for
from interviews.own_page.page import as_it_stands, form_of, page_of


@require_http_methods(["GET", "POST"])
@by_participant_link
def own_page(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """Who hasn't answered reads and signs; who has sees what stands, and may read a later version with ?form=new."""
    standing = standing_consent(link.participant)
    latest = link.participant.study.consent_forms.prefetch_related("texts").first()
    if latest is None:
        return render(request, "interviews/own_not_yet.html", {"words": words_for(request)})
    if standing and request.method == "GET" and request.GET.get("form") != "new":
        return _standing(request, link)
    form = _on_screen(request, latest)
    words = words_for(request, form.languages())
    context = page_of(link, form, words)
    signing = SignForm(request.POST if request.method == "POST" else None, document=context["document"], words=words)
    if request.method == "POST" and signing.is_valid():
        sign(link.participant, form, words.code, signing.answers(), signing.cleaned_data["name"])
        return back_to(link, words, "signed")
    status = 422 if signing.errors else 200
    return render(request, "interviews/own_page.html", {**context, "form": signing}, status=status)


def _on_screen(request: HttpRequest, latest: ConsentForm) -> ConsentForm:
    """The version that was read, also if another one was published since."""
    version = request.POST.get("form_version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < 5):
        return latest
    return latest.study.consent_forms.prefetch_related("texts").filter(version=version).first() or latest


def _standing(request: HttpRequest, link: ParticipantLink, copy_form: CopyForm | None = None) -> HttpResponse:
    standing = standing_consent(link.participant)
    form = form_of(link.participant, standing)
    words = words_for(request, form.languages())
    context = page_of(link, form, words)
    context |= as_it_stands(context, standing, request.GET.get("said", ""))
    context["copy_form"] = copy_form or CopyForm(words=words)
    return render(request, "interviews/own_page.html", context, status=422 if copy_form else 200)


@require_POST
@by_participant_link
def own_answer(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """One choice, with one tap; to no as quickly as to yes."""
    purpose, answer = request.POST.get("purpose", ""), request.POST.get("answer", "")
    if purpose in Purpose.values and answer in {"yes", "no"}:
        change_answer(link.participant, purpose, answer == "yes")
    return back_to(link, words_for(request), "changed")


@require_POST
@by_participant_link
def own_copy(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    participant = link.participant
    standing = standing_consent(participant)
    if not standing:
        return redirect("interviews:own_page", token=link.token)
    form = form_of(participant, standing)
    words = words_for(request, form.languages())
    # Not by `contact.address()`: who asked not to be contacted may still ask for a copy.
    known = participant.contact.email if participant.contact else ""
    typed = CopyForm(request.POST, words=words)
    if not known and not typed.is_valid():
        return _standing(request, link, typed)
    try:
        sent = mail_copy(participant, known or typed.cleaned_data["email"], form, words)
    except (OSError, SMTPException):
        return back_to(link, words, "failed")
    return back_to(link, words, "sent" if sent else "enough")
