from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from analysis.evidence import ledgers
from analysis.line import LooseEnd, Step, loose_ends, next_step, stations
from analysis.overview import heard_people, line_facts, objective_rows
from studies.access import Ability, Access, in_study
from studies.models import Study


@require_safe
@in_study(Ability.READ)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    study = access.study
    evidence = ledgers(study)
    facts = line_facts(study, evidence)
    groups = heard_people(study)
    rows = objective_rows(study, sum(map(len, groups)))
    assumptions = study.assumptions.select_related("verdict_by").order_by("number")
    step = next_step(facts)
    context = {
        "facts": facts,
        "stations": stations(facts),
        "next": step,
        "next_url": _url(study, step),
        "loose_ends": [(end.text, _url(study, end)) for end in loose_ends(facts)],
        "objectives": [(row, [[pk in row.people for pk in group] for group in groups]) for row in rows],
        "assumptions": [(assumption, evidence.get(assumption.pk)) for assumption in assumptions],
        "script": study.scripts.order_by("-version").first(),
        "tab": "overview",
    }
    return render(request, "analysis/overview.html", context)


def _url(study: Study, place: Step | LooseEnd) -> str:
    return reverse(place.url_name, args=[study.pk, *place.args])
