"""The report as the study stands at this moment. Consent is asked again on every reading: words of people who took
back their yes are gone with the next view. People appear by code only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Prefetch

from analysis.evidence.ledgers import heard, ledgers, strip_of
from analysis.evidence.sides import Stands
from analysis.models import Citation, Decision, Insight, Quote, Report, Side
from interviews.contacts.small_groups import told_apart, traits_of
from interviews.models import Participant, Purpose
from interviews.models.consent import standing_answers
from studies.models import Study

COUNTER_VOICES = 3


@dataclass(frozen=True)
class Finding:
    """An insight with its loudest words: the first quote cited for it, and one of each person against it."""

    insight: Insight
    stands: Stands
    n_counter: int
    big: Quote | None
    counter: list[Quote]
    decisions: list[Decision]
    strip: list[list[bool]]

    @property
    def more_against(self) -> int:
        return self.n_counter - len(self.counter)


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
    """Counts come from bare rows; only the few quotes that are shown are fetched with their words."""
    voices = _voices(study)
    shown = [quote for sides in voices.values() for quote in (*_first(sides, Side.FOR, 1), *_counter(sides))]
    words = Quote.objects.for_cards().in_bulk(shown)
    decided = Prefetch("decisions", Decision.objects.select_related("owner").order_by("number"))
    found = []
    for row in study.insights.prefetch_related(decided).annotate(n_stones=Count("tombstones")):
        sides = voices[row.pk]
        big = [words[quote] for quote in _first(sides, Side.FOR, 1)]
        counter = [words[quote] for quote in _counter(sides)]
        stands = Stands.of(sides[Side.FOR], sides[Side.AGAINST])
        found.append(
            Finding(
                row, stands, len(sides[Side.AGAINST]), big[0] if big else None, counter,
                list(row.decisions.all()), strip_of(people, stands.only_for),
            )
        )  # fmt: skip
    return found


def _voices(study: Study) -> Mapping[int, Mapping[str, dict[int, int]]]:
    """Insight -> side -> person -> the first of their quotes, people in the order they were cited; only allowed words."""
    voices: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: {Side.FOR: {}, Side.AGAINST: {}})
    cited = Citation.objects.filter(insight__study=study, quote__in=study.quotes.allowed())
    # Words that still stand come first.
    cited = cited.order_by("quote__words_gone", "pk")
    for insight, side, person, quote in cited.values_list("insight", "side", "quote__participant", "quote"):
        voices[insight][side].setdefault(person, quote)
    return voices


def _first(sides: Mapping[str, dict[int, int]], side: str, count: int) -> list[int]:
    return list(sides[side].values())[:count]


def _counter(sides: Mapping[str, dict[int, int]]) -> list[int]:
    """One quote a person, so that one voice doesn't sound like three."""
    return _first(sides, Side.AGAINST, COUNTER_VOICES)


def told_apart_in_report(study: Study) -> list[str]:
    """Codes of the people whose words are in the report and who can be told by role, company and city."""
    cited = Citation.objects.filter(insight__study=study, quote__in=study.quotes.allowed().filter(words_gone=False))
    few = told_apart(traits_of(study)) & set(cited.values_list("quote__participant", flat=True))
    return [person.code for person in study.participants.filter(pk__in=few)]


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
