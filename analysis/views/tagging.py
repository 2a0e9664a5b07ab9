"""Acts on quotes. With htmx the answer is every part of the reading page that changed; else a redirect."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from analysis.forms.tagging import AlsoForm, GradeForm, QuoteForm, WeighForm
from analysis.models import Quote
from analysis.quoting.tagging import tag_also, take_under
from analysis.reading import page as reading_page
from analysis.reading.door import interview_of
from analysis.views.quotes import quote_context, quote_of, quote_page
from analysis.views.reading import page, reading_of, words_context
from interviews.models import Interview
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_POST
@in_study(Ability.EDIT)
def quote_add(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = interview_of(access, interview_id)
    form = QuoteForm(request.POST, interview=interview)
    if not form.is_valid():
        if request.headers.get("HX-Request"):
            return render(request, "analysis/_why.html", {"why": form.why}, status=422)
        first = form.cleaned_data.get("first")
        return page(request, access, interview, "transcript" if first and first.transcript_id else "notes", form)
    quote = take_under(form.stretch(), form.choice(), access.user)
    if request.headers.get("HX-Request"):
        return _changed(request, access, quote, interview)
    return _to_the_words(quote)


@require_POST
@in_study(Ability.EDIT)
def quote_tag(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    form = AlsoForm(request.POST, study=access.study)
    if not form.is_valid():
        return _refused(request, access, quote, form)
    tag_also(quote, form.choice(), access.user)
    return _card(request, access, quote)


@require_POST
@in_study(Ability.EDIT)
def quote_untag(request: HttpRequest, access: Access, quote_id: int, theme_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    for theme in access.study.themes.filter(pk=theme_id):
        theme.untag(quote, access.user)
    return _card(request, access, quote)


@require_POST
@in_study(Ability.EDIT)
def quote_weigh(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    form = WeighForm(request.POST, study=access.study)
    if not form.is_valid():
        return _refused(request, access, quote, form)
    quote.weigh(form.cleaned_data["assumption"], form.cleaned_data["stance"], access.user)
    return _card(request, access, quote)


@require_POST
@in_study(Ability.EDIT)
def quote_unweigh(request: HttpRequest, access: Access, quote_id: int, assumption_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    quote.unweigh(get_object_or_404(access.study.assumptions, pk=assumption_id), access.user)
    return _card(request, access, quote)


@require_POST
@in_study(Ability.EDIT)
def quote_rate(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    quote = quote_of(access, quote_id)
    form = GradeForm(request.POST)
    if not form.is_valid():
        return _refused(request, access, quote, form)
    quote.rate(form.cleaned_data["grade"], access.user)
    ledger = form.cleaned_data["assumption"]
    if ledger:  # graded there, back to it
        return redirect(f"{reverse('analysis:assumption', args=[access.study.pk, ledger])}#q{quote.pk}")
    return _card(request, access, quote)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def quote_remove(request: HttpRequest, access: Access, quote_id: int) -> HttpResponse:
    """GET shows what goes with it; POST deletes, and its step can be undone."""
    quote = quote_of(access, quote_id)
    if request.method == "GET":
        return _reach(request, access, quote)
    seq = access.study.event_seq
    quote.discard(access.user)
    if request.headers.get("HX-Request"):
        return _changed(request, access, quote, deleted=True, undo_step=access.study.steps.since(seq, access.user))
    messages.success(request, f"The quote of {quote.participant.code} is deleted.")
    return redirect("analysis:read", study_id=access.study.pk, interview_id=quote.interview_id)


def _reach(request: HttpRequest, access: Access, quote: Quote) -> HttpResponse:
    citations = [citation.insight.code for citation in quote.citations.select_related("insight")]
    evidence = [row.assumption.code for row in quote.evidence.select_related("assumption")]
    themes = list(quote.tags.values_list("theme__name", flat=True))
    return confirm(
        request,
        title="Delete this quote?",
        lines=reading_page.reach_of_quote(citations, themes, evidence) or ["Nothing rests on it."],
        keep="Keep the quote",
        keep_url=reverse("analysis:quote", args=[access.study.pk, quote.pk]),
        act="Delete the quote",
        tab="themes",
    )


def _to_the_words(quote: Quote) -> HttpResponse:
    name = "analysis:transcript" if quote.first_note.transcript_id else "analysis:notes"
    return redirect(reverse(name, args=[quote.study_id, quote.interview_id]) + f"#q{quote.pk}")


def _card(request: HttpRequest, access: Access, quote: Quote) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("analysis:quote", study_id=access.study.pk, quote_id=quote.pk)
    return _changed(request, access, quote, **quote_context(access, quote))


def _refused(request: HttpRequest, access: Access, quote: Quote, form: Any) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return quote_page(request, access, quote, form)
    context = {**quote_context(access, quote, form), "live": True}
    return render(request, "analysis/_opened_quote.html", context, status=422)


def _changed(
    request: HttpRequest, access: Access, quote: Quote, interview: Interview | None = None, /, **more: Any
) -> HttpResponse:
    """The lines a quote lies over, the counts above, the picker's themes; with the quote's card, where it is open."""
    interview = interview or interview_of(access, quote.interview_id)
    reading = reading_of(access, interview, "transcript" if quote.first_note.transcript_id else "notes")
    context = {
        **words_context(access, interview, reading),
        "changed": reading.beside(quote) if reading else [],
        "oob": True,
        "live": True,
        **more,
    }
    return render(request, "analysis/_read_changed.html", context)
