"""The report as the study stands at this moment. Consent is asked again on every reading: words of people who took
back their yes are gone with the next view. People appear by code only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Prefetch

from analysis.citing import Cited, sides_by_insight
from analysis.evidence import heard, ledgers, strip_of
from analysis.models import Decision, Insight, Quote, Report
from interviews.models import Participant, Purpose
from interviews.models.consent import standing_answers
from studies.models import Study

COUNTER_VOICES = 3


@dataclass(frozen=True)
class Finding:
    """An insight with its loudest words: the first quote cited for it, and voices of other people against it."""

    insight: Insight
    speaks_for: Cited
    against: Cited
    decisions: list[Decision]
    strip: list[list[bool]]

    @property
    def big(self) -> Quote | None:
        return self.speaks_for.citations[0].quote if self.speaks_for.citations else None

    @property
    def counter(self) -> list[Quote]:
        """One quote a person, so that one voice doesn't sound like three."""
        voices = {citation.quote.participant_id: citation.quote for citation in reversed(self.against.citations)}
        first = [voices[person] for person in self.against.people]
        return first[:COUNTER_VOICES]

    @property
    def more_against(self) -> int:
        return max(0, len(self.against.people) - COUNTER_VOICES)


@dataclass(frozen=True)
class Basis:
    """Who was heard, by persona, and when."""

    people: int
    personas: list[tuple[str, int]]
    first: datetime | None
    last: datetime | None


def report_page(study: Study) -> dict[str, Any]:
    people = heard(study)
    report = Report.of(study)
    by_assumption = ledgers(study, people)
    return {
        "study": study,
        "report": report,
        "basis": _basis(study, people),
        "findings": _findings(study, people),
        "believed": [(row, by_assumption[row.pk]) for row in study.assumptions.all()],
        "unknown": [*_lines(report.unknown), *_thin(study, people), *_unquoted(study, people)],
    }


def _basis(study: Study, people: list[Participant]) -> Basis:
    counts = Counter(person.persona.name for person in people if person.persona)
    when = study.interviews.held().aggregate(first=Min("started_at"), last=Max("started_at"))
    return Basis(len(people), list(counts.items()), when["first"], when["last"])


def _findings(study: Study, people: list[Participant]) -> list[Finding]:
    decided = Prefetch("decisions", Decision.objects.select_related("owner").order_by("number"))
    sides = sides_by_insight(study)
    found = []
    for row in study.insights.prefetch_related(decided):
        speaks_for, against = sides[row.pk].speaks_for, sides[row.pk].against
        strip = strip_of(people, speaks_for.people)
        found.append(Finding(row, speaks_for, against, list(row.decisions.all()), strip))
    return found


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := raw.strip().removeprefix("-").strip())]


def _thin(study: Study, people: list[Participant]) -> list[str]:
    counts = Counter(person.persona_id for person in people)
    return [
        f"{persona.name}: {counts[persona.pk]} of the {persona.target} people we wanted to hear."
        for persona in study.personas.all()
        if counts[persona.pk] < persona.target
    ]


def _unquoted(study: Study, people: list[Participant]) -> list[str]:
    """People heard who don't let us quote them: they count in the ledgers, and that is said."""
    answers = standing_answers(people)
    count = sum(not answers.get(person.pk, {}).get(Purpose.QUOTES, False) for person in people)
    if not count:
        return []
    return [f"{'1 person has' if count == 1 else f'{count} people have'} not agreed to be quoted. Counted, not quoted."]
