"""What the search page shows around what was found: its form, and the addresses that lead on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from accounts.ids import as_id
from accounts.models import User
from analysis.forms.search import SearchForm
from analysis.models import Sought
from analysis.search.answer import FIRST, PAGE, QUICK, Answer, search, visible_studies
from analysis.search.candidates import Narrowed
from analysis.search.query import Query
from studies.models import Persona, Study

QUICK_LETTERS = 170  # three lines of the list
NAMED = ("q", "study", "kind", "persona", "since", "until")


def search_page(user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    asked = {name: value.replace("\x00", " ") for name, value in asked.items()}
    studies = visible_studies(user)
    personas = _personas(studies, asked.get("study", ""))
    if not personas:  # one of another study, or of none: whoever chose another study meant its people
        asked = {name: value for name, value in asked.items() if name != "persona"}
    form = SearchForm(asked, studies=studies, personas=personas)
    query = Query.read(asked.get("q", ""))
    answer, narrowed = Answer(query, studies), None
    if form.is_valid():
        narrowed = form.narrowed()
        sizes = {Sought(narrowed.kind): PAGE} if narrowed.kind else FIRST
        answer = search(query, studies, narrowed, sizes, as_id(asked.get("before", "")))
    address = {name: value for name in NAMED if (value := asked.get(name, ""))}
    return {
        "form": form,
        "answer": answer,
        "narrowed": narrowed,
        "is_narrowed": any(name in address for name in NAMED[1:]),
        "address": urlencode({name: value for name, value in address.items() if name != "kind"}),
        "is_later": "before" in asked,
    }


def quick(user: User, typed: str) -> Answer:
    """A few of each kind, while somebody types."""
    query = Query.read(typed)
    if not query.finds:
        return Answer(query)
    studies = visible_studies(user)
    return search(query, studies, Narrowed(), QUICK, letters=QUICK_LETTERS)


def _personas(studies: Sequence[Study], chosen: str) -> list[Persona]:
    return list(Persona.objects.filter(study__in=[study for study in studies if str(study.pk) == chosen]))
