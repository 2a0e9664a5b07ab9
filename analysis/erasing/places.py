"""Where a text of the team stands, in words, and how to get there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from analysis.erasing.literal import Seeker
from analysis.erasing.texts import Found
from interviews.models import Debrief
from studies.models import Study

AROUND = 60  # letters shown before and after


@dataclass(frozen=True)
class Place:
    """`goes`: it will be taken out; else somebody has to look. `parts`: the text around it, theirs marked."""

    where: str
    url: str
    goes: bool
    parts: Sequence[tuple[str, bool]] = ()


# Model -> the page where its text is changed; a row of another study is never asked for.
PAGES: dict[str, Callable[[Study, Any], str]] = {
    "analysis.Theme": lambda study, row: reverse("analysis:theme", args=[study.pk, row.pk]),
    "analysis.ThemeMemo": lambda study, row: reverse("analysis:theme", args=[study.pk, row.theme_id]),
    "analysis.Insight": lambda study, row: reverse("analysis:insight", args=[study.pk, row.pk]),
    "analysis.LensAnswer": lambda study, row: reverse("analysis:insight", args=[study.pk, row.insight_id]),
    "analysis.Decision": lambda study, row: reverse("analysis:decision", args=[study.pk, row.pk]),
    "analysis.Report": lambda study, row: reverse("analysis:report_words", args=[study.pk]),
    "analysis.ShareLink": lambda study, row: reverse("analysis:report_links", args=[study.pk]),
    "interviews.Note": lambda study, row: reverse("interviews:record", args=[study.pk, row.interview_id]),
    "interviews.Debrief": lambda study, row: reverse("interviews:debrief", args=[study.pk, row.interview_id]),
    "studies.Study": lambda study, row: reverse("studies:settings", args=[study.pk]),
    "studies.Persona": lambda study, row: reverse("studies:personas", args=[study.pk]),
    "studies.Assumption": lambda study, row: reverse("analysis:assumption", args=[study.pk, row.pk]),
    "studies.VerdictChange": lambda study, row: reverse("analysis:assumption", args=[study.pk, row.assumption_id]),
    "studies.Question": lambda study, row: reverse("studies:script", args=[study.pk]),
    "studies.Section": lambda study, row: reverse("studies:script", args=[study.pk]),
    "studies.KeptWording": lambda study, row: reverse("studies:script", args=[study.pk]),
    "studies.Objective": lambda study, row: reverse("studies:plan", args=[study.pk]),
}


def places_of(study: Study, found: Iterable[Found], seeker: Seeker) -> list[Place]:
    return [Place(*_there(study, one.row, one.field), goes=not one.hint, parts=_parts(one, seeker)) for one in found]


def place_named(study: Study, what: str, thing: str) -> tuple[str, str]:
    """Words and address for a text that was listed; it may be gone since."""
    label, field = what.rsplit(".", 1)
    model = apps.get_model(label)
    row = model._default_manager.filter(pk=thing).first()
    return _there(study, row, field) if row else (f"{_words(model, field)}, removed since", "")


def _there(study: Study, row: models.Model, field: str) -> tuple[str, str]:
    page = PAGES.get(row._meta.label)
    return f"{_words(type(row), field)}{_code(row)}", page(study, row) if page else ""


def _words(model: type[models.Model], field: str) -> str:
    thing, name = str(model._meta.verbose_name), str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return f"{thing.capitalize()}, {name}"


def _code(row: models.Model) -> str:
    code = getattr(row, "code", "")
    return f" ({code})" if code else ""


def _parts(found: Found, seeker: Seeker) -> list[tuple[str, bool]]:
    if isinstance(found.row, Debrief):
        return []  # a teammate's may still be hidden from whoever reads this
    text = " / ".join(found.was) if isinstance(found.was, list) else str(found.was)
    spans = seeker.spans(text)
    if not spans:
        return [(text[: 2 * AROUND] + ("…" if len(text) > 2 * AROUND else ""), False)]
    first = spans[0]
    start, end = max(0, first.start - AROUND), min(len(text), first.end + AROUND)
    before, after = (
        ("…" if start else "") + text[start : first.start],
        text[first.end : end] + ("…" if end < len(text) else ""),
    )
    return [
        (part, theirs)
        for part, theirs in ((before, False), (text[first.start : first.end], True), (after, False))
        if part
    ]
