"""Answers that came by word of mouth, by mail or on paper, written down by somebody of the team."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from interviews.models import (
    ConsentForm,
    ConsentPaper,
    ConsentRecord,
    Kind,
    Method,
    Note,
    Participant,
    Purpose,
    SaidAloud,
)
from interviews.models.note import save_note


def write_down(
    participant: Participant, form: ConsentForm, answers: Mapping[str, bool], by: User, told: Mapping[str, Any]
) -> None:
    """`told`: method, language; for what was spoken heard_by, said_in and said_ms; for paper the scan's content."""
    method = told["method"]
    paper: ConsentPaper | None = None
    try:
        with transaction.atomic():
            said = _said(participant, answers, by, told) if method == Method.SPOKEN else None
            if method == Method.PAPER and told.get("scan"):
                paper = ConsentPaper.keep(participant, told["scan"], by)
            ConsentRecord.capture(
                participant, answers, method, by, form, language=told.get("language", ""), said=said, paper=paper
            )
    except BaseException:
        if paper:
            paper.file.storage.delete(str(paper.file.name))  # its row went with the transaction
        raise


def _said(participant: Participant, answers: Mapping[str, bool], by: User, told: Mapping[str, Any]) -> SaidAloud:
    """The line comes first: where lines are still refused, or are refused from now on, the answer itself holds the time."""
    call, at = told.get("said_in"), told.get("said_ms")
    line: Note | None = None
    if call is not None and answers.get(Purpose.NOTES, True) and participant.allows(Purpose.NOTES):
        text = f"Said aloud, about consent: {in_words(answers)}."
        line = save_note(call, uuid.uuid4(), by, 0, kind=Kind.NOTE, text=text, offset_ms=at).note
    return SaidAloud(told["heard_by"], call, at, line)


def in_words(answers: Mapping[str, bool]) -> str:
    """yes to recording and being quoted; no to observers"""
    parts = []
    for granted, word in ((True, "yes"), (False, "no")):
        named = [Purpose(purpose).words for purpose, answer in answers.items() if answer is granted]
        if named:
            parts.append(f"{word} to {', '.join(named)}")
    return "; ".join(parts)
