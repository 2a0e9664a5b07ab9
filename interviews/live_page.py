"""What the capture page shows beside the lines: the script with what became of each question, and its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from interviews.models import Interview
from interviews.models.interview import AskState
from studies.models import Question, Section
from studies.script_page import question_codes


@dataclass(frozen=True)
class LiveQuestion:
    code: str
    question: Question
    state: str  # asked, skipped, now or ahead
    begun_ms: int | None


@dataclass(frozen=True)
class LiveSection:
    section: Section
    questions: list[LiveQuestion]
    begins_at: int  # percent of the planned time
    is_past: bool


def live_script(interview: Interview) -> list[LiveSection]:
    """Three queries however long the script."""
    codes = question_codes(interview.study)
    asks = {ask.question_id: ask for ask in interview.asks.all()}
    sections = list(interview.script.sections.prefetch_related("questions__objective").order_by("position", "pk"))
    total = sum(section.minutes for section in sections) or 1
    shown, before, seen_now = [], 0, False
    for section in sections:
        questions = [_question(interview, question, codes, asks) for question in section.questions.all()]
        has_now = any(row.state == "now" for row in questions)
        seen_now = seen_now or has_now
        shown.append(LiveSection(section, questions, round(100 * before / total), not seen_now or has_now))
        before += section.minutes
    return shown


def _question(interview: Interview, question: Question, codes: dict[int, str], asks: dict[int, Any]) -> LiveQuestion:
    ask = asks.get(question.pk)
    if question.pk == interview.current_question_id:
        state = "now"
    elif ask is None or ask.state == AskState.UNDER_WAY:
        state = "ahead" if ask is None else "asked"
    else:
        state = ask.state
    return LiveQuestion(codes[question.pk], question, state, ask.begun_ms if ask else None)


def elapsed_ms(interview: Interview) -> int:
    """Milliseconds since the interview began, by the server's clock."""
    if interview.started_at is None:
        return 0
    end = interview.ended_at or timezone.now()
    return max(0, int((end - interview.started_at).total_seconds() * 1000))


def neighbour(interview: Interview, steps: int) -> Question | None:
    """The question before (-1) or after (1) the one under way, in the script's order; the first if none is."""
    ids = list(question_codes(interview.study))
    under_way = interview.current_question_id
    place = ids.index(under_way) + steps if under_way in ids else 0
    if not 0 <= place < len(ids):
        return interview.current_question if steps < 0 else None
    return interview.study.questions.get(pk=ids[place])
