"""Making tags of what two coders settled: what it would change first, then doing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from analysis.coding.results import Applied, Results, read_results
from analysis.models import CodingRound, Quote, Tag
from studies.models.event import record


@dataclass(frozen=True)
class Plan:
    """`tags`: what becomes a tag; `there`: is one already. The rest stays out, each for its reason."""

    tags: list[Applied]
    there: int
    new_quotes: int
    open: int
    gone: int
    changed: int

    @property
    def lines(self) -> list[str]:
        units = len({row.unit.pk for row in self.tags})
        lines = [f"{_some(len(self.tags), 'tag')} on {_some(units, 'line')}, in your name."] if self.tags else []
        if self.new_quotes:
            lines.append(
                f"{_some(self.new_quotes, 'line')} {_verb(self.new_quotes, 'becomes a quote', 'become quotes')} for it."
            )
        if self.there:
            lines.append(f"{_some(self.there, 'tag')} {_verb(self.there, 'is', 'are')} there already.")
        if self.open:
            rest = _verb(self.open, "stays out. Settle it first if it", "stay out. Settle them first if they")
            lines.append(f"{_some(self.open, 'open disagreement')} {rest} should count.")
        if self.gone:
            lines.append(
                f"{_some(self.gone, 'code')} {_verb(self.gone, 'stays', 'stay')} out: the theme was removed since."
            )
        if self.changed:
            lines.append(
                f"{_some(self.changed, 'code')} {_verb(self.changed, 'stays', 'stay')} out: the words were changed since."
            )
        return lines


def plan(results: Results) -> Plan:
    changed = [row for row in results.applied if row.unit.changed]
    fit = [row for row in results.applied if not row.unit.changed]
    standing = _once(row for row in fit if row.fate.now)
    quotes = _whole_lines(row.unit.note_id for row in standing)
    tagged = set(Tag.objects.filter(quote__in=quotes.values()).values_list("quote", "theme"))
    tags = [row for row in standing if (quotes.get(row.unit.note_id), row.fate.now and row.fate.now.pk) not in tagged]
    return Plan(
        tags=tags,
        there=len(standing) - len(tags),
        new_quotes=len({row.unit.note_id for row in tags} - quotes.keys()),
        open=results.open,
        gone=sum(row.fate.now is None for row in fit),
        changed=len(changed),
    )


def take_over(coding: CodingRound, by: User) -> int:
    """How many tags were made. Doing it again makes only what isn't there yet."""
    if not coding.is_done:
        raise Refused("Both have to submit before anything can be taken over.")
    with transaction.atomic():
        coding.study.lock()
        rows = plan(read_results(coding, by)).tags
        for row in rows:
            assert row.fate.now is not None
            row.fate.now.tag(Quote.whole(row.unit.note, by), by)
        coding.taken_over_by, coding.taken_over_at = by, timezone.now()
        coding.save(update_fields=["taken_over_by", "taken_over_at"])
        record(coding.study, "coding", by, round=coding.pk)
    return len(rows)


def _once(rows: Iterable[Applied]) -> list[Applied]:
    """Two themes that were merged since are one tag."""
    return list({(row.unit.pk, row.fate.now and row.fate.now.pk): row for row in rows}.values())


def _whole_lines(notes: Iterable[object]) -> dict[object, int]:
    """The quote that is the whole line as it reads now, by line."""
    whole = Quote.objects.filter(first_note__in=set(notes), start=0).select_related("first_note")
    return {
        row.first_note_id: row.pk
        for row in whole
        if row.last_note_id == row.first_note_id
        and row.end == len(row.first_note.text)
        and row.text == row.first_note.text
    }


def _some(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


def _verb(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
