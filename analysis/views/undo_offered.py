"""After an act on a page of its own: what is told on the next page has the Undo that a dialog's answer has."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from analysis.journal.telling import in_words
from studies.access import Access


def offer_undo(request: HttpRequest, access: Access, seq: int) -> None:
    """`seq`: the last event before the act. Of an act that tells nothing by itself, what it was is told."""
    step = access.study.steps.since(seq, access.user)
    if step is None:
        return
    told = [(each.level, str(each.message), each.extra_tags) for each in messages.get_messages(request)]
    told = told or [(messages.SUCCESS, f"You {in_words(access.study, [step])[step.pk]}.", "")]
    told[-1] = (*told[-1][:2], f"undo-{step.pk}")
    for level, words, tags in told:
        messages.add_message(request, level, words, tags)
