"""The audit log as one reads it: entries narrowed down, page by page, each as a sentence about who did what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.ids import as_id
from accounts.models import Actor, AuditEntry, User, Workspace
from analysis.audit.words import GROUPS, SENTENCES, kind_of, sentence
from interviews.models import Participant
from studies.models import Study

PAGE = 50
NOUNS = {
    "contact": ["contact"],
    "participant": ["participant", "participant_link", "consent", "recruit", "letter", "hold"],
}


@dataclass(frozen=True)
class Told:
    """One entry with the names that its ids stand for now. `link` leads to the thing while there is one."""

    entry: AuditEntry
    who: str
    before: str
    thing: str
    after: str
    link: str
    study: str

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.thing}{self.after}"


def narrowed(workspace: Workspace, chosen: dict[str, Any]) -> QuerySet[AuditEntry]:
    """`chosen` as the form has read it; newest first."""
    found = workspace.audit_entries.order_by("-number")
    if by := chosen.get("by"):
        found = found.filter(by=by)
    if act := chosen.get("act"):
        found = found.filter(act=act) if act in SENTENCES else found.filter(_of_group(act))
    if since := chosen.get("since"):
        found = found.filter(at__gte=_midnight(since))
    if until := chosen.get("until"):
        found = found.filter(at__lt=_midnight(until) + timedelta(days=1))
    if about := chosen.get("about"):
        found = found.filter(_about(*about))
    return found


def _of_group(group: str) -> Q:
    return Q(act__in=list(GROUPS[group][1]))


def _about(noun: str, pk: int) -> Q:
    wanted = Q(pk__in=[])
    for kind in NOUNS[noun]:
        wanted |= Q(act__startswith=f"{kind}.", thing=str(pk)) & ~Q(act="participant.erased")  # a withdrawal’s number
    if noun == "contact":
        wanted |= Q(act="contact.merged", details__gone=pk) | Q(act="contact.read_two", details__other=pk)
        wanted |= Q(act="participant.added", details__contact=pk)
    return wanted


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of(found: QuerySet[AuditEntry], after: str, size: int = PAGE) -> tuple[list[AuditEntry], int | None]:
    """Older ones than the entry `after`; and where the next page begins."""
    last = as_id(after)
    rows = list((found.filter(number__lt=last) if last is not None else found)[: size + 1])
    return rows[:size], rows[size - 1].number if len(rows) > size else None


def told(workspace: Workspace, entries: Sequence[AuditEntry]) -> list[Told]:
    """Three queries, however many entries."""
    people = _people(entries)
    studies = dict(Study.objects.filter(pk__in={row.study for row in entries if row.study}).values_list("pk", "title"))
    codes = _codes(workspace, entries)
    return [_told(workspace, entry, people, studies, codes) for entry in entries]


def in_batches(workspace: Workspace, found: QuerySet[AuditEntry], size: int = 1000) -> Iterator[Told]:
    """All of them, a batch in memory at a time."""
    after: int | None = None
    while True:
        rows = list((found if after is None else found.filter(number__lt=after))[:size])
        yield from told(workspace, rows)
        if len(rows) < size:
            return
        after = rows[-1].number


def _people(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Names of the team; an act on a member has one as its thing."""
    wanted = {row.by_id for row in entries if row.by_id}
    wanted |= {as_id(row.thing) or 0 for row in entries if row.act.startswith("member.")}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}


def _codes(workspace: Workspace, entries: Iterable[AuditEntry]) -> dict[str, Participant]:
    wanted = {as_id(row.thing) or 0 for row in entries if kind_of(row.act) == "participant"}
    found = Participant.objects.filter(pk__in=wanted, study__workspace=workspace).only("pk", "number", "study_id")
    return {str(row.pk): row for row in found}


def _told(
    workspace: Workspace,
    entry: AuditEntry,
    people: dict[int, str],
    studies: dict[Any, str],
    codes: dict[str, Participant],
) -> Told:
    themselves = entry.actor == Actor.PARTICIPANT
    participant = codes.get(entry.thing) if kind_of(entry.act) == "participant" else None
    if themselves:
        who = participant.code if participant else "A participant"
    elif entry.actor == Actor.APP:
        who = "Throughline"
    else:
        who = people.get(entry.by_id or 0, f"Somebody who is gone (number {entry.by_id})")
    before, has_thing, after = sentence(entry.act, entry.details, themselves)
    thing = _thing(entry, people, participant) if has_thing else ""
    return Told(
        entry, who, before, thing, after, _link(workspace, entry, participant) if thing else "",
        studies.get(entry.study, "a study that is gone") if entry.study else "",
    )  # fmt: skip


def _thing(entry: AuditEntry, people: dict[int, str], participant: Participant | None) -> str:
    if participant:
        return participant.code
    kind = kind_of(entry.act)
    if kind == "member":
        return people.get(as_id(entry.thing) or 0, f"member {entry.thing}")
    return entry.thing if kind == "study" else f"{kind} {entry.thing}".strip()


def _link(workspace: Workspace, entry: AuditEntry, participant: Participant | None) -> str:
    if participant:
        return reverse("interviews:participant", args=[participant.study_id, participant.pk])
    if entry.act.startswith("contact.") and entry.act != "contact.removed" and as_id(entry.thing) is not None:
        return reverse("interviews:contact_edit", args=[workspace.pk, entry.thing])
    return ""
