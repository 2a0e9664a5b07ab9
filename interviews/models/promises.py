"""What published forms promised to people who answered them may be kept better, never worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from interviews.models.consent import ConsentRecord
from interviews.models.consent_form import ConsentForm
from interviews.models.people import Participant
from studies.models import Study


class Outcome(models.TextChoices):
    """What a withdrawal does. The first is the most, and the default."""

    DELETE = "delete", "Delete everything"
    COUNTS = "counts", "Keep anonymous counts only"
    STOP = "stop", "Stop further use"


MEANS = {
    Outcome.DELETE: "Words, identity and all that was made of them go. “[withdrawn]” stays where they were cited.",
    Outcome.COUNTS: "Words and identity go. That somebody said something on a theme or an insight goes on counting.",
    Outcome.STOP: "Nothing is erased. Nobody sees or uses it any more, and every answer is no.",
}
KEPT = {"media_until": "recordings", "words_until": "notes and transcripts", "identity_until": "names and addresses"}
# The more a withdrawal takes away, the further to the left.
MOST_FIRST = list(Outcome)


def promised_to(participant: Participant) -> list[Outcome]:
    """What a withdrawal may do after the forms this person answered: as much as they promised, or more."""
    forms = ConsentForm.objects.filter(records__participant=participant).exclude(promises={})
    told = [MOST_FIRST.index(Outcome(form.promises["outcome"])) for form in forms.distinct()]
    return MOST_FIRST[: min(told, default=len(MOST_FIRST)) + 1]


def kept_to(study: Study, settings: Mapping[str, Any]) -> dict[str, str]:
    """Which of these settings would break a promise, and how to say so; by field, one promise each."""
    answered = Exists(ConsentRecord.objects.filter(form=OuterRef("pk")))
    broken: dict[str, str] = {}
    for form in ConsentForm.objects.filter(answered, study=study).exclude(promises={}).order_by("version"):
        told = form.promises
        for name, what in KEPT.items():
            day, promised = settings.get(name), _day(told.get(name))
            if promised and (day is None or day > promised):
                broken[name] = (
                    f"Form {form.version} promised people who answered it that {what} go by {promised:%-d %B %Y}. "
                    "Choose that day or an earlier one."
                )
        until, promised = settings.get("withdraw_until"), _day(told.get("withdraw_until"))
        if until and (promised is None or until < promised):
            when = f"until {promised:%-d %B %Y}" if promised else "for as long as their words are kept"
            broken["withdraw_until"] = (
                f"Form {form.version} promised people who answered it that they can withdraw {when}."
            )
        outcome = settings.get("outcome")
        if outcome and MOST_FIRST.index(Outcome(outcome)) > MOST_FIRST.index(Outcome(told["outcome"])):
            promise = Outcome(told["outcome"]).label.lower()
            broken["outcome"] = (
                f"Form {form.version} promised people who answered it: {promise}. It can’t become less here; another study can promise less."
            )
    return broken


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
