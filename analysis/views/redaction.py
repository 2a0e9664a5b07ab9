"""Taking words out of a study: what there is, what it would change, doing it, and putting them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.counted import counted
from accounts.ids import as_id
from analysis.forms.redaction import RedactionForm
from analysis.models.redaction import About
from analysis.redaction.taking_out import put_back, reach_of, redact
from interviews.models import Interview
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.EDIT)
def redactions(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, RedactionForm(study=access.study, initial={"about": About.PERSON}))


def _page(request: HttpRequest, access: Access, form: RedactionForm, status: int = 200) -> HttpResponse:
    rows = access.study.redactions.select_related("by", "undone_by", "interview__participant")[:200]
    return render(request, "analysis/redactions.html", _context(form, rows=rows), status=status)


def _context(form: RedactionForm, **more: Any) -> dict[str, Any]:
    return {"form": form, "tab": "themes", **more}


@require_POST
@in_study(Ability.EDIT)
def redaction_look(request: HttpRequest, access: Access) -> HttpResponse:
    """What would be taken out. Sent as a form, since an address is kept in many places and these words shouldn't be."""
    interview = _interview(request, access)
    data = request.POST.copy()
    data.setdefault("about", About.PERSON)
    data.setdefault("days", "30")
    form = RedactionForm(data, study=access.study, interview=interview)
    if not form.is_valid():
        return _page(request, access, form, status=422)
    told = form.cleaned_data
    reach = reach_of(access.study, told["words"], f"[{told['about']}]", access.user, form.only_in)
    return render(request, "analysis/redaction_look.html", _context(form, reach=reach, interview=interview))


@require_POST
@in_study(Ability.EDIT)
def redaction_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = RedactionForm(request.POST, study=access.study, interview=_interview(request, access))
    if not form.is_valid():
        return _page(request, access, form, status=422)
    told = form.cleaned_data
    done = redact(access.study, told["words"], told["about"], int(told["days"]), access.user, form.only_in)
    places = counted(done.places, "place", "places")
    messages.success(request, f"{done.token} stands in {places} now.")
    return redirect("analysis:redactions", study_id=access.study.pk)


@require_POST
@in_study(Ability.MANAGE)
def redaction_put_back(request: HttpRequest, access: Access, redaction_id: int) -> HttpResponse:
    row = get_object_or_404(access.study.redactions, pk=redaction_id)
    put_back(row, access.user)
    messages.success(request, f"The words that {row.token} stood for are back in their places.")
    return redirect("analysis:redactions", study_id=access.study.pk)


def _interview(request: HttpRequest, access: Access) -> Interview | None:
    """The one whose page the words were marked on."""
    found = as_id(request.POST.get("interview", "")) or 0
    return access.study.interviews.select_related("participant").filter(pk=found).first()
