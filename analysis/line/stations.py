"""The line from objective to decision as one study has it: its stations, its loose ends, its next best step. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.counted import counted

STATIONS = ("Objectives", "Questions", "Notes", "Quotes", "Themes", "Insights", "Decisions")


@dataclass(frozen=True)
class PersonaCount:
    name: str
    target: int
    heard: int
    scheduled: int
    to_invite: int

    @property
    def missing(self) -> int:
        return max(0, self.target - self.heard - self.scheduled)

    @property
    def dots(self) -> list[str]:
        """A dot a person: heard, planned, still to find; at most twelve are drawn."""
        return (["on"] * self.heard + ["nx"] * self.scheduled + [""] * self.missing)[:12]


@dataclass(frozen=True)
class NextCall:
    interview_id: int
    code: str
    persona: str
    at: datetime | None
    live: bool


@dataclass(frozen=True)
class LineFacts:
    """What is counted once for the whole overview."""

    objectives: int = 0
    objectives_without_question: int = 0
    questions: int = 0
    questions_without_objective: int = 0
    asked: int = 0
    notes: int = 0
    interviews: int = 0
    held: int = 0
    held_without_quotes: int = 0
    first_unread: tuple[int, str] | None = None
    debriefs_missing: int = 0
    first_debrief: tuple[int, str] | None = None  # of the call held last
    debrief_is_fresh: bool = False  # that call was held so lately that it is still remembered
    participants: int = 0
    consent_form: bool = False
    quotes: int = 0
    untagged: int = 0
    themes: int = 0
    insights: int = 0
    insights_without_decision: tuple[str, ...] = ()
    decisions: int = 0
    due_checks: tuple[tuple[int, str], ...] = ()
    personas: tuple[PersonaCount, ...] = ()
    next_call: NextCall | None = None
    ready_verdicts: tuple[tuple[int, str], ...] = ()
    shared: bool = False


@dataclass(frozen=True)
class Station:
    name: str
    count: int
    detail: str
    loose: bool
    url_name: str
    state: str = field(default="bare")


def stations(facts: LineFacts) -> list[Station]:
    """The seven stations; each full, partly linked or bare, and the furthest one with work in it is "here"."""
    rows = _rows(facts)
    here = max((i for i, row in enumerate(rows) if row.count), default=0)
    return [
        Station(row.name, row.count, row.detail, row.loose, row.url_name, _state(i, row, here))
        for i, row in enumerate(rows)
    ]


def _state(index: int, row: Station, here: int) -> str:
    if index == here:
        return "here"
    if not row.count:
        return "bare" if index > here else "part"
    return "part" if row.loose else "full"


def _rows(f: LineFacts) -> list[Station]:
    objective_gap = f.objectives_without_question
    nowhere = len(f.insights_without_decision)
    planned = counted(f.interviews, "interview", "interviews")
    return [
        Station(
            "Objectives",
            f.objectives,
            f"{objective_gap} without a question" if objective_gap else "all have questions" if f.objectives else "none yet",
            bool(objective_gap),
            "studies:objectives",
        ),
        Station(
            "Questions", f.questions, f"asked {counted(f.asked, 'time', 'times')}" if f.asked else "not asked yet", False,
            "studies:script",
        ),
        Station("Notes", f.notes, f"{f.held} of {planned}" if f.interviews else "no interview yet", False, "interviews:list"),
        Station(
            "Quotes", f.quotes, f"{f.untagged} without a theme" if f.untagged else "all have a theme" if f.quotes else "none yet",
            bool(f.untagged), "analysis:board",
        ),
        Station("Themes", f.themes, "on the board" if f.themes else "none yet", False, "analysis:board"),
        Station(
            "Insights",
            f.insights,
            f"{counted(nowhere, 'leads', 'lead')} nowhere" if nowhere else "each leads on" if f.insights else "none yet",
            bool(nowhere),
            "analysis:insights",
        ),
        Station(
            "Decisions", f.decisions, f"{len(f.due_checks)} to look back on" if f.due_checks else "none due" if f.decisions else "none yet",
            bool(f.due_checks), "analysis:decisions",
        ),
    ]  # fmt: skip


@dataclass(frozen=True)
class LooseEnd:
    text: str
    url_name: str
    args: tuple[int, ...] = ()


def loose_ends(f: LineFacts) -> list[LooseEnd]:
    found = []
    if f.objectives_without_question:
        have = counted(f.objectives_without_question, "objective has", "objectives have")
        found.append(LooseEnd(f"{have} no question", "studies:script"))
    if f.questions_without_objective:
        serve = counted(f.questions_without_objective, "question serves", "questions serve")
        found.append(LooseEnd(f"{serve} no objective", "studies:script"))
    if f.untagged:
        found.append(LooseEnd(f"{counted(f.untagged, 'quote', 'quotes')} without a theme", "analysis:board"))
    if f.debriefs_missing and f.first_debrief:
        text = f"{counted(f.debriefs_missing, 'interview', 'interviews')} without a debrief"
        found.append(LooseEnd(text, "interviews:debrief", (f.first_debrief[0],)))
    if f.held_without_quotes and f.first_unread:
        text = f"{counted(f.held_without_quotes, 'interview', 'interviews')} without a quote"
        found.append(LooseEnd(text, "analysis:read", (f.first_unread[0],)))
    if f.insights_without_decision:
        codes = _listed(f.insights_without_decision)
        found.append(LooseEnd(f"{codes} to no decision", "analysis:insights"))
    for decision_id, text in f.due_checks:
        found.append(LooseEnd(f"Did it hold? {text}", "analysis:decision", (decision_id,)))
    return found


def _listed(codes: Sequence[str]) -> str:
    if len(codes) > 3:
        return f"{len(codes)} insights lead"
    return f"{' and '.join(codes)} {'leads' if len(codes) == 1 else 'lead'}"


@dataclass(frozen=True)
class Step:
    title: str
    reason: str
    act: str
    url_name: str
    args: tuple[int, ...] = ()


def next_step(facts: LineFacts) -> Step:
    """The first thing on the line that the rest waits for."""
    for step in (_planning, _talking, _making_sense, _concluding):
        found = next(step(facts), None)
        if found:
            return found
    return Step(
        "Look whether anything changed",
        "Everything you heard has led to a decision. New interviews or a check-back will bring the next step.",
        "Open the report",
        "analysis:report",
    )


def _planning(f: LineFacts) -> Iterator[Step]:
    if not f.objectives:
        yield Step("Write down what you must learn", "Questions, themes and insights are all measured against it.",
                   "Add the first objective", "studies:objectives")  # fmt: skip
    if not f.personas:
        yield Step("Say whom to talk to", "Evidence is counted by people, and shown for each persona.",
                   "Add a persona", "studies:personas")  # fmt: skip
    if not f.questions:
        yield Step("Write the script", "It has no question yet.", "Open the script", "studies:script")
    if not f.consent_form:
        yield Step("Write the consent form", "No interview can start before people know what they agree to.",
                   "Write the form", "interviews:consent_form")  # fmt: skip
    if not f.participants:
        yield Step("Find the first people", "Nobody takes part in the study yet.", "Add people", "interviews:people")


def _talking(f: LineFacts) -> Iterator[Step]:
    call = f.next_call
    if call and call.live:
        yield Step(f"Go on with {call.code}", "The interview is under way.", "Open live capture",
                   "interviews:live", (call.interview_id,))  # fmt: skip
    if f.first_debrief and f.debrief_is_fresh:
        yield Step(f"Write the debrief of {f.first_debrief[1]}", "The call is fresh: in a few days it won’t be.",
                   "Look back on the call", "interviews:debrief", (f.first_debrief[0],))  # fmt: skip
    if f.first_unread:
        yield Step(f"Read {f.first_unread[1]} and cut the first quotes",
                   f"{counted(f.held_without_quotes, 'interview has', 'interviews have')} no quote yet.",
                   "Start reading", "analysis:read", (f.first_unread[0],))  # fmt: skip
    if call:
        when = f" on {call.at:%-d %b at %H:%M}" if call.at else ""
        yield Step(f"Interview {call.code}{f', {call.persona}' if call.persona else ''}{when}", _why_more(f),
                   "Open live capture", "interviews:live", (call.interview_id,))  # fmt: skip
    if not f.held:
        yield Step("Plan the first interview", "People are there, but no talk is planned.",
                   "Plan an interview", "interviews:schedule")  # fmt: skip


def _making_sense(f: LineFacts) -> Iterator[Step]:
    if f.untagged:
        yield Step(f"Give {counted(f.untagged, 'quote', 'quotes')} a theme", "Until then they count for nothing on the board.",
                   "Open the board", "analysis:board")  # fmt: skip
    missing = [persona for persona in f.personas if persona.missing]
    if missing and not f.insights:
        first = max(missing, key=lambda persona: persona.missing)
        yield Step(f"Invite {first.missing} more: {first.name}", _why_more(f), "Open people", "interviews:people")


def _hearing_on(f: LineFacts) -> Iterator[Step]:
    """What was concluded so far rests on fewer people than the round was planned for."""
    missing = [persona for persona in f.personas if persona.missing]
    if missing:
        first = max(missing, key=lambda persona: persona.missing)
        yield Step(f"Hear {first.missing} more: {first.name}", _why_more(f), "Open people", "interviews:people")
    if f.objectives_without_question:
        gap = counted(f.objectives_without_question, "objective has", "objectives have")
        yield Step(
            "Ask about every objective", f"{gap} no question in the script.", "Open the script", "studies:script"
        )


def _concluding(f: LineFacts) -> Iterator[Step]:
    if not f.insights:
        yield Step("Say what you know now", f"{counted(f.themes, 'theme', 'themes')} and no insight yet.",
                   "State an insight", "analysis:insight_new")  # fmt: skip
    if f.ready_verdicts:
        assumption_id, code = f.ready_verdicts[0]
        yield Step(f"Judge {code}", "The evidence has reached its bar, and the verdict is open.",
                   f"Look at {code}", "analysis:assumption", (assumption_id,))  # fmt: skip
    if f.insights_without_decision:
        yield Step(f"Decide what {f.insights_without_decision[0]} changes", "It leads to no decision yet.",
                   "Open the insights", "analysis:insights")  # fmt: skip
    if f.due_checks:
        yield Step("Did it hold?", f.due_checks[0][1], "Answer", "analysis:decision", (f.due_checks[0][0],))
    yield from _hearing_on(f)
    if f.decisions and not f.shared:
        yield Step("Share what you learned", "The report is written from the study; read it once and send a link.",
                   "Open the report", "analysis:report")  # fmt: skip


def _why_more(f: LineFacts) -> str:
    missing = [persona for persona in f.personas if persona.missing]
    if not missing and any(persona.heard < persona.target for persona in f.personas):
        return "With the talks that are planned, every persona is heard as often as you set out to."
    if not missing:
        return "Every persona has been heard as often as planned."
    first = max(missing, key=lambda persona: persona.target - persona.heard)
    return f"You have heard {first.heard} of {first.target}: {first.name}."
