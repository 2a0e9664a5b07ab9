"""What the line through an insight passes: read here in a fixed number of queries, drawn by lanes.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format

from accounts.counted import counted
from analysis.evidence.sides import Sides
from analysis.line.lanes import Graph, Knot, Level, lay_out, shorten
from analysis.models import Decision, Insight, Outcome, Theme
from interviews.models import Note
from studies.models import Objective, Question


@dataclass(frozen=True)
class Line:
    """The same line twice: as a graph, and as the few words of the strip on narrow screens."""

    graph: Graph
    strip: tuple[Knot, ...]


def line_of(insight: Insight, sides: Sides, decisions: Sequence[Decision]) -> Line:
    study = insight.study_id
    questions = _questions(insight, sides)
    levels = [
        Level("Objectives", _objectives(study, questions)),
        Level("Questions", _question_knots(study, questions)),
        Level("Notes and quotes", _notes_and_quotes(insight, sides, questions), in_a_row=True),
        Level("Themes", _themes(study, sides)),
        Level("Insight", (Knot(insight.statement, "#main", code=insight.code, here=True),)),
        Level("Decisions", _decisions(insight, decisions)),
        Level("Did it hold?", _outcomes(study, decisions)),
    ]
    return Line(lay_out(levels), tuple(_strip(levels)))


def _questions(insight: Insight, sides: Sides) -> list[Question]:
    """Asked when the words were said; and those that test the assumptions it bears on."""
    asked = {citation.quote.first_note.question_id for citation in sides.citations}
    rows = Question.objects.filter(study=insight.study_id).order_by(
        "section__script__version", "section__position", "section", "position", "pk"
    )
    tested = set(rows.filter(assumptions__insights=insight).values_list("pk", flat=True))
    found = []
    for number, question in enumerate(rows.select_related("objective"), 1):
        if question.pk in asked or question.pk in tested:
            question.code = f"Q{number}"  # type: ignore[attr-defined]
            found.append(question)
    return found


def _objectives(study: object, questions: Sequence[Question]) -> tuple[Knot, ...]:
    rows: dict[int, Objective] = {row.objective.pk: row.objective for row in questions if row.objective}
    knots = [
        Knot(row.text, reverse("analysis:objective", args=[study, row.pk]), code=row.code)
        for row in sorted(rows.values(), key=lambda row: row.position)
    ]
    none = Knot("No objective yet", reverse("studies:script", args=[study]), gap=True)
    return shorten(knots, reverse("studies:objectives", args=[study])) or (none,)


def _question_knots(study: object, questions: Sequence[Question]) -> tuple[Knot, ...]:
    script = reverse("studies:script", args=[study])
    knots = [Knot(row.text, f"{script}#q{row.pk}", code=row.code) for row in questions]  # type: ignore[attr-defined]
    return shorten(knots, script) or (Knot("No question of the script", script, gap=True),)


def _notes_and_quotes(insight: Insight, sides: Sides, questions: Sequence[Question]) -> tuple[Knot, ...]:
    study = insight.study_id
    lines = Note.objects.standing().filter(study=study)
    interviews = {citation.quote.interview_id for citation in sides.citations}
    heard = lines.filter(Q(question__in=questions) | Q(question=None, interview__in=interviews))
    count = heard.aggregate(notes=Count("pk"), interviews=Count("interview", distinct=True))
    quotes = len(sides.citations)
    listed = reverse("interviews:list", args=[study])
    where = "interview" if count["interviews"] == 1 else "interviews"
    noted = f"{'note' if count['notes'] == 1 else 'notes'} in {count['interviews']} {where}"
    cited = "quote cited" if quotes == 1 else "quotes cited"
    no_quote = Knot("No quote cited yet", reverse("analysis:insight_cite", args=[study, insight.pk]), gap=True)
    return (
        Knot(noted, listed, count=count["notes"]) if count["notes"] else Knot("No note cited yet", listed, gap=True),
        Knot(cited, "#evidence", count=quotes) if quotes else no_quote,
    )


def _themes(study: object, sides: Sides) -> tuple[Knot, ...]:
    themes: dict[Theme, int] = {}
    for citation in sides.citations:
        for tag in citation.quote.tags.all():
            themes[tag.theme] = themes.get(tag.theme, 0) + 1
    board = reverse("analysis:board", args=[study])
    often = sorted(themes, key=lambda theme: (-themes[theme], theme.position, theme.pk))
    knots = [Knot(theme.name, f"{board}#theme-{theme.pk}", colour=theme.colour) for theme in often]
    return shorten(knots, board) or (Knot("No theme yet", board, gap=True),)


def _decisions(insight: Insight, decisions: Sequence[Decision]) -> tuple[Knot, ...]:
    study = insight.study_id
    knots = [Knot(row.text, reverse("analysis:decision", args=[study, row.pk]), code=row.code) for row in decisions]
    none = Knot("Leads to no decision", "#decisions", gap=True)
    return shorten(knots, "#decisions") or (none,)


def _outcomes(study: object, decisions: Sequence[Decision]) -> tuple[Knot, ...]:
    knots = []
    for row in decisions:
        url = reverse("analysis:decision", args=[study, row.pk]) + "#back"
        if row.outcome != Outcome.WAITING:
            knots.append(Knot(row.get_outcome_display(), url, code=row.code))
        elif row.check_back_on:
            knots.append(Knot(f"Asked on {date_format(row.check_back_on, 'j M')}", url, code=row.code, later=True))
    return shorten(knots, "#back") or (Knot("Not asked yet", "#back" if decisions else "#decisions", later=True),)


def _strip(levels: Sequence[Level]) -> Iterator[Knot]:
    """A few words for each step: "Q4, Q5", "61 notes", "14 quotes", "2 themes"; broken steps are left out."""
    for level in levels:
        first = level.knots[0]
        if level.in_a_row:
            yield from (Knot(f"{knot.count} {knot.label.split()[0]}", knot.url) for knot in level.knots if not knot.gap)
        elif first.colour:
            count = sum(knot.count or 1 for knot in level.knots)
            yield Knot(counted(count, "theme", "themes"), first.url)
        elif first.code and level.title != "Did it hold?":
            yield Knot(", ".join(knot.code for knot in level.knots if knot.code), first.url, here=first.here)
