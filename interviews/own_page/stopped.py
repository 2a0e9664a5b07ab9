"""What stands on the page of somebody who stopped further use: that it is so, what is kept, and how to have it or be rid of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from interviews.consent_words import ConsentWords
from interviews.models import Outcome, ParticipantLink, StudyPrivacy
from interviews.models.consent import standing_consent
from interviews.own_page.page import form_of, page_of


def stopped_page(link: ParticipantLink, words_among: Callable[[list[str]], ConsentWords]) -> dict[str, Any]:
    """`words_among`: the words in the reader's language, of those the form is written in. Stopping wrote down a no to every
    purpose, so there is a form."""
    person = link.participant
    form = form_of(person, standing_consent(person))
    words = words_among(form.languages())
    asked = timezone.localtime(person.withdrawal.asked_at)
    return page_of(link, form, words) | {
        "stopped": words.stopped_text.format(when=words.moment(asked)),
        "may_erase": StudyPrivacy.of(person.study).own_outcome != Outcome.STOP,
    }
