"""A whole study as one JSON document; docs/export-format.md describes it.

People appear by code: no contact, no e-mail, no place of an interview, no file name of a transcript, since those may
carry a name. The team appears by initials. Each list is one query, however long it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils import timezone

from accounts.counted import counted
from accounts.models import User
from analysis.exporters.json_coding import coding_of
from analysis.exporters.json_plan import plan_of
from analysis.models import Citation, Evidence, LensAnswer, Report, Tag, ThemeMemo
from interviews.codes import code_of
from interviews.models import (
    AssumptionSignal,
    ConsentRecord,
    Debrief,
    Participant,
    Purpose,
    QuestionAsk,
)
from interviews.models.consent import standing_answers
from studies.models import Study

FORMAT = "throughline-study"
VERSION = 1


def document(study: Study, reader: User) -> dict[str, Any]:
    """`reader`: who takes the file with them; debriefs that are hidden from them stay out of it."""
    people = list(study.participants.select_related("persona"))
    answers = standing_answers(people)
    silent = [row.pk for row in people if answers.get(row.pk, {}).get(Purpose.NOTES) is False]
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.now(),
        **plan_of(study),
        **_people(study, people),
        **_said(study, reader, silent),
        **_meant(study),
        "coding_rounds": coding_of(study),
        "left_out": [*_left_out(people, silent, answers), *_off_record(study), *_still_hidden(study, reader)],
    }


def _people(study: Study, people: list[Participant]) -> dict[str, Any]:
    records = ConsentRecord.objects.filter(participant__study=study).order_by("pk")
    return {
        "participants": [
            {"code": row.code, "persona": row.persona_id, "attributes": row.attributes, "stage": row.stage}
            for row in people
        ],
        "consent_forms": _rows(study.consent_forms.order_by("version"), "version", "body", "sha256", "created_at"),
        "consent": _coded(
            records.values(
                "purpose", "granted", "method", "at", number=F("participant__number"), form_version=F("form__version")
            )
        ),
    }


def _said(study: Study, reader: User, silent: list[int]) -> dict[str, Any]:
    """Interviews with their lines and debriefs. Lines of people who took back their yes to notes stay out, and so does
    what was said off the record."""
    interviews = study.interviews.order_by("pk")
    lines = study.notes.standing().on_record().exclude(interview__participant__in=silent)
    notes = lines.order_by("interview", "position", "pk")
    debriefs = Debrief.objects.open_to(reader).filter(interview__study=study)
    debriefs = debriefs.exclude(interview__participant__in=silent)
    return {
        "interviews": _coded(
            interviews.values(
                "id", "state", "scheduled_at", "started_at", "ended_at", "minutes",
                number=F("participant__number"), script_version=F("script__version"),
            )
        ),
        "questions_asked": _rows(
            QuestionAsk.objects.filter(interview__study=study).order_by("pk"),
            "interview", "question", "state", "begun_ms", "left_ms",
        ),
        "notes": _rows(
            notes, "id", "interview", "kind", "text", "offset_ms", "end_ms", "position", "question",
            "created_at", "updated_at", spoken_by=F("speaker__role"), speaker_label=F("speaker__label"),
        ),
        "debriefs": _rows(
            debriefs.order_by("pk"), "id", "interview", *Debrief.TEXTS, "saved_at",
            memorable_note=F("memorable"),
        ),
        "signals": _rows(
            AssumptionSignal.objects.filter(debrief__in=debriefs).order_by("pk"), "debrief", "assumption", "signal"
        ),
    }  # fmt: skip


def _meant(study: Study) -> dict[str, Any]:
    """Quotes to decisions; only words that may still be quoted, and only what hangs on those."""
    quotes = study.quotes.allowed().order_by("pk")
    insights = study.insights.prefetch_related("assumptions")
    report = Report.of(study)
    return {
        "quotes": _coded(
            quotes.values(
                "id", "interview", "first_note", "start", "last_note", "end", "text", "grade", "created_at",
                number=F("participant__number"),
            )
        ),
        "themes": _rows(
            study.themes.order_by("position", "pk"),
            "id", "name", "definition", "include", "exclude", "example", "counter_example", "colour", "position", "parent",
            "archived_at",
        ),
        "theme_memos": _initialled(
            ThemeMemo.objects.standing().filter(theme__study=study), "theme", "text", "created_at"
        ),
        "tags": _initialled(Tag.objects.filter(quote__in=quotes), "quote", "theme", "created_at"),
        "evidence": _initialled(Evidence.objects.filter(quote__in=quotes), "quote", "assumption", "stance"),
        "insights": [
            {"id": row.pk, "code": row.code, "statement": row.statement, "detail": row.detail,
             "assumptions": [assumption.pk for assumption in row.assumptions.all()], "created_at": row.created_at}
            for row in insights
        ],
        "citations": _initialled(Citation.objects.filter(quote__in=quotes), "insight", "quote", "side"),
        "lens_answers": _rows(
            LensAnswer.objects.filter(insight__study=study).order_by("pk"),
            "insight", "lens", "no_change", "text", "stage", "at",
        ),
        "decisions": _decisions(study),
        "report": {"answer": report.answer, "unknown": report.unknown},
    }  # fmt: skip


def _decisions(study: Study) -> list[dict[str, Any]]:
    return [
        {"id": row.pk, "code": row.code, "text": row.text, "insights": [one.pk for one in row.insights.all()],
         "lens": row.lens, "owner": row.owner.initials if row.owner else None, "decided_on": row.decided_on,
         "due_on": row.due_on, "expected_signal": row.expected_signal, "check_back_on": row.check_back_on,
         "outcome": row.outcome, "outcome_note": row.outcome_note, "outcome_at": row.outcome_at}
        for row in study.decisions.select_related("owner").prefetch_related("insights")
    ]  # fmt: skip


def _left_out(people: list[Participant], silent: list[int], answers: Any) -> list[dict[str, str]]:
    """What a reader would miss and whom it is about, so that nothing is missing in silence."""
    unquoted = [row.code for row in people if not answers.get(row.pk, {}).get(Purpose.QUOTES)]
    unnoted = [row.code for row in people if row.pk in silent]
    return [
        *({"participant": code, "what": "quotes", "why": "no standing yes to being quoted"} for code in unquoted),
        *({"participant": code, "what": "notes and debriefs", "why": "said no to written notes"} for code in unnoted),
    ]


def _still_hidden(study: Study, reader: User) -> list[dict[str, str]]:
    hidden = Debrief.objects.hidden_from(reader).filter(interview__study=study).order_by("pk")
    codes = dict.fromkeys(hidden.values_list("interview__participant__number", flat=True))
    why = "a teammate’s, hidden until yours of the same call is saved"
    return [{"participant": code_of(number), "what": "debriefs", "why": why} for number in codes]


def _off_record(study: Study) -> list[dict[str, str]]:
    lines = study.notes.standing().filter(off_record=True).order_by("interview__participant__number")
    counts = lines.values_list("interview__participant__number").annotate(n=Count("pk"))
    return [
        {"participant": code_of(number), "what": f"{counted(n, 'line', 'lines')}", "why": "off the record"}
        for number, n in counts
    ]


def _rows(rows: QuerySet[Any], *fields: str, **named: Any) -> list[dict[str, Any]]:
    return list(rows.values(*fields, **named))


def _initialled(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    return [
        {**{field: getattr(row, f"{field}_id", None) or getattr(row, field) for field in fields},
         "by": row.author.initials if row.author else None}
        for row in rows.select_related("author").order_by("pk")
    ]  # fmt: skip


def _coded(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows that name a participant by number, with the code people know."""
    return [{"participant": code_of(row.pop("number")), **row} for row in map(dict, rows)]
