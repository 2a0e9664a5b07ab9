"""The participant withdraws, on their own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analysis.erasing.asking import withdraw
from interviews.models import Outcome, ParticipantLink, StudyPrivacy
from interviews.own_page.door import back_to, by_participant_link, once_stopped_too, words_for
from interviews.own_page.stopped import may_erase


@require_http_methods(["GET", "POST"])
@by_participant_link
@once_stopped_too
def own_withdraw(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """What it does is said first. Where everything goes the link is over then, so the answer stands on this very page.

    After the study's last day for it, words stay where they are; that they are used no further can be had at any time.
    """
    study = link.participant.study
    privacy, words = StudyPrivacy.of(study), words_for(request)
    outcome = privacy.outcome if privacy.may_withdraw else Outcome.STOP
    if link.participant.has_stopped and not may_erase(privacy):
        return back_to(link, words, "")
    context: dict[str, Any] = {
        "words": words,
        "link": link,
        "stopped": link.participant.has_stopped,
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
        context["stays"] = asked.only_stopped
    return render(request, "analysis/own_withdraw.html", context)
