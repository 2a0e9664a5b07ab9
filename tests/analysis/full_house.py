"""A study in which one person has at least one row in every table that may hold something of them, beside two others."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from analysis.erasing.rows import all_rows
from analysis.models import (
    About,
    Correction,
    Decision,
    Insight,
    LetGo,
    Quote,
    ReadThrough,
    Report,
    ShareLink,
    Side,
    Stance,
    Theme,
    ThemeMemo,
)
from analysis.redaction.taking_out import redact
from interviews.consent.signing import sign
from interviews.models import (
    AssumptionSignal,
    ConsentPaper,
    ConsentRecord,
    Debrief,
    Interview,
    InterviewState,
    Method,
    NoteSignal,
    NoteStance,
    Observer,
    OffRecord,
    Participant,
    ParticipantLink,
    Presence,
    QuestionAsk,
    Recruit,
    Transcript,
    TranscriptDraft,
)
from interviews.scheduling.arranging import arrange
from studies.models import Study
from tests.analysis.rounds import say
from tests.factories import (
    join,
    make_assumption,
    make_contact,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_question,
    make_quote,
    make_study,
    make_theme,
    make_transcript,
    make_user,
    make_workspace,
)

SAID = "We count everything twice on Mondays because the first count is always wrong"


@dataclass
class House:
    study: Study
    owner: User
    editor: User
    person: Participant
    other: Participant
    talk: Interview
    held: Interview
    insight: Insight
    theme: Theme


def full_house(name: str = "Ada Canary-Kowalski", said: str = SAID, mark: str = "", **contact: Any) -> House:
    """`said` is what the person says, `mark` is put into every other text of theirs."""
    owner, editor = make_user(name="Olga Owner"), make_user(name="Ed Editor")
    workspace = make_workspace(owner=owner)
    join(workspace, editor, Role.EDITOR)
    study = make_study(workspace=workspace)
    persona = make_persona(study=study, name="Head cooks")
    who = make_contact(workspace=workspace, name=name, **contact)
    person = make_participant(study=study, contact=who, persona=persona, attributes={"city": f"Lodz {mark}"})
    others = [make_participant(study=study, persona=persona) for _ in range(2)]
    talk = make_interview(study=study, participant=person, state=InterviewState.LIVE, place=f"Her office {mark}")
    held = _transcript(study, person, said, mark)
    house = House(
        study,
        owner,
        editor,
        person,
        others[0],
        talk,
        held,
        Insight.state(study, "They count twice.", owner),
        make_theme(study=study, name="Counting"),
    )
    _typed(house, said, mark)
    _others(house, others)
    _meant(house, said)
    _coded(house)
    _debriefed(house, mark)
    TranscriptDraft.objects.create(
        interview=make_interview(study=study, participant=person, state=InterviewState.PLANNED),
        filename=f"{name}.vtt", format="vtt", turns=[{"speaker": name, "text": f"{said} {mark}"}],
    )  # fmt: skip
    talk.finish(owner)
    _agreed(house, name)
    _recruited(house, mark)
    return house


def _recruited(house: House, mark: str) -> None:
    """Why they fit and what they get, a call that was arranged with letters, and recordings that went on their day."""
    Recruit.write(house.person, house.owner, screener=f"Counts {mark}", incentive=40)
    arrange(house.person.interviews.get(state=InterviewState.PLANNED), house.owner)
    LetGo.objects.create(participant=house.person, kind="media")


def _agreed(house: House, name: str) -> None:
    """On their own page, and on paper before that."""
    ParticipantLink.issue(house.person, house.owner)
    form = house.study.consent_forms.get()
    answers = dict.fromkeys(form.asked, True)
    scan = b"%PDF-1.4 signed by " + name.encode() + b" %%EOF"
    paper = ConsentPaper.keep(house.person, scan, house.owner)
    ConsentRecord.capture(house.person, answers, Method.PAPER, house.owner, form, paper=paper)
    sign(house.person, form, "en", answers, name)


def _transcript(study: Study, person: Participant, said: str, mark: str) -> Interview:
    held = make_interview(study=study, participant=person)
    make_transcript(
        interview=held, turns=[("team", "How was it?"), ("participant", f"{said} {mark}."), ("other", mark or "Hm.")]
    )
    Transcript.objects.filter(interview=held).update(filename=f"talk {mark}.txt")
    corrected = held.notes.exclude(text="").order_by("pk")[0]
    Correction.keep(corrected, corrected.text)
    ReadThrough.mark(held, study.owner)  # type: ignore[arg-type]
    return held


def _typed(house: House, said: str, mark: str) -> None:
    talk, owner = house.talk, house.owner
    assumption = make_assumption(study=house.study, bar_k=1, bar_n=2, bar_sign="count twice")
    question = make_question(study=house.study)
    make_note(interview=talk, text=f"Looks tired {mark}", kind="observation")
    make_note(interview=talk, text=f"Gone again {mark}", deleted_at=timezone.now())
    line = make_note(interview=talk, text=f"{said}.", theme_names=[f"Counting {mark}"[:80]], question=question)
    NoteSignal.objects.create(note=line, assumption=assumption, stance=NoteStance.FOR)
    make_note(interview=talk, text=f"Between us {mark}", off_record=True)
    OffRecord.tell(talk, uuid.uuid4(), owner, 10**8)
    talk.turn_to(question, owner)
    assert QuestionAsk.objects.filter(interview=talk).exists()
    Observer.declare(talk, f"Designer {mark}", "Acme", owner)
    Presence.beat(talk, owner)
    quote = Quote.whole(line, owner)
    quote.rate(2, owner)
    house.theme.tag(quote, owner)
    quote.weigh(assumption, Stance.FOR, house.editor)
    house.insight.cite(quote, Side.FOR, owner)
    make_note(interview=talk, text="Her cousin Zebedee does it.")
    redact(house.study, "Zebedee", About.PERSON, 30, owner)
    gone = Quote.take(line, 0, line, 8, owner)
    gone.discard(owner)  # the journal still has its place


def _others(house: House, others: list[Participant]) -> None:
    for number, person in enumerate(others):
        talk = make_interview(study=house.study, participant=person)
        quote = make_quote(study=house.study, text=f"Nobody here counts at all, number {number}.", interview=talk)
        house.theme.tag(quote, house.owner)
        house.insight.cite(quote, Side.AGAINST, house.owner)
        Debrief.write(talk, house.owner, {}, quick_facts="Doesn’t count.")


def _meant(house: House, said: str) -> None:
    house.theme.revise(house.owner, example=f"“{said}”", definition="Counting more than once.")
    ThemeMemo.write(house.theme, "Is it habit?", house.editor)
    Decision.make(house.insight, "Try one count.", house.owner)
    Report.write(house.study, house.owner, answer="Counting is a habit.")
    ShareLink.issue(house.study, house.owner, 7)


def _coded(house: House) -> None:
    from analysis.models import CodingRound

    coding = CodingRound.start(house.study, [house.held], [house.owner, house.editor], house.owner)
    theme = coding.themes.first()
    assert theme
    say(coding, house.owner, {0: [0]})
    say(coding, house.editor, {})
    coding.settle(coding.units.get(position=0), theme, True, "We agree.", house.owner)


def _debriefed(house: House, mark: str) -> None:
    memorable = house.held.notes.filter(speaker__role="participant").first()
    fields = {
        "quick_facts": f"Counts twice {mark}",
        "needs": mark,
        "follow_ups": mark,
        "surprises": mark,
        "memorable": memorable,
    }
    debrief = Debrief.write(house.held, house.owner, {}, **fields)
    AssumptionSignal.objects.create(debrief=debrief, assumption=house.study.assumptions.get(), signal="for")


def empty_tables(house: House) -> list[str]:
    """Tables in which the person has nothing: a proof over them would prove nothing."""
    return [table.model for table, rows in all_rows(house.person) if not rows.exists()]


def later() -> Any:
    return timezone.now() + timedelta(days=1)
