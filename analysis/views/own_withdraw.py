"""The participant withdraws, on their own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analysis.erasing.asking import withdraw
from interviews.models import Outcome, ParticipantLink, StudyPrivacy
from interviews.own_page.door import by_participant_link, words_for


@require_http_methods(["GET", "POST"])
@by_participant_link
def own_withdraw(request: HttpRequest, link: ParticipantLink) -> HttpResponse:
    """What it does is said first. Afterwards the link is over, so the answer stands on this very page.

    After the study's last day for it, words stay where they are; that they are used no further can be had at any time.
    """
    study = link.participant.study
    privacy, words = StudyPrivacy.of(study), words_for(request)
    outcome = privacy.outcome if privacy.may_withdraw else Outcome.STOP
    context: dict[str, Any] = {
        "words": words,
        "link": link,
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
    return render(request, "analysis/own_withdraw.html", context)
