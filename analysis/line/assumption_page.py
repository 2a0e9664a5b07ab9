"""An assumption with everybody who was heard, on which side they stand, and the words behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from analysis.evidence.ledgers import heard, ledgers
from analysis.evidence.tally import Stand
from analysis.models import Decision, Grade, Insight, Quote
from interviews.models import Debrief, Participant, Signal
from studies.models import Assumption

STANDS = (Stand.AGAINST, Stand.FOR, Stand.MIXED, Stand.SILENT)  # what speaks against it comes first


@dataclass
class Voice:
    """One person's stand, with their words; without words the stand is what the debrief says."""

    person: Participant
    stand: Stand
    words: list[tuple[Quote, str]] = field(default_factory=list)
    noted_by: list[str] = field(default_factory=list)
    outside: bool = False
    hidden: bool = False  # rests on a debrief that the reader may not see yet: counted, and nobody is named


def assumption_page(assumption: Assumption, reader: User | None = None, weak: bool = False) -> dict[str, Any]:
    """`reader`: somebody who may write debriefs. What those hidden from them say is counted, and not said of whom. `weak`:
    words of any grade count."""
    study = assumption.study
    people = heard(study)
    ledger = ledgers(study, people, weak)[assumption.pk]
    stands = {**ledger.people, **(ledger.outside or {})}
    words = _words(assumption)
    counted = {pk: [row for row in said if weak or row[0].counts] for pk, said in words.items()}
    voices = _voices(assumption, stands, set(ledger.outside or {}), _hidden(assumption, reader), counted)
    return {
        "assumption": assumption,
        "ledger": ledger,
        "weak": weak,
        "uncounted": [row for said in words.values() for row in said if not row[0].counts],
        "grades": Grade.choices,
        "voices": {stand.value: [voice for voice in voices if voice.stand is stand] for stand in STANDS},
        "questions": assumption.questions.select_related("objective").order_by("section__position", "position"),
        "insights": insights_on(assumption),
        "history": assumption.verdict_changes.select_related("by"),
    }


def _voices(
    assumption: Assumption,
    stands: Mapping[int, Stand],
    outside: set[int],
    hidden: set[int],
    counted: Mapping[int, list[tuple[Quote, str]]],
) -> list[Voice]:
    people = Participant.objects.filter(pk__in=stands).select_related("persona").in_bulk()
    notes = _notes(assumption)
    voices = []
    for pk, stand in stands.items():
        words = counted.get(pk, [])
        noted = [] if words else notes[pk]
        voices.append(Voice(people[pk], stand, words, noted, pk in outside, pk in hidden and not words))
    return voices


def _words(assumption: Assumption) -> Mapping[int, list[tuple[Quote, str]]]:
    stances = dict(assumption.evidence.values_list("quote", "stance"))
    found: dict[int, list[tuple[Quote, str]]] = defaultdict(list)
    for quote in Quote.objects.allowed().for_cards().filter(pk__in=stances).order_by("pk"):
        found[quote.participant_id].append((quote, stances[quote.pk]))
    return found


def _notes(assumption: Assumption) -> Mapping[int, list[str]]:
    """Initials of those whose debrief says so, by participant."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = assumption.signals.exclude(signal=Signal.NOTHING).select_related("debrief__author", "debrief__interview")
    for row in rows:
        found[row.debrief.interview.participant_id].append(row.debrief.author.initials)
    return found


def _hidden(assumption: Assumption, reader: User | None) -> set[int]:
    """People of whom a debrief speaks that is hidden from the reader."""
    if reader is None:
        return set()
    debriefs = Debrief.objects.hidden_from(reader).filter(interview__study=assumption.study_id)
    rows = assumption.signals.exclude(signal=Signal.NOTHING).filter(debrief__in=debriefs)
    return set(rows.values_list("debrief__interview__participant", flat=True))


def insights_on(assumption: Assumption) -> Iterable[Insight]:
    decided = Prefetch("decisions", Decision.objects.order_by("number"))
    return assumption.insights.prefetch_related(decided).order_by("number")
