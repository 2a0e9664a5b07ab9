from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.ids import ids_of
from studies.access import Ability, Access, in_study
from studies.forms.plan import ObjectiveForm
from studies.models import Objective
from studies.models.ordering import move_by, put_in_order
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def plan(request: HttpRequest, access: Access) -> HttpResponse:
    return redirect("studies:objectives", study_id=access.study.pk)


@require_safe
@in_study(Ability.READ)
def objectives(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, ObjectiveForm())


def _page(request: HttpRequest, access: Access, form: ObjectiveForm, editing: int = 0) -> HttpResponse:
    rows = access.study.objectives.annotate(n_questions=Count("questions")).order_by("position", "pk")
    context = {"objectives": rows, "form": form, "editing": editing, "tab": "plan"}
    return render(request, "studies/objectives.html", context, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def objective_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = ObjectiveForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form)
    Objective.add(access.study, form.cleaned_data["text"])
    return redirect("studies:objectives", study_id=access.study.pk)


@require_POST
@in_study(Ability.EDIT)
def objective_order(request: HttpRequest, access: Access) -> HttpResponse:
    """The whole order as the page shows it after a drag: `id` once a row."""
    put_in_order(access.study.objectives.all(), ids_of(request.POST.getlist("id")))
    return redirect("studies:objectives", study_id=access.study.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def objective_edit(request: HttpRequest, access: Access, objective_id: int) -> HttpResponse:
    objective = get_object_or_404(access.study.objectives, pk=objective_id)
    form = ObjectiveForm(request.POST or None, instance=objective)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("studies:objectives", study_id=access.study.pk)
    return _page(request, access, form, editing=objective.pk)


@require_POST
@in_study(Ability.EDIT)
def objective_move(request: HttpRequest, access: Access, objective_id: int) -> HttpResponse:
    objective = get_object_or_404(access.study.objectives, pk=objective_id)
    move_by(access.study.objectives.all(), objective.pk, -1 if request.POST.get("to") == "up" else 1)
    return redirect("studies:objectives", study_id=access.study.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def objective_remove(request: HttpRequest, access: Access, objective_id: int) -> HttpResponse:
    objective = get_object_or_404(access.study.objectives, pk=objective_id)
    if request.method == "POST":
        objective.remove()
        messages.success(request, "The objective is gone. Its questions stay in the script.")
        return redirect("studies:objectives", study_id=access.study.pk)
    questions = objective.questions.count()
    return confirm(
        request,
        title=f"Remove {objective.code} “{objective}”?",
        lines=[
            f"{questions} question{'' if questions == 1 else 's'} will serve no objective. They stay in the script."
        ],
        keep=f"Keep {objective.code}",
        keep_url=reverse("studies:objectives", args=[access.study.pk]),
        act="Remove it",
    )
