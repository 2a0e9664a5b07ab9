"""What the overview reads from the database: a fixed number of queries, however large the study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.counted import counted
from analysis.evidence.ledgers import Ledger
from analysis.line.stations import LineFacts, NextCall, PersonaCount
from analysis.models import Outcome, Quote
from interviews.codes import code_of
from interviews.models import InterviewState, Purpose, Stage
from interviews.models.consent import who_allow
from interviews.models.interview import AskState
from studies.models import Study, Verdict

FRESH = timedelta(days=2)


def line_facts(study: Study, ledgers: dict[int, Ledger], allow: Collection[int]) -> LineFacts:
    """`allow`: who lets words be quoted, as people_who_allow gives them; so below."""
    planned = study.interviews.exclude(state=InterviewState.CANCELLED)
    held = study.interviews.held()
    unread = held.filter(~Exists(Quote.objects.filter(interview=OuterRef("pk"))), read_through=None)
    unread_rows = list(unread.order_by("started_at").values_list("pk", "participant__number"))
    undebriefed = _undebriefed(study)
    objectives = study.objectives.aggregate(all=Count("pk", distinct=True), bare=Count("pk", filter=Q(questions=None)))
    questions = study.questions.aggregate(
        all=Count("pk"), bare=Count("pk", filter=Q(objective=None, section__kind="core"))
    )
    quotes = study.quotes.filter(participant__in=allow)
    nowhere = study.insights.leading_nowhere().order_by("number").values_list("number", flat=True)
    decisions = study.decisions.values_list("pk", "text", "outcome", "check_back_on")
    today = timezone.localdate()
    return LineFacts(
        objectives=objectives["all"],
        objectives_without_question=objectives["bare"],
        questions=questions["all"],
        questions_without_objective=questions["bare"],
        asked=study.questions.aggregate(n=Count("asks", filter=~Q(asks__state=AskState.SKIPPED)))["n"],
        notes=study.notes.standing().count(),
        interviews=planned.count(),
        held=held.count(),
        held_without_quotes=len(unread_rows),
        first_unread=(unread_rows[0][0], code_of(unread_rows[0][1])) if unread_rows else None,
        debriefs_missing=len(undebriefed),
        first_debrief=(undebriefed[0][0], code_of(undebriefed[0][1])) if undebriefed else None,
        debrief_is_fresh=any(began and began > timezone.now() - FRESH for _, _, began in undebriefed[:1]),
        participants=study.participants.count(),
        consent_form=study.consent_forms.exists(),
        quotes=quotes.count(),
        untagged=quotes.untagged().count(),
        themes=study.themes.standing().count(),
        insights=study.insights.count(),
        insights_without_decision=tuple(f"I{number}" for number in nowhere),
        decisions=len(decisions),
        due_checks=tuple(
            (pk, text) for pk, text, outcome, on in decisions if outcome == Outcome.WAITING and on and on <= today
        ),
        personas=persona_counts(study),
        next_call=_next_call(study),
        ready_verdicts=tuple(
            (row.pk, row.code)
            for row in study.assumptions.filter(verdict=Verdict.OPEN)
            if row.pk in ledgers and ledgers[row.pk].reached
        ),
        shared=study.share_links.open().exists(),
    )  # fmt: skip


def _undebriefed(study: Study) -> list[tuple[int, int, datetime | None]]:
    """Calls held here that nobody wrote a debrief of, the last one first. Imported talks are read, not looked back on."""
    held = study.interviews.held().filter(who_allow(Purpose.NOTES), debriefs=None, transcript=None)
    return list(held.order_by("-started_at", "-pk").values_list("pk", "participant__number", "started_at"))


def persona_counts(study: Study) -> tuple[PersonaCount, ...]:
    rows = study.personas.annotate(
        heard=_people(participants__interviews__state=InterviewState.DONE),
        scheduled=_people(participants__stage=Stage.SCHEDULED),
        to_invite=_people(participants__stage__in=[Stage.TO_INVITE, Stage.INVITED]),
    )
    return tuple(
        PersonaCount(row.name, row.target, row.heard, row.scheduled, row.to_invite)
        for row in rows.order_by("position", "pk")
    )


def _people(**such: Any) -> Count:
    return Count("participants", filter=Q(**such), distinct=True)


def _next_call(study: Study) -> NextCall | None:
    waiting = study.interviews.filter(state__in=[InterviewState.LIVE, InterviewState.PLANNED]).select_related(
        "participant__persona"
    )
    row = waiting.order_by("state", F("scheduled_at").asc(nulls_last=True)).first()  # "live" sorts before "planned"
    if row is None:
        return None
    persona = row.participant.persona
    return NextCall(row.pk, row.participant.code, persona.name if persona else "", row.scheduled_at, row.is_live)


@dataclass(frozen=True)
class ObjectiveRow:
    pk: int
    code: str
    text: str
    asked: int
    quotes: int
    people: frozenset[int]
    state: str
    word: str


def objective_rows(study: Study, heard: int, allow: Collection[int]) -> list[ObjectiveRow]:
    """Each objective with the people whose quotes were heard under its questions."""
    people: dict[int, set[int]] = defaultdict(set)
    counts: dict[int, int] = defaultdict(int)
    heard_under = study.quotes.filter(participant__in=allow, first_note__question__objective__isnull=False)
    rows = heard_under.values_list("first_note__question__objective", "participant").annotate(n=Count("pk")).order_by()
    for objective_id, participant_id, n in rows:
        people[objective_id].add(participant_id)
        counts[objective_id] += n
    asked = Count("questions__asks__interview", filter=~Q(questions__asks__state=AskState.SKIPPED), distinct=True)
    return [
        ObjectiveRow(
            row.pk, row.code, row.text, row.asked, counts[row.pk], frozenset(people[row.pk]), *_weight(len(people[row.pk]), heard)
        )
        for row in study.objectives.annotate(asked=asked).order_by("position", "pk")
    ]  # fmt: skip


def _weight(people: int, heard: int) -> tuple[str, str]:
    """Two people make a pattern (method: at least two participants); fewer, or less than half of those heard, is thin."""
    if not people:
        return "idle", "Not yet"
    if people < 2 or people * 2 < heard:
        return "thin", f"Thin: {counted(people, 'person', 'people')}"
    return "done", "Heard"
