"""Enough interviews? The new-theme rate, and the mark that an interview was read through."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from analysis.counting import enough_words
from analysis.counting.enough import Segment, read_enough
from analysis.counting.rate_chart import Chart, draw
from analysis.counting.saturation import BASES, LIMITS, NEAR, RUNS, TRUE, Rule
from analysis.filtering.filters import Filters
from analysis.models import ReadThrough
from analysis.reading.door import interview_of
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.READ)
def enough(request: HttpRequest, access: Access) -> HttpResponse:
    filters = Filters.read(request.GET).without("theme")
    page = {"filters": filters}  # what the tabs of the views ask for
    if not access.study.counts_new_themes:
        return render(request, "analysis/enough.html", {"page": page, "tab": "themes"})
    rule = Rule.read(request.GET)
    found = read_enough(access.study, rule)
    segment = found.shown(filters.persona)
    chart = _chart(segment)
    runs = {} if segment.untagged else {run.end: run for run in segment.rate.runs}
    context = {
        "page": page,
        "waiting": filters.without("persona").named,
        "found": found,
        "segment": segment,
        "segments": [_row(one) for one in [found.everybody, *found.personas]],
        "rule": rule,
        "choices": {"base": BASES, "run": RUNS, "limit": LIMITS},
        "chart": chart,
        "bars": list(zip(chart.bars, segment.rows, strict=True)),
        "rows": [(row, runs.get(row.number)) for row in segment.rows],
        "headline": enough_words.headline(segment),
        "sentence": enough_words.sentence(segment),
        "rule_words": enough_words.rule_in_words(rule),
        "limits": enough_words.both_limits(segment),
        "tab": "themes",
    }
    return render(request, "analysis/enough.html", context)


@require_safe
@in_study(Ability.PEOPLE)
def next_person(request: HttpRequest, access: Access) -> HttpResponse:
    """A part of the recruiting board: whom it is most useful to hear next."""
    found = read_enough(access.study, Rule.read(request.GET))
    return render(request, "analysis/_next_person.html", {"found": found, "lead": found.lead})


def _row(segment: Segment) -> dict[str, Any]:
    limits = {"near": enough_words.standing(segment, NEAR), "true": enough_words.standing(segment, TRUE)}
    return {"persona": segment.persona, "segment": segment, **limits}


def _chart(segment: Segment) -> Chart:
    reached = None if segment.untagged else segment.rate.reached()
    counted = [row.talk.counted for row in segment.rows]
    return draw(segment.rate.new, counted, segment.rule.base, reached.end if reached else None)


@require_POST
@in_study(Ability.EDIT)
def read_through(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """`read`: 1 marks the interview, 0 takes the mark away. With htmx the answer is the mark and a way back."""
    interview = interview_of(access, interview_id)
    read = request.POST.get("read") != "0"
    if read:
        ReadThrough.mark(interview, access.user)
    else:
        ReadThrough.take_back(interview, access.user)
    interview = interview_of(access, interview_id)
    if request.headers.get("HX-Request"):
        context = {"interview": interview, "read": read, "undone": "undo" in request.POST}
        return render(request, "analysis/_read_mark_answer.html", context)
    messages.success(request, _said(interview.participant.code, read))
    return redirect("analysis:read", study_id=access.study.pk, interview_id=interview.pk)


def _said(code: str, read: bool) -> str:
    return f"{code} is marked as read through." if read else f"{code} isn’t marked as read through any more."
