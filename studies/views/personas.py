from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studies.access import Ability, Access, in_study
from studies.forms.plan import PersonaForm
from studies.models import Persona
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def personas(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, PersonaForm(study=access.study))


def _page(request: HttpRequest, access: Access, form: PersonaForm, editing: int = 0) -> HttpResponse:
    context = {"personas": access.study.personas.all(), "form": form, "editing": editing, "tab": "plan"}
    return render(request, "studies/personas.html", context, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def persona_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = PersonaForm(request.POST, study=access.study)
    if not form.is_valid():
        return _page(request, access, form)
    Persona.add(access.study, **form.cleaned_data)
    return redirect("studies:personas", study_id=access.study.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def persona_edit(request: HttpRequest, access: Access, persona_id: int) -> HttpResponse:
    persona = get_object_or_404(access.study.personas, pk=persona_id)
    form = PersonaForm(request.POST or None, instance=persona, study=access.study)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("studies:personas", study_id=access.study.pk)
    return _page(request, access, form, editing=persona.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def persona_remove(request: HttpRequest, access: Access, persona_id: int) -> HttpResponse:
    persona = get_object_or_404(access.study.personas, pk=persona_id)
    if request.method == "POST":
        persona.delete()
        messages.success(request, "The persona is gone. Its people stay in the study.")
        return redirect("studies:personas", study_id=access.study.pk)
    return confirm(
        request,
        title=f"Remove the persona “{persona}”?",
        lines=["Participants and assumptions that name it stay, without a persona."],
        keep=f"Keep {persona}",
        keep_url=reverse("studies:personas", args=[access.study.pk]),
        act="Remove it",
    )
