"""What is kept until when, what goes next, what went; and legal holds."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.ids import as_id
from accounts.queue import enqueue
from accounts.refusal import Refused
from analysis.forms.retention import HoldForm
from analysis.jobs import erase_later, retain_study
from analysis.retention.page import read_retention
from interviews.models import LegalHold
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.PEOPLE)
def retention(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, HoldForm(study=access.study))


def _page(request: HttpRequest, access: Access, form: HoldForm, status: int = 200) -> HttpResponse:
    context = {**read_retention(access.study, as_id(request.GET.get("before", ""))), "form": form, "tab": "people"}
    return render(request, "analysis/retention.html", context, status=status)


@require_POST
@in_study(Ability.MANAGE)
def hold_put(request: HttpRequest, access: Access) -> HttpResponse:
    form = HoldForm(request.POST, study=access.study)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    try:
        LegalHold.put(access.study, form.cleaned_data["participant"], form.cleaned_data["reason"], access.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, access, form, status=409)
    messages.success(request, "The hold stands. Nothing it is on goes until it is released.")
    return redirect("analysis:retention", study_id=access.study.pk)


@require_POST
@in_study(Ability.MANAGE)
def hold_release(request: HttpRequest, access: Access, hold_id: int) -> HttpResponse:
    """What is due goes at once; the page said so before."""
    hold = get_object_or_404(access.study.legal_holds.all(), pk=hold_id)
    with transaction.atomic():
        hold.release(access.user)
        enqueue(retain_study, once=f"retention {access.study.pk}", study=access.study.pk)
        for pk in access.study.withdrawals.unfinished().values_list("pk", flat=True):
            erase_later(pk)
    messages.success(request, "The hold is released. What is due goes now.")
    return redirect("analysis:retention", study_id=access.study.pk)
