"""An interview to read: its transcript or its notes, with the quotes over the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import audit
from accounts.refusal import Refused
from analysis.forms.tagging import QuoteForm
from analysis.models import Quote
from analysis.reading import page as reading_page
from analysis.reading.door import interview_of
from analysis.reading.lines import Reading, read_notes, read_transcript
from interviews.contacts.known_names import Known, known_names, stand_in
from interviews.models import Interview
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm

NAMES_SHOWN = 12
SOME_LINE = "00000000-0000-4000-8000-000000000000"  # stands in an address for the id of a line


@require_safe
@in_study(Ability.READ)
def read(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """To whichever record there is; with ?quote=12, to the one that holds its words."""
    found = reading_page.record_of_quote(access.study, request.GET.get("quote", ""))
    if found:
        name = "analysis:transcript" if found[1] else "analysis:notes"
        return redirect(reverse(name, args=[access.study.pk, found[0]]) + f"#q{request.GET['quote']}")
    interview = interview_of(access, interview_id)
    name = "analysis:transcript" if reading_page.transcript_of(interview) else "analysis:notes"
    return redirect(name, study_id=access.study.pk, interview_id=interview.pk)


@require_safe
@in_study(Ability.READ)
def transcript(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    return page(request, access, interview_of(access, interview_id), "transcript")


@require_safe
@in_study(Ability.READ)
def notes(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    return page(request, access, interview_of(access, interview_id), "notes")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def transcript_remove(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = interview_of(access, interview_id)
    transcript = reading_page.transcript_of(interview)
    url = reverse("analysis:transcript", args=[access.study.pk, interview.pk])
    if transcript is None:
        return redirect(url)
    quotes = interview.quotes.filter(first_note__transcript=transcript)
    if request.method == "POST":
        transcript.remove(access.user, unless=quotes)
        messages.success(request, f"The transcript of {interview.participant.code} is removed.")
        return redirect(url)
    if quotes.exists():
        raise Refused("Quotes are taken from this transcript, so it stays. Delete its quotes first.")
    return confirm(
        request,
        title=f"Remove the transcript of {interview.participant.code}?",
        lines=[f"{transcript.turns.count()} turns. The interview, its notes and its debrief stay."],
        keep="Keep the transcript",
        keep_url=url,
        act="Remove the transcript",
        tab="interviews",
    )


def reading_of(access: Access, interview: Interview, shown: str) -> Reading | None:
    """None where there is no transcript."""
    if shown == "notes":
        return read_notes(interview, off_record=access.can_edit)
    transcript = reading_page.transcript_of(interview)
    return read_transcript(interview, transcript) if transcript else None


def page(
    request: HttpRequest,
    access: Access,
    interview: Interview,
    shown: str,
    form: QuoteForm | None = None,
    correcting: Mapping[str, Any] | None = None,
    status: int = 422,
) -> HttpResponse:
    """`form`: a refused one, shown again at its line. `correcting`: a correction that wasn't saved, shown again at its line."""
    reading = reading_of(access, interview, shown)
    before, after = reading_page.neighbours(interview)
    context = {
        **words_context(access, interview, reading),
        "shown": shown,
        "minutes": reading_page.minutes_of(interview),
        "scribes": reading_page.scribes(interview),
        "before": before,
        "after": after,
        "open_line": (form and form.data.get("first")) or request.GET.get("line", ""),
        "form": form,
        "correct_line": request.GET.get("correct", ""),
        "placing": _placing(access, reading, request.GET.get("place", "")),
        "names": _names(access, reading),
        **(correcting or {}),
        "tab": "interviews",
    }
    return render(request, "analysis/read.html", context, status=status if form or correcting else 200)


def _names(access: Access, reading: Reading | None) -> list[Known]:
    """Of the study's contacts, standing in these lines; for those who may see them and take them out."""
    if reading is None or not (access.sees_names and access.can_edit):
        return []
    found = stand_in((line.note.text for line in reading.lines), known_names(access.study))[:NAMES_SHOWN]
    if found:  # it says that a word is somebody's name
        audit(access.workspace, "participant.recognised", access.user, study=access.study.pk)
    return found


def _placing(access: Access, reading: Reading | None, quote_id: str) -> Quote | None:
    """The quote that is to be placed anew: one of those whose words are gone."""
    lost = reading.lost if reading and access.can_edit else ()
    return next((quote for quote in lost if str(quote.pk) == quote_id), None)


def words_context(access: Access, interview: Interview, reading: Reading | None) -> dict[str, Any]:
    """What the lines need, alone or on their page."""
    return {
        "interview": interview,
        "reading": reading,
        "quotes_url": reverse("analysis:quote", args=[access.study.pk, 0]).removesuffix("0/"),
        "can_correct": access.can_edit and reading is not None and not reading.withheld,
        "some_line": SOME_LINE,
        "can_tag": access.can_edit and reading is not None and not reading.refusal,
        "options": reading_page.theme_options(access.study, access.user) if access.can_edit else [],
    }
