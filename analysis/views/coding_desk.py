"""A coder's own page: the units, their themes, and submitting them or leaving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.ids import as_id, ids_of
from accounts.refusal import Refused
from analysis.coding.desk import read_desk
from analysis.models import Coder, CodingRound
from analysis.views.coding import round_of
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@never_cache
@require_safe
@in_study(Ability.EDIT)
def desk(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    """`unit`: the one to judge now."""
    coder = _coder(access, round_of(access, round_id))
    if coder.submitted_at or not coder.round.is_open:
        return redirect("analysis:coding_round", study_id=access.study.pk, round_id=round_id)
    before = read_desk(coder)
    now = before.at(as_id(request.GET.get("unit", "")))
    context = {"round": coder.round, "desk": before, "now": now, "tab": "themes"}
    return render(request, "analysis/coding_desk.html", context)


@require_POST
@in_study(Ability.EDIT)
def unit_code(request: HttpRequest, access: Access, round_id: int, unit_id: int) -> HttpResponse:
    """The coder's whole answer for one unit: every theme that applies."""
    coding = round_of(access, round_id)
    unit = get_object_or_404(coding.units.standing(), pk=unit_id)
    coder = _coder(access, coding)
    coder.put(unit, ids_of(request.POST.getlist("theme")))
    if request.headers.get("HX-Request"):
        return JsonResponse({"unit": unit.pk})
    after = read_desk(coder).after(unit.pk)
    return redirect(reverse("analysis:coding_desk", args=[access.study.pk, coding.pk]) + f"?unit={after}#u{after}")


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def submit(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    coding = round_of(access, round_id)
    coder = _coder(access, coding)
    place = reverse("analysis:coding_round", args=[access.study.pk, coding.pk])
    if request.method == "POST":
        complete = coder.submit()
        messages.success(request, "Submitted. Both are in: here is where you disagree." if complete else "Submitted. You see the other’s answers when they have submitted too.")  # fmt: skip
        return redirect(place)
    if coder.submitted_at or not coding.is_open:
        return redirect(place)
    own = read_desk(coder)
    return confirm(
        request,
        title=f"Submit your codes of round {coding.number}?",
        lines=[
            f"{len(own.units) - own.bare} of {len(own.units)} units have a theme from you.",
            f"{own.bare} have none: they count as “no theme applies”." if own.bare else "None is without one.",
            "After this you can’t change them.",
        ],
        keep="Go on coding",
        keep_url=reverse("analysis:coding_desk", args=[access.study.pk, coding.pk]),
        act="Submit",
        tab="themes",
        mild=True,
    )


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def leave(request: HttpRequest, access: Access, round_id: int) -> HttpResponse:
    coding = round_of(access, round_id)
    coder = _coder(access, coding)
    if request.method == "POST":
        coder.leave()
        messages.success(request, f"You left round {coding.number}.")
        return redirect("analysis:coding_round", study_id=access.study.pk, round_id=coding.pk)
    return confirm(
        request,
        title=f"Leave round {coding.number}?",
        lines=["What you have coded in it is deleted.", "The round waits until somebody takes your place, or is cancelled."],
        keep="Go on coding",
        keep_url=reverse("analysis:coding_desk", args=[access.study.pk, coding.pk]),
        act="Leave the round",
        tab="themes",
    )  # fmt: skip


def _coder(access: Access, coding: CodingRound) -> Coder:
    coder = coding.coders.coding().filter(user=access.user).select_related("user").first()
    if coder is None:
        raise Refused(f"You don’t code in round {coding.number}.")
    coder.round = coding
    return coder
