from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.reach import reach
from studies.access import Ability, Access, in_study
from studies.forms.script import NewQuestionForm, QuestionForm, SectionForm
from studies.models import Section
from studies.models.ordering import move_by
from studies.script_page import read_script
from studies.script_side import script_side
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def script(request: HttpRequest, access: Access) -> HttpResponse:
    return script_page(request, access)


def script_page(
    request: HttpRequest,
    access: Access,
    *,
    question_form: QuestionForm | None = None,
    section_form: SectionForm | None = None,
    new_question: NewQuestionForm | None = None,
    new_in: int = 0,
    status: int = 200,
) -> HttpResponse:
    """The whole script; a form that is open, or was refused, stands in its place."""
    current = access.study.current_script
    rows = read_script(access.study, current)
    context = {
        "script": current,
        "sections": rows,
        "side": script_side(access.study, rows),
        "question_form": question_form,
        "section_form": section_form,
        "new_question": new_question,
        "new_in": new_in,
        "new_section": SectionForm(),
        "blank_question": NewQuestionForm(),
        "tab": "plan",
    }
    return render(request, "studies/script.html", context, status=status)


def to_script(access: Access, anchor: str = "") -> HttpResponse:
    return redirect(reverse("studies:script", args=[access.study.pk]) + (f"#{anchor}" if anchor else ""))


def a_section(access: Access, section_id: int) -> Section:
    return get_object_or_404(access.study.current_script.sections, pk=section_id)


@require_POST
@in_study(Ability.EDIT)
def section_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = SectionForm(request.POST)
    if not form.is_valid():
        return script_page(request, access, section_form=form, status=422)
    section = Section.add(access.study.current_script, **form.cleaned_data)
    return to_script(access, f"s{section.pk}")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def section_edit(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    form = SectionForm(request.POST or None, instance=a_section(access, section_id))
    if request.method == "POST" and form.is_valid():
        form.save()
        return to_script(access, f"s{section_id}")
    return script_page(request, access, section_form=form, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def section_move(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    section = a_section(access, section_id)
    move_by(section.script.sections.all(), section.pk, -1 if request.POST.get("to") == "up" else 1)
    return to_script(access, f"s{section_id}")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def section_remove(request: HttpRequest, access: Access, section_id: int) -> HttpResponse:
    section = a_section(access, section_id)
    if request.method == "POST":
        section.delete()
        messages.success(request, f"The section “{section}” is gone.")
        return to_script(access)
    return confirm(
        request,
        title=f"Remove the section “{section}”?",
        lines=[*reach(section), "Notes taken under its questions stay, without a question."],
        keep="Keep the section",
        keep_url=reverse("studies:script", args=[access.study.pk]),
        act="Remove it with its questions",
    )
