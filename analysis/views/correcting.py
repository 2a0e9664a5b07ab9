"""Correcting a line's words, and placing a quote anew that lost its own. With htmx the answer is every part that changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.refusal import Refused
from analysis.forms.tagging import CorrectForm, RangeForm
from analysis.models import Quote
from analysis.quoting.correcting import Corrected, correct
from analysis.reading.door import interview_of
from analysis.views.quotes import quote_of
from analysis.views.reading import page, reading_of, words_context
from interviews.models import Interview, Note
from interviews.models.note import as_it_stands
from studies.access import Ability, Access, in_study

CORRECTED = "The words are corrected."
LOST = "{} couldn’t follow. Above the text you can place {} anew, or let {} go."


@require_POST
@in_study(Ability.EDIT)
def line_correct(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    interview = interview_of(access, interview_id)
    note = get_object_or_404(interview.notes.standing(), pk=note_id)
    note.interview = interview
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return _again(request, access, note, {"wrong": form.why, "base": request.POST.get("base", "")}, 422)
    over, seq = list(access.study.quotes.over(note)), access.study.event_seq
    done = correct(note, form.cleaned_data["base"], form.cleaned_data["text"], access.user)
    if done.conflict:
        now = as_it_stands(done.note)
        return _again(request, access, note, {"theirs": now["text"], "by": now["by"], "base": now["revision"]}, 409)
    if request.headers.get("HX-Request"):
        return _changed(request, access, interview, done, over, seq)
    messages.success(request, f"{CORRECTED} {_lost(done.lost)}".rstrip())
    return redirect(f"{_url(note)}#n-{note.pk}")


@require_POST
@in_study(Ability.EDIT)
def quote_place(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    form = RangeForm(request.POST, interview=interview_of(access, quote.interview_id))
    if not form.is_valid():
        raise Refused(form.why)
    words = form.stretch()
    quote.place_anew(words.first, words.start, words.last, words.end, access.user)
    messages.success(request, "The quote stands on its words again.")
    return redirect(f"{_url(words.first)}#q{quote.pk}")


def _again(request: HttpRequest, access: Access, note: Note, more: dict[str, Any], status: int) -> HttpResponse:
    """The form once more, with what was written in it."""
    context = {**more, "correct_line": str(note.pk), "mine": request.POST.get("text", "")}
    if request.headers.get("HX-Request"):
        return render(
            request,
            "analysis/_correct_form.html",
            {"interview": note.interview, "of": note.pk, **context},
            status=status,
        )
    shown = "transcript" if note.transcript_id else "notes"
    return page(request, access, note.interview, shown, correcting=context, status=status)


def _changed(
    request: HttpRequest, access: Access, interview: Interview, done: Corrected, over: list[Quote], seq: int
) -> HttpResponse:
    """The line, those it shares quotes with, and what stands above the text."""
    reading = reading_of(access, interview, "transcript" if done.note.transcript_id else "notes")
    context = {
        **words_context(access, interview, reading),
        "changed": reading.around(done.note, over) if reading else [],
        "oob": True,
        "live": True,
        "told": _lost(done.lost) or CORRECTED,
        "undo_step": access.study.steps.since(seq, access.user),
    }
    return render(request, "analysis/_read_changed.html", context)


def _lost(lost: int) -> str:
    if lost == 1:
        return LOST.format("1 quote", "it", "it")
    return LOST.format(f"{lost} quotes", "them", "them") if lost else ""


def _url(note: Note) -> str:
    return reverse(
        "analysis:transcript" if note.transcript_id else "analysis:notes", args=[note.study_id, note.interview_id]
    )
