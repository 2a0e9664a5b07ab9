"""Taking a person out of a study: what it reaches, the choice, how far it is, and what is left to do by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.ids import as_id
from analysis.erasing.asking import withdraw as begin_withdrawal
from analysis.erasing.page import steps_of, to_do, waits_for_hold, withdrawals_of
from analysis.erasing.reach import reach_of
from analysis.forms.withdrawal import WithdrawForm
from interviews.models.legal_hold import is_held
from studies.access import Ability, Access, in_study


@never_cache
@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def withdraw(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    people = access.study.participants.select_related("contact", "study__workspace", "withdrawal")
    participant = get_object_or_404(people, pk=participant_id)
    form = WithdrawForm(request.POST or None, participant=participant)
    if participant.has_withdrawn and not (participant.withdrawal.only_stopped and form.is_open):
        return redirect("analysis:withdrawal", access.study.pk, participant.withdrawal.pk)
    if request.method == "POST" and form.is_valid():
        withdrawal = begin_withdrawal(participant, form.cleaned_data["outcome"], access.user)
        return redirect("analysis:withdrawal", access.study.pk, withdrawal.pk)
    form.look_here()
    context = {"participant": participant, "form": form, "reach": reach_of(participant), "tab": "people"}
    context["held"] = is_held(participant)
    return render(request, "analysis/withdraw.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@in_study(Ability.PEOPLE)
def withdrawal(request: HttpRequest, access: Access, withdrawal_id: int) -> HttpResponse:
    return render(request, "analysis/withdrawal.html", {**_how_far(access, withdrawal_id), "tab": "people"})


@never_cache
@require_safe
@in_study(Ability.PEOPLE)
def withdrawal_steps(request: HttpRequest, access: Access, withdrawal_id: int) -> HttpResponse:
    """How far it is, and what is left to do, fetched again while it is being carried out."""
    return render(request, "analysis/_withdrawal_steps.html", _how_far(access, withdrawal_id))


def _how_far(access: Access, withdrawal_id: int) -> dict[str, Any]:
    row = get_object_or_404(access.study.withdrawals.select_related("by", "study", "participant"), pk=withdrawal_id)
    return {"withdrawal": row, "steps": steps_of(row), "to_do": to_do(row), "waits_for_hold": waits_for_hold(row)}


@require_POST
@in_study(Ability.EDIT)
def withdrawal_task(request: HttpRequest, access: Access, withdrawal_id: int, task_id: int) -> HttpResponse:
    row = get_object_or_404(access.study.withdrawals, pk=withdrawal_id)
    task = get_object_or_404(row.tasks.select_related("withdrawal__study__workspace"), pk=task_id)
    task.tick(request.POST.get("done") == "yes", access.user)
    messages.success(request, "Ticked." if task.done_at else "Open again.")
    return redirect("analysis:withdrawal", access.study.pk, row.pk)


@require_safe
@in_study(Ability.PEOPLE)
def withdrawals(request: HttpRequest, access: Access) -> HttpResponse:
    shown = withdrawals_of(access.study, as_id(request.GET.get("before", "")))
    return render(request, "analysis/withdrawals.html", {"page": shown, "tab": "people"})
