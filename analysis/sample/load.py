"""Builds the sample study through the same verbs that people use, so that it can't show what the product can't do."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role, User, Workspace
from analysis.models import (
    Decision,
    Evidence,
    Grade,
    Insight,
    LensAnswer,
    Quote,
    Report,
    Side,
    Theme,
    ThemeMemo,
)
from analysis.sample import plan, talks
from interviews.models import (
    AssumptionSignal,
    ConsentDraft,
    ConsentForm,
    ConsentRecord,
    Contact,
    Debrief,
    Interview,
    InterviewState,
    Kind,
    Method,
    Note,
    Participant,
    Purpose,
    Stage,
    StudyPrivacy,
)
from interviews.models.interview import AskState, QuestionAsk
from studies.models import Assumption, Objective, Persona, Question, Section, Study, StudyState, Verdict

OWNER = ("mira.kern@example.org", "Mira Kern")
COLLEAGUE = ("anton.orlov@example.org", "Anton Orlov")


@transaction.atomic
def load_sample() -> tuple[User, Study]:
    """The invented team, their workspace and one study, all the way to its decisions."""
    owner = User.objects.create_user(OWNER[0], None, name=OWNER[1])
    colleague = User.objects.create_user(COLLEAGUE[0], None, name=COLLEAGUE[1])
    workspace = Workspace.open_for(owner, "Sample workspace")
    Membership.objects.create(workspace=workspace, user=colleague, role=Role.EDITOR)
    study = Study.open(
        workspace, owner, plan.TITLE, context=plan.CONTEXT, product_names=plan.PRODUCT_NAMES, jargon=plan.JARGON,
        state=StudyState.MAKING_SENSE, decide_by=timezone.localdate() + timedelta(days=11), is_sample=True,
    )  # fmt: skip
    SampleLoader(study, owner, colleague).load()
    return owner, study


class SampleLoader:
    def __init__(self, study: Study, owner: User, colleague: User) -> None:
        self.study, self.owner, self.colleague = study, owner, colleague
        self.quotes: dict[tuple[int, int], Quote] = {}

    def load(self) -> None:
        self.plan()
        self.script()
        self.themes = [self.theme(name, definition) for name, definition in plan.THEMES]
        self.cards()
        self.form = self.consent()
        for number, person in enumerate(talks.PEOPLE, start=1):
            self.talk(number, *person)
        self.call_to_come()
        self.insights()
        self.verdicts()
        Report.objects.create(study=self.study, answer=talks.REPORT_ANSWER, unknown=talks.REPORT_UNKNOWN)

    def consent(self) -> ConsentForm:
        """Recordings go first, words after a year; whoever withdraws takes everything along."""
        today = timezone.localdate()
        ConsentDraft.choose(self.study, list(Purpose.values), ["en"], self.owner)
        ConsentDraft.write(self.study, "en", plan.CONSENT, self.owner, based_on=1)
        StudyPrivacy.settle(
            self.study,
            self.owner,
            media_until=today + timedelta(days=30),
            words_until=today + timedelta(days=365),
            identity_until=today + timedelta(days=180),
        )
        return ConsentDraft.publish(self.study, self.owner)

    def plan(self) -> None:
        self.objectives = [Objective.add(self.study, text) for text in plan.OBJECTIVES]
        self.personas = {
            name: Persona.add(self.study, name, criteria=criteria, target=target)
            for name, criteria, target in plan.PERSONAS
        }
        for statement, persona, risk, wrong, k, n, sign, disproof in plan.ASSUMPTIONS:
            Assumption.add(
                self.study, statement, persona=self.personas.get(persona or ""), risk=risk, if_wrong=wrong, bar_k=k,
                bar_n=n, bar_sign=sign, disproof=disproof,
            )  # fmt: skip
        self.assumptions = {row.number: row for row in self.study.assumptions.all()}

    def script(self) -> None:
        script = self.study.scripts.get()
        self.questions: list[Question] = []
        for kind, title, note, minutes, questions in plan.SCRIPT:
            section = Section.add(script, title, kind=kind, note=note, minutes=minutes)
            for text, length, objective, assumptions, probes in questions:
                about = self.objectives[objective - 1] if objective else None
                question = Question.add(section, text, minutes=length, objective=about, probes=probes)
                question.assumptions.set(self.assumptions[number] for number in assumptions)
                self.questions.append(question)

    def theme(self, name: str, definition: str) -> Theme:
        theme = Theme.called(self.study, name, self.owner)
        theme.definition = definition
        theme.save(update_fields=["definition"])
        return theme

    def cards(self) -> None:
        for number, card in plan.CARDS.items():
            self.themes[number - 1].revise(self.owner, **card)
        for turn, (number, text) in enumerate(plan.MEMOS):
            ThemeMemo.write(self.themes[number - 1], text, self.colleague if turn % 2 else self.owner)

    def person(self, name: str, company: str, job: str, persona: str) -> Participant:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        contact = Contact.objects.create(
            workspace=self.study.workspace, name=name, email=email, company=company, job=job, is_invented=True
        )
        return Participant.add(self.study, contact, persona=self.personas[persona])

    def talk(self, number: int, name: str, company: str, job: str, persona: str, days: int, refuses: list[str]) -> None:
        participant = self.person(name, company, job, persona)
        answers = {purpose: purpose not in refuses for purpose in Purpose.values}
        ConsentRecord.capture(participant, answers, Method.WRITTEN, self.owner, self.form)
        begin = (timezone.now() - timedelta(days=days)).replace(hour=14, minute=0, second=0, microsecond=0)
        interviewer = self.owner if number % 2 else self.colleague
        interview = Interview.schedule(participant, interviewer, begin, place="Video call")
        interview.start(interviewer)
        self.lines(number, interview)
        interview.finish(interviewer)
        Interview.objects.filter(pk=interview.pk).update(started_at=begin, ended_at=begin + timedelta(minutes=44))
        self.debrief(number, interview, interviewer)

    def lines(self, number: int, interview: Interview) -> None:
        for second, kind, asked, text, themes, evidence in talks.TALKS[number]:
            question = self.questions[asked - 1] if asked else None
            writer = self.colleague if second % 3 == 0 else self.owner
            note = Note.objects.create(
                study=self.study, interview=interview, author=writer, kind=Kind(kind), text=text,
                offset_ms=second * 1000, position=second * 1000, question=question,
            )  # fmt: skip
            if question:
                QuestionAsk.objects.get_or_create(
                    interview=interview,
                    question=question,
                    defaults={"state": AskState.ASKED, "begun_ms": second * 1000},
                )
            if kind == Kind.VERBATIM:
                self.quote(number, second, note, writer, themes, evidence)

    def quote(
        self, number: int, second: int, note: Note, by: User, themes: list[int], evidence: list[tuple[int, str]]
    ) -> None:
        quote = self.quotes[number, second] = Quote.whole(note, by)
        for theme in themes:
            self.themes[theme - 1].tag(quote, by)
        if evidence:
            quote.rate(Grade.COMMITMENT if (number, second) in talks.COMMITTED else Grade.FACT, by)
        for assumption, stance in evidence:
            Evidence.objects.create(quote=quote, assumption=self.assumptions[assumption], stance=stance, author=by)

    def debrief(self, number: int, interview: Interview, by: User) -> None:
        said = [(a, s) for line in talks.TALKS[number] for a, s in line[5]]
        verbatim = interview.notes.filter(kind=Kind.VERBATIM).order_by("position")
        debrief = Debrief.objects.create(
            interview=interview, author=by, quick_facts=talks.TALKS[number][0][3], memorable=verbatim[1]
        )
        for assumption, stance in dict(said).items():
            AssumptionSignal.objects.create(debrief=debrief, assumption=self.assumptions[assumption], signal=stance)

    def call_to_come(self) -> None:
        """One talk is planned, so that live capture can be tried at once."""
        participant = self.person("Lena Fabri", "Trattoria Sole", "Kitchen manager", "Kitchen manager")
        answers = {purpose: purpose != Purpose.NAMED_QUOTES for purpose in Purpose.values}
        ConsentRecord.capture(participant, answers, Method.WRITTEN, self.owner, self.form)
        soon = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
        Interview.schedule(participant, self.owner, soon, place="Video call")
        waiting = self.person("Oskar Lind", "Lindgarten", "Owner", "Owner-operator")
        waiting.move_to(Stage.INVITED)
        assert self.study.interviews.filter(state=InterviewState.PLANNED).count() == 1

    def insights(self) -> None:
        stated = []
        for statement, detail, supports, against, assumptions, lenses in talks.INSIGHTS:
            insight = Insight.state(self.study, statement, self.owner, detail)
            for side, places in ((Side.FOR, supports), (Side.AGAINST, against)):
                for place in places:
                    insight.cite(self.quotes[place], side, self.owner)
            insight.assumptions.set(self.assumptions[number] for number in assumptions)
            for lens, text in lenses.items():
                LensAnswer.objects.create(
                    insight=insight, lens=lens, no_change=text is None, text=text or "", by=self.owner,
                    stage="Week 2 to 3" if lens == "journey" else "",
                )  # fmt: skip
            stated.append(insight)
        today = timezone.localdate()
        for number, text, lens, due, signal, check in talks.DECISIONS:
            Decision.make(
                stated[number - 1], text, self.owner, lens=lens, owner=self.colleague, expected_signal=signal,
                due_on=today + timedelta(days=due), check_back_on=today + timedelta(days=check),
            )  # fmt: skip

    def verdicts(self) -> None:
        self.assumptions[1].judge(
            Verdict.FAILS,
            "Five people name the time, but each of them had gone on counting while somebody asked.",
            self.owner,
        )
        self.assumptions[2].judge(Verdict.HOLDS, "Six people tell of a week away and no count.", self.colleague)
