"""From an objective forward: its questions, what was heard, what it came to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from analysis.line.objective_page import objective_page
from studies.access import Ability, Access, in_study
from studies.models import Objective


@require_safe
@in_study(Ability.READ)
def objective(request: HttpRequest, access: Access, objective_id: int) -> HttpResponse:
    found: Objective = get_object_or_404(access.study.objectives, pk=objective_id)
    found.study = access.study
    return render(request, "analysis/objective.html", {**objective_page(found), "tab": "plan"})
