"""The times a study offers: the list, offering more, taking one back; and by which clock and where."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.counted import counted
from accounts.ids import as_id
from accounts.refusal import Refused
from interviews.forms.recruiting import PlanForm, SlotsForm
from interviews.models import CallPlan, Slot
from interviews.scheduling.times_page import read_times
from studies.access import Ability, Access, in_study

PLAN_IDS = "plan_%s"  # both forms on the page have a length and a place


@require_safe
@in_study(Ability.EDIT)
def times(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access)


def _page(
    request: HttpRequest,
    access: Access,
    offer: SlotsForm | None = None,
    settings: PlanForm | None = None,
    status: int = 200,
) -> HttpResponse:
    plan = CallPlan.of(access.study)
    new = {"minutes": plan.minutes, "interviewer": access.user.pk}
    context = {
        **read_times(access.study, plan, as_id(request.GET.get("after", ""))),
        "plan": plan,
        "offer_form": offer or SlotsForm(study=access.study, plan=plan, initial=new),
        "plan_form": settings or PlanForm(instance=plan, auto_id=PLAN_IDS),
        "tab": "people",
    }
    return render(request, "interviews/times.html", context, status=status)


@require_POST
@in_study(Ability.EDIT)
def slots_offer(request: HttpRequest, access: Access) -> HttpResponse:
    form = SlotsForm(request.POST, study=access.study, plan=CallPlan.of(access.study))
    if not form.is_valid():
        return _page(request, access, offer=form, status=422)
    told = form.cleaned_data
    try:
        made = Slot.offer(
            access.study, told["starts"], told["minutes"], told["interviewer"], told["place"], access.user
        )
    except Refused as refusal:
        form.add_error("times", str(refusal))
        return _page(request, access, offer=form, status=409)
    messages.success(request, f"{counted(len(made), 'time is', 'times are')} offered.")
    return redirect("interviews:times", study_id=access.study.pk)


@require_POST
@in_study(Ability.EDIT)
def call_plan(request: HttpRequest, access: Access) -> HttpResponse:
    form = PlanForm(request.POST, instance=CallPlan.of(access.study), auto_id=PLAN_IDS)
    if not form.is_valid():
        return _page(request, access, settings=form, status=422)
    CallPlan.settle(access.study, access.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("interviews:times", study_id=access.study.pk)


@require_POST
@in_study(Ability.EDIT)
def slot_withdraw(request: HttpRequest, access: Access, slot_id: int) -> HttpResponse:
    return _change(request, access, slot_id, "withdraw", "The time isn’t offered any more.")


@require_POST
@in_study(Ability.EDIT)
def slot_again(request: HttpRequest, access: Access, slot_id: int) -> HttpResponse:
    return _change(request, access, slot_id, "offer_again", "The time is offered again.")


def _change(request: HttpRequest, access: Access, slot_id: int, verb: str, words: str) -> HttpResponse:
    slot = get_object_or_404(access.study.slots.all(), pk=slot_id)
    try:
        getattr(slot, verb)(access.user)
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("interviews:times", study_id=access.study.pk)
