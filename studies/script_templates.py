"""Discussion guides to start from. Sections and questions only; a team links its own objectives and assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from studies.models import Question, Script, Section, SectionKind


@dataclass(frozen=True)
class QuestionPlan:
    text: str
    minutes: int
    probes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionPlan:
    kind: SectionKind
    title: str
    note: str
    minutes: int
    questions: tuple[QuestionPlan, ...] = ()


@dataclass(frozen=True)
class ScriptTemplate:
    key: str
    name: str
    purpose: str
    sections: tuple[SectionPlan, ...]

    def write_into(self, script: Script) -> None:
        for plan in self.sections:
            section = Section.add(script, plan.title, kind=plan.kind, note=plan.note, minutes=plan.minutes)
            for question in plan.questions:
                Question.add(section, question.text, minutes=question.minutes, probes=list(question.probes))


Q = QuestionPlan
WRAP_UP = SectionPlan(
    SectionKind.WRAP_UP,
    "Wrap-up",
    "What we missed, and whom to ask next.",
    5,
    (
        Q("What should I have asked that I didn't?", 3),
        Q("Who else should we talk to about this?", 2),
    ),
)

EMPTY = ScriptTemplate(
    "empty",
    "Start empty",
    "Three sections, no questions yet.",
    (
        SectionPlan(SectionKind.WARM_UP, "Warm-up", "Easy facts first, so that people settle in.", 5),
        SectionPlan(SectionKind.CORE, "Core", "Stories about the last time.", 30),
        SectionPlan(SectionKind.WRAP_UP, "Wrap-up", "What we missed, and whom to ask next.", 10),
    ),
)

DISCOVERY = ScriptTemplate(
    "discovery",
    "Problem discovery",
    "What happens today, what it costs, and what people have tried.",
    (
        SectionPlan(
            SectionKind.WARM_UP,
            "Warm-up",
            "Easy facts first, so that people settle in.",
            5,
            (
                Q("Tell me about your work, and what yesterday looked like.", 3),
                Q("Who else has a hand in it?", 2),
            ),
        ),
        SectionPlan(
            SectionKind.CORE,
            "Core",
            "Stories about the last time, step by step.",
            30,
            (
                Q(
                    "Walk me through the last time this came up, from start to finish.",
                    8,
                    ("Where were you, and what time was it?", "What did you do first?", "Who noticed?"),
                ),
                Q("What was the hardest moment in that?", 6, ("What did you do then?", "What did it cost you?")),
                Q("How did it end?", 4, ("Who had to know?",)),
                Q("What have you tried so far to deal with it?", 6, ("What became of it?", "What did you pay for it?")),
                Q("When did you last look for another way?", 6, ("What set it off?", "Where did you look?")),
            ),
        ),
        WRAP_UP,
    ),
)

SWITCH = ScriptTemplate(
    "switch",
    "Switch interview",
    "For people who changed from one thing to another lately: the whole story backwards.",
    (
        SectionPlan(
            SectionKind.WARM_UP,
            "Warm-up",
            "The facts of the purchase.",
            5,
            (Q("What did you buy, when, and where?", 3), Q("Who was there when you decided?", 2)),
        ),
        SectionPlan(
            SectionKind.CORE,
            "Timeline",
            "Walk backwards: and before that?",
            30,
            (
                Q("When did you first think that the old way had to change?", 7, ("What had happened that day?",)),
                Q("What did you look at between that day and the day you chose?", 7, ("What made you go on looking?",)),
                Q("What happened that made you choose just then?", 6, ("What would have happened had you waited?",)),
                Q("What worried you before you said yes?", 5, ("What did you do about it?",)),
                Q("What did you miss of the old way in the first week?", 5),
            ),
        ),
        WRAP_UP,
    ),
)

USABILITY = ScriptTemplate(
    "usability",
    "Usability session",
    "Watch somebody do a task with the thing as it is.",
    (
        SectionPlan(
            SectionKind.WARM_UP,
            "Warm-up",
            "How they do it today.",
            5,
            (Q("Tell me about the last time you did this task.", 5, ("Which tools were open?",)),),
        ),
        SectionPlan(
            SectionKind.SOLUTION,
            "Tasks",
            "Say nothing while they work. Wait.",
            30,
            (
                Q("What do you see here?", 5, ("What is it for?",)),
                Q("Show me how you go about the first task.", 12, ("What did you expect to happen?",)),
                Q("Show me how you go about the second task.", 13, ("Where were you looking for it?",)),
            ),
        ),
        WRAP_UP,
    ),
)

CHURN = ScriptTemplate(
    "churn",
    "Churn interview",
    "For people who left: what happened, in what order.",
    (
        SectionPlan(
            SectionKind.WARM_UP,
            "Warm-up",
            "How they came to us.",
            5,
            (Q("Take me back to the week you started. What was going on?", 5, ("Who chose it?",)),),
        ),
        SectionPlan(
            SectionKind.CORE,
            "Leaving",
            "From the first doubt to the last day.",
            30,
            (
                Q("Walk me through the last time you used it.", 8, ("What did you do right after?",)),
                Q("When did you first think of leaving?", 8, ("What had happened?", "Who else felt so?")),
                Q("What did you do in between?", 6, ("Whom did you ask?",)),
                Q("What do you use for it now?", 8, ("What does that cost in money and hours?",)),
            ),
        ),
        WRAP_UP,
    ),
)

TEMPLATES = {template.key: template for template in (EMPTY, DISCOVERY, SWITCH, USABILITY, CHURN)}
