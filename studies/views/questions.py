from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.ids import ids_of
from accounts.reach import reach
from studies.access import Ability, Access, in_study
from studies.forms.script import KeepForm, NewQuestionForm, QuestionForm
from studies.models import Question
from studies.script_page import findings_of
from studies.views.confirm import confirm
from studies.views.script import a_section, script_page, to_script


def a_question(access: Access, question_id: int) -> Question:
    return get_object_or_404(access.study.questions.select_related("section"), pk=question_id)


@require_POST
@in_study(Ability.EDIT)
def question_add(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    section = a_section(access, section_id)
    form = NewQuestionForm(request.POST)
    if not form.is_valid():
        return script_page(request, access, new_question=form, new_in=section.pk, status=422)
    question = Question.add(section, form.cleaned_data["text"])
    return to_script(access, f"q{question.pk}")


@require_POST
@in_study(Ability.EDIT)
def question_check(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    """What the question check says while a question is being typed: a fragment, nothing is saved."""
    section, text = a_section(access, section_id), request.POST.get("text", "")[:500]
    found = findings_of(access.study, section, text) if text.strip() else []
    return render(request, "studies/_typing_findings.html", {"findings": found})


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def question_edit(request: HttpRequest, access: Access, question_id: int) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=a_question(access, question_id), study=access.study)
    if request.method == "POST" and form.is_valid():
        form.save()
        return to_script(access, f"q{question_id}")
    return script_page(request, access, question_form=form, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def question_move(request: HttpRequest, access: Access, question_id: int) -> HttpResponse:
    a_question(access, question_id).move(-1 if request.POST.get("to") == "up" else 1)
    return to_script(access, f"q{question_id}")


@require_POST
@in_study(Ability.EDIT)
def question_order(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    """The section's questions as they lie after a drag: `id` once a question; one from another section moves in."""
    section = a_section(access, section_id)
    section.take(ids_of(request.POST.getlist("id")))
    return to_script(access, f"s{section.pk}")


@require_POST
@in_study(Ability.EDIT)
def question_use(request: HttpRequest, access: Access, question_id: int) -> HttpResponse:
    question = a_question(access, question_id)
    form = NewQuestionForm(request.POST)
    if form.is_valid():
        question.text = form.cleaned_data["text"]
        question.save(update_fields=["text"])
    return to_script(access, f"q{question_id}")


@require_POST
@in_study(Ability.EDIT)
def question_keep(request: HttpRequest, access: Access, question_id: int) -> HttpResponse:
    question, form = a_question(access, question_id), KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say in a few words why the question stays as it is.")
        return script_page(request, access, status=422)
    question.keep_wording(form.cleaned_data["rule"], form.cleaned_data["reason"], access.user)
    return to_script(access, f"q{question_id}")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def question_remove(request: HttpRequest, access: Access, question_id: int) -> HttpResponse:
    question = a_question(access, question_id)
    if request.method == "POST":
        question.delete()
        messages.success(request, "The question is gone. Notes taken under it stay.")
        return to_script(access)
    return confirm(
        request,
        title=f"Remove “{question}”?",
        lines=[*reach(question), "Notes taken under it stay, without a question."],
        keep="Keep the question",
        keep_url=reverse("studies:script", args=[access.study.pk]),
        act="Remove it",
    )
