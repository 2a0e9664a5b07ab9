"""What the filter bar offers on each analysis view, and what it says of the filters that are on. Five queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from accounts.models import User
from analysis.filtering.filters import DATES, Filters
from analysis.models import Grade, Quote, Tag
from analysis.models.quote import COUNTS_FROM
from interviews.codes import code_of
from interviews.models import Participant
from studies.models import Study

SHORT = 60
NAMES = {
    "persona": "Persona",
    "attribute": "Attribute",
    "interview": "Interview",
    "question": "Question",
    "assumption": "Assumption",
    "coder": "Tagged by",
    "grade": "Grade",
    "since": "Held from",
    "until": "Held until",
    "words": "Words",
    "theme": "Theme",
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str


GRADES = [
    Option("counts", f"{COUNTS_FROM} or more: it counts"),
    *[Option(str(grade.value), f"{grade.value} {grade.label}") for grade in reversed(Grade)],
    Option("none", "Not graded"),
]


@dataclass(frozen=True)
class Drop:
    """One list to choose from. It is offered where there is something to choose, or something is chosen."""

    name: str
    options: Sequence[Option]
    chosen: str = ""

    @property
    def label(self) -> str:
        return NAMES[self.name]

    @property
    def said(self) -> str:
        """The chosen one in words; of another study, or gone, it says so."""
        return next((each.label for each in self.options if each.value == self.chosen), "not in this study")

    @property
    def known(self) -> bool:
        return not self.chosen or any(each.value == self.chosen for each in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter that is on, or one that can't be read; `away` is the address without it."""

    name: str
    words: str
    away: str
    wrong: bool = False

    @property
    def label(self) -> str:
        return NAMES[self.name]


@dataclass(frozen=True)
class FilterBar:
    """`kept`: what else the page's address says, and goes on saying whatever is filtered."""

    filters: Filters
    people: int
    personas: Sequence[tuple[int, str, int]]
    drops: Sequence[Drop]
    chips: Sequence[Chip] = field(default_factory=list)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def backwards(self) -> bool:
        return bool(self.filters.since and self.filters.until and self.filters.since > self.filters.until)

    @property
    def folded(self) -> int:
        """How many filters are on besides the persona, which always shows."""
        return sum(not chip.wrong and chip.name != "persona" for chip in self.chips)

    @property
    def kept_tail(self) -> str:
        return f"&{urlencode(self.kept)}" if self.kept else ""

    @property
    def clear(self) -> str:
        """The address without any filter; a theme that is open stays open."""
        return Filters(theme=self.filters.theme).query or "?"


def filter_bar(
    study: Study, filters: Filters, everybody: Sequence[Participant], kept: Mapping[str, str] | None = None
) -> FilterBar:
    """`everybody`: whoever was heard, as evidence.heard gives them."""
    drops = {
        "question": _questions(study),
        "assumption": [Option(str(row.pk), _short(f"{row.code} {row.statement}")) for row in study.assumptions.all()],
        "interview": _interviews(study),
        "attribute": _attributes(everybody),
        "coder": _coders(study),
        "grade": GRADES if everybody else [],
    }
    offered = {name: Drop(name, options, filters.named.get(name, "")) for name, options in drops.items()}
    personas = _personas(everybody)
    shown = [drop for drop in offered.values() if drop.options or drop.chosen]
    return FilterBar(filters, len(everybody), personas, shown, _chips(filters, offered, personas), kept or {})


def _personas(everybody: Iterable[Participant]) -> list[tuple[int, str, int]]:
    """(id, name, people heard), in the order of the strips."""
    counts = Counter((person.persona.pk, person.persona.name) for person in everybody if person.persona)
    return [(pk, name, count) for (pk, name), count in counts.items()]


def _questions(study: Study) -> list[Option]:
    """Those under which something was quoted; numbered as in the script."""
    quoted = Exists(Quote.objects.filter(first_note__question=OuterRef("pk")))
    rows = study.questions.order_by("section__position", "section", "position", "pk").values_list("pk", "text", quoted)
    return [Option(str(pk), _short(f"Q{n} {text}")) for n, (pk, text, has) in enumerate(rows, 1) if has]


def _interviews(study: Study) -> list[Option]:
    held_at = Coalesce("started_at", "scheduled_at")
    rows = study.interviews.held().order_by("participant__number", "pk")
    return [
        Option(str(pk), ", ".join([code_of(number), *_day(held)]))
        for pk, number, held in rows.values_list("pk", "participant__number", held_at)
    ]


def _day(held: datetime | None) -> list[str]:
    """As the reader's own clock has it."""
    return [f"{localtime(held):%-d %b}"] if held else []


def _attributes(everybody: Iterable[Participant]) -> list[Option]:
    said = {f"{name}: {value}" for person in everybody for name, value in person.attributes.items()}
    return [Option(each, _short(each)) for each in sorted(said, key=str.lower)]


def _coders(study: Study) -> list[Option]:
    """Whoever tagged in this study, by name. Asked person by person: gathering the authors of all tags took 4 ms of every page."""
    tagged = Exists(Tag.objects.filter(author=OuterRef("pk"), theme__study=study))
    people = User.objects.filter(tagged).order_by("name", "pk").only("name", "email")
    return [Option(str(user.pk), str(user)) for user in people]


def _chips(filters: Filters, drops: dict[str, Drop], personas: Iterable[tuple[int, str, int]]) -> list[Chip]:
    chips = []
    for name, value in filters.named.items():
        if name == "theme":
            continue
        words = _said(filters, name, value, drops, personas)
        chips.append(Chip(name, words, filters.without(name).query or "?"))
    for name, value in filters.damaged:
        chips.append(Chip(name, value, filters.without(name).query or "?", wrong=True))
    return chips


def _said(
    filters: Filters, name: str, value: str, drops: dict[str, Drop], personas: Iterable[tuple[int, str, int]]
) -> str:
    if name in drops:
        return drops[name].said
    if name == "persona":
        return next((label for pk, label, _ in personas if pk == filters.persona), "nobody heard")
    if name in DATES:
        return f"{getattr(filters, name):%-d %b %Y}"
    return " + ".join(f"“{term}”" if " " in term else term for term in filters.terms)


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
