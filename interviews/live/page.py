"""What the capture page shows beside the lines: the script with what became of each question, and consent as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max

from interviews.models import ConsentRecord, Interview, Purpose
from interviews.models.interview import AskState, QuestionAsk
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


def live_script(interview: Interview) -> list[LiveSection]:
    """Five queries however long the script."""
    codes = question_codes(interview.study)
    asks = {ask.question_id: ask for ask in interview.asks.all()}
    sections = list(interview.script.sections.prefetch_related("questions__objective").order_by("position", "pk"))
    total = sum(section.minutes for section in sections) or 1
    shown, before = [], 0
    for section in sections:
        questions = [
            _question(interview, row, codes.get(row.pk, ""), asks.get(row.pk)) for row in section.questions.all()
        ]
        shown.append(LiveSection(section, questions, round(100 * before / total)))
        before += section.minutes
    return shown


def _question(interview: Interview, question: Question, code: str, ask: QuestionAsk | None) -> LiveQuestion:
    state = "ahead"
    if question.pk == interview.current_question_id:
        state = "now"
    elif ask is not None and ask.state != AskState.UNDER_WAY:  # begun and left by stepping back is still to be asked
        state = ask.state
    return LiveQuestion(code, question, state, ask.begun_ms if ask else None)


def turned_ms(interview: Interview) -> int:
    """The last turn from one question to another: an off-script question asked since then is the one under way."""
    last = interview.asks.aggregate(begun=Max("begun_ms"), left=Max("left_ms"))
    return max(last["begun"] or 0, last["left"] or 0)


def first_question(interview: Interview) -> Question | None:
    return interview.study.questions.order_by("section__position", "section", "position", "pk").first()


def elapsed_ms(interview: Interview) -> int:
    """Milliseconds since the interview began, by the server's clock."""
    return interview.length_ms


@dataclass(frozen=True)
class Switch:
    """One purpose of the consent form as it stands: `answer` is yes, no or open."""

    label: str
    brief: str
    answer: str
    in_call: bool  # matters while the call runs, so it is in sight on small screens too


BRIEF = {
    Purpose.NOTES: "notes",
    Purpose.RECORDING: "recording",
    Purpose.TRANSCRIPTION: "transcription",
    Purpose.QUOTES: "quoting",
    Purpose.NAMED_QUOTES: "naming",
    Purpose.OBSERVERS: "observers",
    Purpose.RECONTACT: "asking again",
}
IN_CALL = {Purpose.NOTES, Purpose.RECORDING}


@dataclass(frozen=True)
class Consent:
    switches: list[Switch]
    latest: ConsentRecord | None
    notes: bool
    quotes: bool
    observers: str  # yes, no or open


def consent_as_it_stands(standing: Mapping[str, ConsentRecord]) -> Consent:
    answers = {key: "yes" if record.granted else "no" for key, record in standing.items()}
    switches = [Switch(p.label, BRIEF[p], answers.get(p, "open"), p in IN_CALL) for p in Purpose]
    latest = max(standing.values(), key=lambda record: record.pk, default=None)
    notes, quotes = (answers.get(purpose) == "yes" for purpose in (Purpose.NOTES, Purpose.QUOTES))
    return Consent(switches, latest, notes, quotes, answers.get(Purpose.OBSERVERS, "open"))
