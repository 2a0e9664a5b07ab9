"""The one filter of all analysis views: read from the address, and written back into it.

Who was heard (persona, attribute, interview, dates) narrows people and their words; what was said and done with it
(question, assumption, coder, grade, words) narrows words alone, so that "7 of 10 people" goes on counting everybody asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.ids import as_id
from analysis.filtering.passing import GRADED, Passing
from analysis.filtering.terms import LONGEST, terms
from analysis.models import Tag
from analysis.models.quote import QuoteQuerySet
from interviews.models import Participant
from interviews.models.interview import EARLIEST, LATEST
from studies.models import Study

IDS = ("persona", "interview", "question", "assumption", "coder", "theme")
DATES = ("since", "until")


@dataclass(frozen=True)
class Filters:
    """Ids of other studies match nothing. `damaged`: what the address says and can't be read, as name and value."""

    persona: int | None = None
    attribute: str = ""
    interview: int | None = None
    question: int | None = None
    assumption: int | None = None
    coder: int | None = None
    grade: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    theme: int | None = None
    damaged: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        said = {name: _plain(query.get(name, "")) for name in (each.name for each in fields(cls))}
        read = {name: _reader(name)(value) for name, value in said.items() if value and name != "damaged"}
        damaged = tuple((name, said[name][:LONGEST]) for name, value in read.items() if value in {None, ""})
        return cls(**{name: value for name, value in read.items() if value is not None}, damaged=damaged)

    @property
    def query(self) -> str:
        """As an address carries it: "?persona=3", or nothing."""
        return f"?{urlencode(self.named)}" if self.named else ""

    @property
    def tail(self) -> str:
        """All but the theme, to go after another parameter: "&persona=3", or nothing."""
        named = {name: value for name, value in self.named.items() if name != "theme"}
        return f"&{urlencode(named)}" if named else ""

    @property
    def named(self) -> dict[str, str]:
        """What narrows, by its name in the address."""
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "damaged"}
        return {name: str(value) for name, value in values.items() if value not in {None, ""}}

    def without(self, *names: str) -> Filters:
        damaged = tuple(each for each in self.damaged if each[0] not in names)
        return replace(self, damaged=damaged, **{name: _NOTHING[name] for name in names})

    @property
    def narrow(self) -> bool:
        return bool(self.named.keys() - {"theme"})

    @property
    def terms(self) -> list[str]:
        return terms(self.words)

    def passing(self, study: Study) -> Passing:
        """What passes; who allows to be quoted is asked here, once."""
        return Passing(study, self)

    def quotes(self, study: Study) -> QuoteQuerySet:
        """Words that pass, of people who still allow to be quoted."""
        return self.passing(study).quotes

    def tags(self, study: Study) -> QuerySet[Tag]:
        """Tags on words that pass; of one coder only, if the filter names one."""
        return self.passing(study).tags

    def interviews(self, study: Study) -> Any:
        """Interviews with the people meant, held in the time meant."""
        return study.interviews.filter(self.whose())

    def people(self, study: Study, everybody: Sequence[Participant]) -> list[Participant]:
        """Of the people heard, those whose words pass."""
        people = [person for person in everybody if self._fits(person)]
        if self.interview is not None or self.since or self.until:
            whose = set(self.interviews(study).values_list("participant", flat=True))
            people = [person for person in people if person.pk in whose]
        return people

    def _fits(self, person: Participant) -> bool:
        fits = self.persona in {None, person.persona_id}
        return fits and (not self.attribute or self._trait.items() <= person.attributes.items())

    def whose(self, to: str = "", interview: str = "") -> Q:
        """The part that says whose words, for rows with a participant; `to` leads to such a row, `interview` from there to
        their interview."""
        condition = self._when(to + interview)
        if self.persona is not None:
            condition &= Q(**{f"{to}participant__persona": self.persona})
        if self.attribute:
            condition &= Q(**{f"{to}participant__attributes__contains": self._trait})
        if self.interview is not None:
            condition &= Q(**{f"{to}{interview}pk": self.interview})
        return condition

    def _when(self, prefix: str) -> Q:
        condition = Q()
        if self.since:
            condition &= Q(**{f"{prefix}started_at__gte": _midnight(self.since)})
        if self.until:
            condition &= Q(**{f"{prefix}started_at__lt": _midnight(self.until + timedelta(days=1))})
        return condition

    @property
    def _trait(self) -> dict[str, str]:
        """An attribute as a participant has it: {"seats": "40"}."""
        name, _, value = self.attribute.partition(":")
        return {name.strip(): value.strip()}


_NOTHING: dict[str, Any] = {each.name: each.default for each in fields(Filters)}


def _plain(value: str) -> str:
    return value.replace("\x00", "").strip()


def _reader(name: str) -> Any:
    if name in IDS:
        return as_id
    if name in DATES:
        return _as_date
    return {"attribute": _as_attribute, "grade": _as_grade}.get(name, _as_words)


def _as_words(value: str) -> str:
    return value[:LONGEST] if terms(value) else ""


def _as_attribute(value: str) -> str | None:
    name, colon, trait = (part.strip() for part in value.partition(":"))
    return f"{name}: {trait}" if colon and name and trait and len(value) <= 2 * LONGEST else None


def _as_grade(value: str) -> str | None:
    return value if value in GRADED else None


def _as_date(value: str) -> date | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if EARLIEST.date() < day < LATEST.date() else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
