"""The times on a participant's own page: the one that is theirs, and those that are free, by their clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from interviews.consent_words import ConsentWords
from interviews.models import CallPlan, Participant, ParticipantLink, Recruit, Slot, Stage
from interviews.own_page.time_words import TIME_WORDS
from interviews.scheduling.arranging import may_choose, planned_of
from interviews.scheduling.wall_time import comes_twice, is_zone, offset_of, zone_names
from studies.models import Study

PAGE = 30


@dataclass(frozen=True)
class OwnSlot:
    pk: int
    day: str
    clock: str
    label: str


def own_times(link: ParticipantLink, words: ConsentWords, zone: str, after: int | None, said: str) -> dict[str, Any]:
    person, say = link.participant, TIME_WORDS[words.code]
    study = person.study
    plan, recruit = CallPlan.of(study), Recruit.of(person)
    clock = ZoneInfo(next(name for name in (zone, recruit.zone, plan.zone) if name and is_zone(name)))
    call = planned_of(person)
    slots, more = _free(study, clock, words, after) if may_choose(person) else ([], None)
    context: dict[str, Any] = {
        "link": link, "words": words, "say": say, "organisation": study.workspace.name,
        "zone": clock.key, "zones": zone_names(), "slots": slots, "more": more,
        "call": call, "has_agreed": person.consent_records.exists(), "declined": person.stage == Stage.DECLINED, "may_choose": may_choose(person),
        "clock": say.clock.format(zone=clock.key.replace("_", " ")),
        "minutes": say.minutes.format(minutes=call.minutes if call else plan.minutes),
        "incentive": say.incentive.format(amount=recruit.amount) if recruit.amount else "",
        "said": say.said.get(said, ""), "said_badly": said == "clock",
    }  # fmt: skip
    if call and call.scheduled_at:
        context["when"] = when(call.scheduled_at, clock, words)
        context["late"] = say.late.format(hours=plan.late_hours)
        if plan.clock != clock:
            context["team_when"] = say.team_clock.format(
                when=when(call.scheduled_at, plan.clock, words), zone=plan.zone
            )
    return context


def clock_of(person: Participant) -> ZoneInfo:
    """The one they chose, before the team's. One query, for pages that want nothing else of the two."""
    zones = Participant.objects.values_list("recruit__zone", "study__call_plan__zone").get(pk=person.pk)
    return ZoneInfo(next(name for name in (*zones, settings.TIME_ZONE) if name and is_zone(name)))


def _free(study: Study, clock: ZoneInfo, words: ConsentWords, after: int | None) -> tuple[list[OwnSlot], int | None]:
    rows = Slot.objects.free().filter(study=study)
    last = study.slots.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk))
    found = list(rows.order_by("starts_at", "pk")[: PAGE + 1])
    shown = [_slot(row, clock, words) for row in found[:PAGE]]
    return shown, found[PAGE - 1].pk if len(found) > PAGE else None


def _slot(row: Slot, clock: ZoneInfo, words: ConsentWords) -> OwnSlot:
    told = when(row.starts_at, clock, words)
    return OwnSlot(row.pk, day_of(row.starts_at, clock, words), hour_of(row.starts_at, clock), _picking(words, told))


def _picking(words: ConsentWords, told: str) -> str:
    return TIME_WORDS[words.code].pick.format(when=told)


def when(moment: datetime, clock: ZoneInfo, words: ConsentWords) -> str:
    return f"{day_of(moment, clock, words)}, {hour_of(moment, clock)}"


def day_of(moment: datetime, clock: ZoneInfo, words: ConsentWords) -> str:
    say, local = TIME_WORDS[words.code], moment.astimezone(clock)
    return say.with_weekday.format(weekday=say.weekdays[local.weekday()], day=words.day(local.date()))


def hour_of(moment: datetime, clock: ZoneInfo) -> str:
    """With the offset where the clocks show that time twice."""
    local = moment.astimezone(clock)
    return f"{local:%H:%M} ({offset_of(moment, clock)})" if comes_twice(moment, clock) else f"{local:%H:%M}"
