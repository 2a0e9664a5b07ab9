"""Words that were taken out earlier and can still be put back may hold what is taken out now: "Acme Berlin", then "Berlin".

It is taken out there too, or putting the earlier ones back would bring it back, also when it was to go for good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.models import Redaction
from analysis.redaction.places import everywhere
from analysis.redaction.replacing import Replaced
from interviews.models import Interview
from studies.models import Study

Swap = Callable[[str, str], Replaced | None]  # what becomes of a text, by where it stands


def swap_in_sealed(study: Study, swap: Swap, interview: Interview | None = None) -> None:
    """In the caller's transaction, which holds the study. With an interview: in what was taken out of that one."""
    sealed = study.redactions.exclude(words="").order_by("pk")
    inside = _places_in(interview) if interview else None
    for row in sealed.select_for_update(no_key=True):
        spelled = {
            place: [_swapped(each, f"redaction:{row.pk}:{place}:{number}", swap) for number, each in enumerate(each_of)]
            if inside is None or _row(place) in inside
            else each_of
            for place, each_of in row.spelled.items()
        }
        words = row.words
        if interview is None or row.interview_id == interview.pk:
            words = _swapped(row.words, f"redaction:{row.pk}:words", swap)
        if (words, spelled) != (row.words, row.spelled):
            Redaction.objects.filter(pk=row.pk).update(words=words, spelled=spelled)


def _swapped(text: str, place: str, swap: Swap) -> str:
    made = swap(text, place)
    return made.text if made else text


def _places_in(interview: Interview) -> set[str]:
    found: set[str] = set()
    for written in everywhere(interview):
        rows: Any = written.model._default_manager.filter(**{written.of_interview: interview.pk})
        found |= {f"{written.model._meta.model_name}:{pk}" for pk in rows.values_list("pk", flat=True)}
    return found


def _row(place: str) -> str:
    return ":".join(place.split(":")[:2])
