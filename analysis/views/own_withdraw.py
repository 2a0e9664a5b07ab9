"""The participant withdraws, on their own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analysis.erasing.asking import withdraw
from interviews.models import Outcome, ParticipantLink, StudyPrivacy
from interviews.own_page.door import back_to, by_participant_link, once_stopped_too, words_for


@require_http_methods(["GET", "POST"])
@by_participant_link
@once_stopped_too
def own_withdraw(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """What it does is said first. Where everything goes the link is over then, so the answer stands on this very page."""
    study = link.participant.study
    privacy, words = StudyPrivacy.of(study), words_for(request)
    outcome, stopped = privacy.own_outcome, link.participant.has_stopped
    if stopped and outcome == Outcome.STOP:
        return back_to(link, words, "")
    context: dict[str, Any] = {
        "words": words,
        "link": link,
        "title": words.erase_link if stopped else words.withdraw_title,
        "act": words.erase_link if stopped else words.withdraw_button,
        "stay": words.back if stopped else words.withdraw_stay,
        "organisation": study.workspace.name,
        "outcome": words.outcomes[outcome],
        "answered": request.method == "GET" and link.participant.consent_records.exists(),
    }
    if privacy.withdraw_until:
        said = words.cut_off if privacy.may_withdraw else words.withdraw_over
        context["until"] = said.format(day=words.day(privacy.withdraw_until))
    if request.method == "POST":
        asked = withdraw(link.participant, outcome)
        context["asked"] = words.withdraw_asked.format(when=words.moment(timezone.localtime(asked.asked_at)))
        context["outcome"] = words.withdrawn[asked.outcome]
        context["title"] = words.withdrawn_title
        context["stays"] = asked.only_stopped
    return render(request, "analysis/own_withdraw.html", context)
