"""A study of any size from a seed: 60 interviews × 10,000 words, 40 themes and 10,000 quotes at 100 %.

Smaller sizes have fewer interviews and quotes of the same kind, so that a page shows the same amount of text.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User, Workspace
from analysis.models import Evidence, Grade, Quote, Tag, Theme
from interviews.models import (
    ConsentForm,
    ConsentRecord,
    Contact,
    Interview,
    InterviewState,
    Kind,
    Method,
    Note,
    Participant,
    Purpose,
    Speaker,
    SpeakerRole,
    Stage,
    Transcript,
)
from studies.models import Assumption, Objective, Persona, Question, Section, Study

WORDS_A_TURN, TURNS = 50, 200  # 10,000 words an interview
THEMES = 40
SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ten",
    "ra",
    "so",
    "vel",
    "dun",
    "pa",
    "rit",
    "mo",
    "sel",
    "an",
    "gu",
    "ber",
    "tis",
    "no",
    "la",
    "fen",
    "or",
]


@dataclass(frozen=True)
class Size:
    name: str
    interviews: int
    quotes: int


SIZES = {"1%": Size("1%", 1, 100), "10%": Size("10%", 6, 1_000), "100%": Size("100%", 60, 10_000)}


def generate(size: Size, seed: int = 7) -> Study:
    """Loads through the models in bulk; the same seed gives the same study."""
    with transaction.atomic():
        return Generator(size, random.Random(seed)).study()


class Generator:
    def __init__(self, size: Size, dice: random.Random) -> None:
        self.size, self.dice = size, dice
        self.vocabulary = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(4_000)]

    def words(self, count: int) -> str:
        return " ".join(self.dice.choices(self.vocabulary, k=count))

    def study(self) -> Study:
        self.owner = User.objects.create_user("bench@example.org", None, name="Bench Owner")
        workspace = Workspace.open_for(self.owner, "Bench")
        study = self.it = Study.open(workspace, self.owner, f"A generated study of {self.size.name}")
        objectives = [Objective.add(study, self.words(8)) for _ in range(5)]
        self.personas = [Persona.add(study, f"Persona {i}", target=20) for i in range(3)]
        assumptions = [Assumption.add(study, self.words(9), bar_k=10, bar_n=20) for _ in range(8)]
        section = Section.add(study.scripts.get(), "Core", minutes=30)
        self.questions = [Question.add(section, self.words(10), objective=objectives[i % 5]) for i in range(12)]
        form = ConsentForm.publish(study, self.words(200), self.owner)
        self.people(form)
        notes = self.interviews()
        quotes = self.quotes(notes)
        self.tags(quotes)
        stances = ["for", "against", "mixed"]
        Evidence.objects.bulk_create(
            Evidence(quote=quote, assumption=self.dice.choice(assumptions), stance=self.dice.choice(stances))
            for quote in quotes[::5]
        )
        return study

    def people(self, form: ConsentForm) -> None:
        contacts = Contact.objects.bulk_create(
            Contact(workspace=self.it.workspace, name=f"Invented Person {i}", email=f"person{i}@example.org")
            for i in range(self.size.interviews)
        )
        self.participants = Participant.objects.bulk_create(
            Participant(study=self.it, contact=contact, number=i, persona=self.personas[i % 3], stage=Stage.INTERVIEWED)
            for i, contact in enumerate(contacts, start=1)
        )
        ConsentRecord.objects.bulk_create(
            ConsentRecord(participant=participant, form=form, purpose=purpose, granted=True, method=Method.WRITTEN)
            for participant in self.participants
            for purpose in Purpose.values
        )

    def interviews(self) -> list[Note]:
        script, begin = self.it.scripts.get(), timezone.now() - timedelta(days=90)
        interviews = Interview.objects.bulk_create(
            Interview(
                study=self.it, participant=participant, script=script, interviewer=self.owner, state=InterviewState.DONE,
                scheduled_at=begin + timedelta(days=i), started_at=begin + timedelta(days=i),
                ended_at=begin + timedelta(days=i, hours=1),
            )
            for i, participant in enumerate(self.participants)
        )  # fmt: skip
        transcripts = Transcript.objects.bulk_create(
            Transcript(interview=interview, filename="generated.vtt", format="vtt") for interview in interviews
        )
        notes = []
        for transcript in transcripts:
            us = Speaker.objects.create(transcript=transcript, role=SpeakerRole.TEAM, label="Interviewer")
            them = Speaker.objects.create(
                transcript=transcript, role=SpeakerRole.PARTICIPANT, label=transcript.interview.participant.code
            )
            notes += [self.turn(transcript, number, them if number % 2 else us) for number in range(TURNS)]
        return Note.objects.bulk_create(notes, batch_size=2_000)

    def turn(self, transcript: Transcript, number: int, speaker: Speaker) -> Note:
        return Note(
            id=uuid.UUID(int=self.dice.getrandbits(128), version=4), study=self.it, interview=transcript.interview,
            transcript=transcript, speaker=speaker, kind=Kind.TURN, text=self.words(WORDS_A_TURN), position=number,
            offset_ms=number * 15_000, end_ms=number * 15_000 + 14_000, question=self.questions[number * 12 // TURNS],
        )  # fmt: skip

    def quotes(self, notes: list[Note]) -> list[Quote]:
        said = [note for note in notes if note.speaker and note.speaker.is_participant]
        quotes = []
        for number in range(self.size.quotes):
            note = self.dice.choice(said)
            start = self.dice.randrange(0, len(note.text) - 40)
            end = min(len(note.text), start + self.dice.randint(30, 300))
            quotes.append(
                Quote(
                    study=self.it, interview_id=note.interview_id, participant=note.interview.participant, first_note=note,
                    start=start, last_note=note, end=end, text=note.text[start:end], author=self.owner,
                    grade=Grade.FACT if number % 10 == 0 else None,
                )
            )  # fmt: skip
        return Quote.objects.bulk_create(quotes, batch_size=2_000)

    def tags(self, quotes: list[Quote]) -> None:
        themes = [Theme.called(self.it, f"Theme {i} {self.words(2)}", self.owner) for i in range(THEMES)]
        weights = [1 / (i + 1) for i in range(THEMES)]
        tags = []
        for quote in quotes[: len(quotes) * 19 // 20]:
            for theme in {*self.dice.choices(themes, weights, k=self.dice.randint(1, 2))}:
                tags.append(Tag(theme=theme, quote=quote, author=self.owner))
        Tag.objects.bulk_create(tags, batch_size=5_000)
