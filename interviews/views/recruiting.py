"""The recruiting board, and what is written down about one person's recruiting."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.ids import as_id
from accounts.refusal import Refused
from interviews.forms.recruiting import PlaceForm, RecruitForm
from interviews.models import Participant, Recruit, Stage
from interviews.models.recruit import place
from interviews.scheduling import arranging
from interviews.scheduling.recruiting_board import read_recruiting
from interviews.views.people import participant_page
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.PEOPLE)
def recruiting(request: HttpRequest, access: Access) -> HttpResponse:
    """`?stage=` shows that column alone, and `?after=` its next people."""
    return render(request, "interviews/recruiting.html", {**_board(request, access), "tab": "people"})


@require_safe
@in_study(Ability.PEOPLE)
def recruiting_columns(request: HttpRequest, access: Access) -> HttpResponse:
    return render(request, "interviews/_recruiting_board.html", _board(request, access))


def _board(request: HttpRequest, access: Access) -> dict[str, object]:
    values = request.POST if request.method == "POST" else request.GET
    persona, stage = as_id(values.get("persona", "")), values.get("only", "")
    board = read_recruiting(access.study, persona, stage, as_id(values.get("after", "")))
    asked = {name: values.get(name, "") for name in ("persona", "only", "after")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return {"board": board, "stages": Stage.choices, "query": query, "asked": asked}


@require_POST
@in_study(Ability.EDIT)
def recruit_place(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    """Into another column: the same form by hand, by drag and by key."""
    row = _person(access, participant_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the columns.")
    else:
        _try(request, row, form)
    return _back(request, access)


def _try(request: HttpRequest, row: Participant, form: PlaceForm) -> None:
    stage = form.cleaned_data["stage"]
    try:
        was = place(row, stage, request.user, form.cleaned_data["seen"])  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if was != stage:
        words = f"{row.code}: {row.get_stage_display().lower()}, before that {Stage(was).label.lower()}."
        if stage == Stage.INVITED:
            words += " No mail was sent; Invite sends one."
        if stage == Stage.SCHEDULED and arranging.planned_of(row) is None:
            words += " There is no time yet."
        messages.success(request, words)


@require_POST
@in_study(Ability.EDIT)
def recruit_invite(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    row = _person(access, participant_id)
    try:
        arranging.invite(row, access.user)
        messages.success(request, f"{row.code}: the invitation is on its way.")
        if not access.study.slots.free().exists():
            messages.warning(request, "There is no free time for them to pick. Offer some under Times.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("from") == "participant":
        return redirect("interviews:participant", study_id=access.study.pk, participant_id=row.pk)
    return _back(request, access)


def _back(request: HttpRequest, access: Access) -> HttpResponse:
    context = _board(request, access)
    if request.headers.get("HX-Request"):
        return render(request, "interviews/_recruiting_answer.html", context)
    return redirect(f"{reverse('interviews:recruiting', args=[access.study.pk])}?{context['query']}".rstrip("?"))


@require_POST
@in_study(Ability.EDIT)
def recruit_edit(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    row = _person(access, participant_id)
    form = RecruitForm(request.POST, instance=Recruit.of(row))
    if not form.is_valid():
        return participant_page(request, access, row, recruit_form=form)
    Recruit.write(row, access.user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("interviews:participant", study_id=access.study.pk, participant_id=row.pk)


def _person(access: Access, participant_id: int) -> Participant:
    return get_object_or_404(access.study.participants.select_related("contact", "persona"), pk=participant_id)
