"""How many new themes the interviews still bring, per persona and overall. A fixed number of queries.

Counted on themes as they stand now, so that merging, splitting, archiving and removing change it. Interviews of people who
don't let themselves be quoted can't be tagged and are left out: their silence would look like having heard enough.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from analysis.counting.saturation import Rate, Rule, first_seen, rate
from analysis.filtering.filters import Filters
from analysis.models import Theme
from interviews.models import Interview, InterviewState, Participant, Stage
from studies.models import Persona, Study


@dataclass(frozen=True)
class Talk:
    """One interview held. `counted`: it has a tagged quote, or somebody has read it through."""

    pk: int
    person: Participant
    held_at: datetime | None
    themes: frozenset[int]
    read: bool

    @property
    def counted(self) -> bool:
        return self.read or bool(self.themes)


@dataclass(frozen=True)
class Row:
    """A talk in its place: the themes it was the first to bring, and how many there were with it."""

    number: int
    talk: Talk
    fresh: Sequence[Theme]
    total: int


@dataclass(frozen=True)
class Segment:
    """Everybody, or one persona."""

    persona: Persona | None
    talks: Sequence[Talk]
    rule: Rule
    themes: Mapping[int, Theme] = field(default_factory=dict)

    @property
    def untagged(self) -> list[Talk]:
        """What nobody has tagged or read through: the rate waits for these."""
        return [talk for talk in self.talks if not talk.counted]

    @cached_property
    def rows(self) -> list[Row]:
        rows, total = [], 0
        for number, (talk, fresh) in enumerate(
            zip(self.talks, first_seen(t.themes for t in self.talks), strict=True), 1
        ):
            total += len(fresh)
            rows.append(Row(number, talk, [self.themes[pk] for pk in fresh], total))
        return rows

    @cached_property
    def rate(self) -> Rate:
        return rate([len(row.fresh) for row in self.rows], self.rule)

    @property
    def heard(self) -> int:
        return len({talk.person.pk for talk in self.talks})


@dataclass(frozen=True)
class Lead:
    """The persona to hear next, and whom of it. `fresh`: themes its last few interviews were the first in the study to bring."""

    persona: Persona
    heard: int
    fresh: int
    planned: Interview | None = None
    person: Participant | None = None

    @property
    def missing(self) -> int:
        return self.persona.target - self.heard


@dataclass(frozen=True)
class Enough:
    rule: Rule
    everybody: Segment
    personas: Sequence[Segment]
    left_out: Sequence[Talk]
    lead: Lead | None

    def shown(self, persona: int | None) -> Segment:
        """The persona asked for, or everybody."""
        return next((one for one in self.personas if one.persona and one.persona.pk == persona), self.everybody)


def read_enough(study: Study, rule: Rule) -> Enough:
    standing = {theme.pk: theme for theme in study.themes.standing()}
    talks, left_out = _talks(study, standing)
    used = {pk for talk in talks for pk in talk.themes}
    themes = {pk: theme for pk, theme in standing.items() if pk in used}
    personas = list(study.personas.order_by("position", "pk"))
    everybody = Segment(None, talks, rule, themes)
    of_persona: dict[int | None, list[Talk]] = defaultdict(list)
    for talk in talks:
        of_persona[talk.person.persona_id].append(talk)
    segments = [Segment(persona, of_persona[persona.pk], rule, themes) for persona in personas]
    heard = _heard([*talks, *left_out])
    return Enough(rule, everybody, segments, left_out, _lead(study, personas, heard, everybody))


def _talks(study: Study, standing: Container[int]) -> tuple[list[Talk], list[Talk]]:
    """In the order they were held; those that count, and those whose words may not be quoted."""
    held = study.interviews.held().select_related("participant__persona", "read_through").order_by("started_at", "pk")
    passing = Filters().passing(study)
    themes: dict[int, set[int]] = defaultdict(set)
    for interview, theme in passing.tags.order_by().values_list("quote__interview", "theme").distinct():
        themes[interview] |= {theme} if theme in standing else set()
    quotable = set(passing.people)
    counted: list[Talk] = []
    left_out: list[Talk] = []
    for row in held:
        read = getattr(row, "read_through", None) is not None
        talk = Talk(row.pk, row.participant, row.held_at, frozenset(themes.get(row.pk, ())), read or row.pk in themes)
        (counted if row.participant_id in quotable else left_out).append(talk)
    return counted, left_out


def _heard(talks: Iterable[Talk]) -> Counter[int | None]:
    """How many people of each persona were heard, quotable or not."""
    people = {talk.person.pk: talk.person.persona_id for talk in talks}
    return Counter(people.values())


def _lead(study: Study, personas: Sequence[Persona], heard: Counter[int | None], everybody: Segment) -> Lead | None:
    """The persona that lacks most people; of two that lack the same, the one with more new themes lately."""
    lately = _fresh_lately(everybody)
    below = [persona for persona in personas if heard[persona.pk] < persona.target]
    if not below:
        return None
    persona = max(below, key=lambda one: (one.target - heard[one.pk], lately[one.pk], -one.position))
    planned = study.interviews.filter(state__in=[InterviewState.LIVE, InterviewState.PLANNED])
    planned = planned.filter(participant__persona=persona).select_related("participant")
    waiting = study.participants.filter(persona=persona, stage__in=[Stage.TO_INVITE, Stage.INVITED])
    waiting = waiting.exclude(contact__do_not_contact=True)
    return Lead(
        persona,
        heard[persona.pk],
        lately[persona.pk],
        planned.order_by("state", "scheduled_at", "pk").first(),
        # "Invited" has been asked already, and so comes first.
        waiting.order_by("stage", "number").first(),
    )


def _fresh_lately(everybody: Segment) -> Counter[int | None]:
    """By persona: the themes new to the study in the last few interviews with its people."""
    fresh: dict[int | None, list[int]] = defaultdict(list)
    for row in everybody.rows:
        fresh[row.talk.person.persona_id].append(len(row.fresh))
    return Counter({persona: sum(found[-everybody.rule.run :]) for persona, found in fresh.items()})
