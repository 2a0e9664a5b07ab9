"""Bringing in a transcript: read the file, look at it, say who is who, save it or drop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusal import Refused
from interviews.forms.imports import CastForm, ImportForm, ImportNewForm
from interviews.models import Interview, TranscriptDraft
from interviews.transcripts.drafting import keep_draft, keep_draft_of, save_transcript, turns_of, voices_of
from studies.access import Ability, Access, in_study

SHOWN = 20


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def import_file(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = _interview(access, interview_id)
    form = ImportForm(request.POST or None, request.FILES or None, interview=interview)
    if request.method == "POST" and form.is_valid():
        try:
            return _look(keep_draft(interview, form.read, form.facts(), access.user), access)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "interview": interview,
        "form": form,
        "waiting": getattr(interview, "transcript_draft", None),
        "taken": hasattr(interview, "transcript"),
    }
    return _page(request, "interviews/import.html", form, context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def import_new(request: HttpRequest, access: Access) -> HttpResponse:
    chosen = {"participant": request.GET.get("participant")}
    form = ImportNewForm(request.POST or None, request.FILES or None, study=access.study, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            draft = keep_draft_of(form.cleaned_data["participant"], form.read, form.facts(), access.user)
            return _look(draft, access)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "anybody": access.study.participants.exists()}
    return _page(request, "interviews/import_new.html", form, context)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def import_look(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """The file as it was read, and who is who; POST saves it."""
    interview = _interview(access, interview_id)
    draft = _draft(request, interview)
    if draft is None:
        return _gone(request, access, interview)
    team = interview.interviewer.initials if interview.interviewer else "Interviewer"
    form = CastForm(request.POST or None, voices=voices_of(draft), team_label=team)
    if request.method == "POST" and form.is_valid():
        try:
            save_transcript(draft, form.cast(), access.user)
            messages.success(
                request, f"The transcript of {interview.participant.code} is saved: {len(draft.turns)} turns."
            )
            return redirect("analysis:transcript", study_id=access.study.pk, interview_id=interview.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"interview": interview, "draft": draft, "form": form, **_preview(draft, form)}
    return _page(request, "interviews/import_look.html", form, context)


@require_POST
@in_study(Ability.EDIT)
def import_drop(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = _interview(access, interview_id)
    draft = _draft(request, interview)
    if draft is None:
        return _gone(request, access, interview)
    draft.drop()
    messages.success(request, "The file is dropped. Nothing of it was kept.")
    return redirect("interviews:list", study_id=access.study.pk)


def _interview(access: Access, interview_id: int) -> Interview:
    """With its transcript or the file that waits to become one."""
    interviews = access.study.interviews.with_people().select_related("transcript", "transcript_draft__read_by")
    return get_object_or_404(interviews, pk=interview_id)


def _draft(request: HttpRequest, interview: Interview) -> TranscriptDraft | None:
    """The file that waits; an act is meant for the one its page showed, not for another read since."""
    draft: TranscriptDraft | None = getattr(interview, "transcript_draft", None)
    meant = request.method != "POST" or (draft and request.POST.get("draft") == str(draft.pk))
    return draft if meant else None


def _look(draft: TranscriptDraft, access: Access) -> HttpResponse:
    return redirect("interviews:import_look", study_id=access.study.pk, interview_id=draft.interview_id)


def _gone(request: HttpRequest, access: Access, interview: Interview) -> HttpResponse:
    """Saved or dropped already, by this person's second click or by somebody else."""
    if hasattr(interview, "transcript"):
        return redirect("analysis:transcript", study_id=access.study.pk, interview_id=interview.pk)
    messages.info(request, "This file isn’t waiting any more: it was dropped, or another one was read in its place.")
    return redirect("interviews:import", study_id=access.study.pk, interview_id=interview.pk)


def _preview(draft: TranscriptDraft, form: CastForm) -> dict[str, Any]:
    """The first turns with the roles as they stand in the form."""
    rows = {row["voice"].name: row for row in form.rows}
    turns = turns_of(draft)
    shown = [
        {"turn": turn, "row": rows[turn.speaker], "role": rows[turn.speaker]["role"].value()} for turn in turns[:SHOWN]
    ]
    return {"shown": shown, "more": max(len(turns) - SHOWN, 0), "words": sum(voice.words for voice in form.voices)}


def _page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {**context, "tab": "interviews"}, status=422 if form.errors else 200)
