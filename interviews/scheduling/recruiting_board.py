"""The recruiting board: who is to be asked, who was, who comes, and how many of each persona were heard. Names stand on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from interviews.models import CallPlan, Interview, InterviewState, Participant, Recruit, Stage
from interviews.models.recruit import owed
from interviews.scheduling.wall_time import told
from studies.models import Persona, Study

PAGE = 30
SCREENER_CHARS = 110


@dataclass(frozen=True)
class Card:
    participant: Participant
    recruit: Recruit
    when: str  # of the call to come, by the team's clock
    cancelled_late: int

    @property
    def screener(self) -> str:
        text = " ".join(self.recruit.screener.split())
        return text if len(text) <= SCREENER_CHARS else f"{text[: SCREENER_CHARS - 1].rstrip()}…"

    @property
    def may_be_invited(self) -> bool:
        contact = self.participant.contact
        return self.participant.stage == Stage.TO_INVITE and bool(
            contact and contact.email and not contact.do_not_contact
        )


@dataclass(frozen=True)
class Column:
    stage: Stage
    total: int
    cards: Sequence[Card]
    after: int | None = None  # number of the last card, where there are more


@dataclass(frozen=True)
class PersonaCount:
    persona: Persona
    heard: int
    total: int


@dataclass(frozen=True)
class RecruitingBoard:
    columns: Sequence[Column]
    personas: Sequence[PersonaCount]
    persona: int | None
    total: int
    owed: dict[str, Decimal] = field(default_factory=dict)


def read_recruiting(study: Study, persona: int | None, stage: str = "", after: int | None = None) -> RecruitingBoard:
    """Every column's first cards; with `stage` that column alone, from the person numbered `after` on."""
    counted = _counts(study)
    personas = _of_personas(study, counted)
    persona = persona if any(row.persona.pk == persona for row in personas) else None
    people = study.participants.all()
    shown = people.filter(persona=persona) if persona else people
    stages = [Stage(stage)] if stage in Stage.values else list(Stage)
    taken = {one: list(_people(shown, one, after if stage else None)) for one in stages}
    facts = _facts(study, [row for rows in taken.values() for row in rows[:PAGE]])
    columns = [
        Column(
            one,
            sum(n for (of, at), n in counted.items() if at == one and persona in {None, of}),
            [facts(row) for row in rows[:PAGE]],
            rows[PAGE - 1].number if len(rows) > PAGE else None,
        )
        for one, rows in taken.items()
    ]
    return RecruitingBoard(columns, personas, persona, sum(counted.values()), owed(people))


def _counts(study: Study) -> Counter[tuple[int | None, str]]:
    rows = study.participants.order_by().values("persona", "stage").annotate(n=Count("pk"))
    return Counter({(row["persona"], row["stage"]): row["n"] for row in rows})


def _of_personas(study: Study, counted: Counter[tuple[int | None, str]]) -> list[PersonaCount]:
    heard = study.interviews.people_heard()
    return [
        PersonaCount(
            persona,
            heard[persona.pk],
            sum(n for (of, _), n in counted.items() if of == persona.pk),
        )
        for persona in study.personas.all()
    ]


def _people(people: QuerySet[Participant], stage: str, after: int | None) -> QuerySet[Participant]:
    rows = people.filter(stage=stage).select_related("contact", "persona", "recruit").order_by("number")
    return rows.filter(number__gt=after)[: PAGE + 1] if after else rows[: PAGE + 1]


def _facts(study: Study, people: list[Participant]) -> Any:
    """Makes a card; the calls of all of them are asked once."""
    clock = CallPlan.of(study).clock
    calls = Interview.objects.filter(participant__in=people, state=InterviewState.PLANNED, scheduled_at__isnull=False)
    coming: dict[int, datetime] = {}
    for person, at in calls.order_by("-scheduled_at").values_list("participant", "scheduled_at"):
        coming[person] = at  # type: ignore[assignment]
    late = Interview.objects.filter(Q(appointment__cancelled_late=True), participant__in=people).order_by()
    cancelled = dict(late.values_list("participant").annotate(n=Count("pk")))

    def card(person: Participant) -> Card:
        recruit = getattr(person, "recruit", None) or Recruit(participant=person)
        when = told(coming[person.pk], clock) if person.pk in coming else ""
        return Card(person, recruit, when, cancelled.get(person.pk, 0))

    return card
