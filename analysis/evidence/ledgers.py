"""Every assumption's ledger, in a constant number of queries: one reading for every page that shows one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby

from analysis.evidence.tally import Bar, Ledger, tally
from analysis.models import Evidence
from analysis.models.quote import COUNTS_FROM
from interviews.models import AssumptionSignal, Participant, Purpose
from interviews.models.consent import people_who_allow
from studies.models import Assumption, Study

Pairs = dict[int, list[tuple[int, str]]]


def heard(study: Study) -> list[Participant]:
    """People with a held interview, persona by persona: the order in which every strip and bar shows them."""
    held = study.interviews.held().values("participant")
    people = study.participants.filter(pk__in=held).select_related("persona")
    return sorted(people, key=_by_persona)


def _by_persona(person: Participant) -> tuple[bool, int, int, int]:
    persona = person.persona
    return (persona is None, persona.position if persona else 0, persona.pk if persona else 0, person.number)


def strip_of(people: Iterable[Participant], speaking: Iterable[int]) -> list[list[bool]]:
    """Who of the people speaks, persona by persona: what a people strip draws. `people` as `heard` orders them."""
    speak = set(speaking)
    return [[person.pk in speak for person in group] for _, group in groupby(people, lambda person: person.persona_id)]


def ledgers(
    study: Study,
    people: Iterable[Participant] | None = None,
    weak: bool = False,
    allow: Collection[int] | None = None,
) -> dict[int, Ledger]:
    """By assumption id. `people`: whoever was heard, and `allow`: who lets words be quoted, if the caller has them already.
    `weak`: words of any grade count."""
    people = list(people) if people is not None else heard(study)
    order = [person.pk for person in people]
    allow = people_who_allow(study, Purpose.QUOTES) if allow is None else allow
    quotes, signals, members = _quoted(study, weak, allow), _signalled(study), _members(study)
    return {
        assumption.pk: tally(
            order,
            quotes[assumption.pk],
            signals[assumption.pk],
            bar_of(assumption),
            members[assumption.persona_id] if assumption.persona_id else None,
        )
        for assumption in study.assumptions.all()
    }


def bar_of(assumption: Assumption) -> Bar | None:
    if assumption.bar_k is None or assumption.bar_n is None:
        return None
    return Bar(assumption.bar_k, assumption.bar_n)


def _quoted(study: Study, weak: bool, allow: Collection[int]) -> Pairs:
    """Only words of people who still allow them to be quoted, and, but for `weak`, that say what somebody did or gave."""
    rows = Evidence.objects.filter(quote__study=study, quote__participant__in=allow)
    if not weak:
        rows = rows.filter(quote__grade__gte=COUNTS_FROM)
    return _by_assumption(rows.values_list("assumption", "quote__participant", "stance"))


def _signalled(study: Study) -> Pairs:
    rows = AssumptionSignal.objects.filter(debrief__interview__study=study).values_list(
        "assumption", "debrief__interview__participant", "signal"
    )
    return _by_assumption(rows)


def _members(study: Study) -> dict[int, list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for persona, person in study.participants.exclude(persona=None).values_list("persona", "pk"):
        members[persona].append(person)
    return members


def _by_assumption(rows: Iterable[tuple[int, int, str]]) -> Pairs:
    pairs: Pairs = defaultdict(list)
    for assumption, person, stance in rows:
        pairs[assumption].append((person, stance))
    return pairs
