from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.reach import reach
from studies.access import Ability, Access, in_study
from studies.forms.plan import AssumptionForm
from studies.models import Assumption
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.READ)
def assumptions(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, AssumptionForm(study=access.study))


def _page(request: HttpRequest, access: Access, form: AssumptionForm, editing: int = 0) -> HttpResponse:
    rows = access.study.assumptions.select_related("persona").annotate(n_questions=Count("questions"))
    context = {"assumptions": rows.order_by("number"), "form": form, "editing": editing, "tab": "plan"}
    return render(request, "studies/assumptions.html", context, status=422 if form.errors else 200)


@require_POST
@in_study(Ability.EDIT)
def assumption_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = AssumptionForm(request.POST, study=access.study)
    if not form.is_valid():
        return _page(request, access, form)
    Assumption.add(access.study, **form.cleaned_data)
    return redirect("studies:assumptions", study_id=access.study.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def assumption_edit(request: HttpRequest, access: Access, assumption_id: int) -> HttpResponse:
    assumption = get_object_or_404(access.study.assumptions, pk=assumption_id)
    form = AssumptionForm(request.POST or None, instance=assumption, study=access.study)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("studies:assumptions", study_id=access.study.pk)
    return _page(request, access, form, editing=assumption.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def assumption_remove(request: HttpRequest, access: Access, assumption_id: int) -> HttpResponse:
    assumption = get_object_or_404(access.study.assumptions, pk=assumption_id)
    if request.method == "POST":
        assumption.delete()
        messages.success(request, f"{assumption.code} is gone.")
        return redirect("studies:assumptions", study_id=access.study.pk)
    return confirm(
        request,
        title=f"Remove {assumption.code} “{assumption.statement}”?",
        lines=reach(assumption) or ["Nothing else hangs on it yet."],
        keep=f"Keep {assumption.code}",
        keep_url=reverse("studies:assumptions", args=[access.study.pk]),
        act="Remove it for good",
    )
