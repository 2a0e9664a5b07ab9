from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from analysis.evidence.ledgers import heard, ledgers
from analysis.line.facts import line_facts, objective_rows
from analysis.line.stations import LooseEnd, Step, loose_ends, next_step, stations
from interviews.models import Purpose
from interviews.models.consent import people_who_allow
from studies.access import Ability, Access, in_study
from studies.models import Study


@require_safe
@in_study(Ability.READ)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    study = access.study
    people = heard(study)
    allow = people_who_allow(study, Purpose.QUOTES)
    evidence = ledgers(study, people, allow=allow)
    facts = line_facts(study, evidence, allow)
    groups = [[person.pk for person in group] for _, group in groupby(people, key=lambda person: person.persona_id)]
    rows = objective_rows(study, len(people), allow)
    assumptions = study.assumptions.select_related("verdict_by").order_by("number")
    step = next_step(facts)
    context = {
        "facts": facts,
        "stations": stations(facts),
        "here": max((i for i, station in enumerate(stations(facts), start=1) if station.state == "here"), default=1),
        "next": step,
        "next_url": _url(study, step),
        "loose_ends": [(end.text, _url(study, end)) for end in loose_ends(facts)],
        "objectives": [(row, [[pk in row.people for pk in group] for group in groups]) for row in rows],
        "assumptions": [(assumption, evidence.get(assumption.pk)) for assumption in assumptions],
        "script": study.current_script,
        "tab": "overview",
    }
    return render(request, "analysis/overview.html", context)


def _url(study: Study, place: Step | LooseEnd) -> str:
    return reverse(place.url_name, args=[study.pk, *place.args])
