"""People of one study: who takes part, under which code, and how far along they are."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.identity_reads import reads
from accounts.ids import as_id
from accounts.reach import reach
from interviews.contacts.small_groups import told_apart, traits_of
from interviews.forms.people import AddParticipantForm, ParticipantForm, StageForm
from interviews.forms.recruiting import RecruitForm
from interviews.models import Participant, Purpose, Recruit, Stage
from interviews.models.consent import standing_answers, standing_consent
from interviews.models.recruit import place
from interviews.models.removing import demand_removable, remove
from interviews.views.own_links import own_links
from studies.access import Ability, Access, in_study
from studies.views.confirm import confirm


@require_safe
@in_study(Ability.PEOPLE)
@reads("participant.listed")
def people(request: HttpRequest, access: Access) -> HttpResponse:
    return _page(request, access, AddParticipantForm(study=access.study))


def _page(request: HttpRequest, access: Access, form: AddParticipantForm) -> HttpResponse:
    persona = as_id(request.GET.get("persona", ""))
    rows = access.study.participants.select_related("contact", "persona", "withdrawal").order_by("number")
    everybody = list(rows)
    shown = [row for row in everybody if persona is None or row.persona_id == persona]
    context = {
        "participants": _with_consent(access, shown),
        "personas": _against_target(access, everybody),
        "persona": persona,
        "total": len(everybody),
        "stages": Stage.choices,
        "form": form,
        "has_form": access.study.consent_forms.exists(),
        "tab": "people",
    }
    return render(request, "interviews/people.html", context, status=422 if form.errors else 200)


def _with_consent(access: Access, participants: list[Participant]) -> list[Any]:
    """Each participant with what they say yes and no to, and how many uses they weren’t asked about; one query for all."""
    asked_for = _asked_for(access)
    standing = standing_answers(participants)
    for participant in participants:
        answers = standing.get(participant.pk, {})
        participant.asked = bool(answers)  # type: ignore[attr-defined]
        participant.yes = [purpose for purpose in Purpose if answers.get(purpose)]  # type: ignore[attr-defined]
        refused = [purpose for purpose in Purpose if answers.get(purpose) is False]
        participant.no = [purpose.label.lower() for purpose in refused]  # type: ignore[attr-defined]
        participant.open = sum(purpose not in answers for purpose in asked_for)  # type: ignore[attr-defined]
    return participants


def _asked_for(access: Access) -> list[Purpose]:
    """What the form that stands asks for; before there is one, anything may still be asked."""
    form = access.study.consent_forms.first()
    return form.asked if form else list(Purpose)


def _against_target(access: Access, participants: list[Participant]) -> list[dict[str, Any]]:
    heard = access.study.interviews.people_heard()
    total = Counter(row.persona_id for row in participants)
    return [
        {"persona": persona, "heard": heard[persona.pk], "total": total[persona.pk]}
        for persona in access.study.personas.all()
    ]


@require_POST
@in_study(Ability.EDIT)
@reads("participant.listed")
def participant_add(request: HttpRequest, access: Access) -> HttpResponse:
    form = AddParticipantForm(request.POST, study=access.study)
    if not form.is_valid():
        return _page(request, access, form)
    with transaction.atomic():
        participant = form.save(access.user)
    if request.POST.get("then") == "another":
        messages.success(request, f"{participant.code} takes part. Who is next?")
        return redirect(reverse("interviews:people", args=[access.study.pk]) + "#add")
    messages.success(request, f"{participant.code} takes part. Next: ask for consent.")
    return redirect("interviews:participant", study_id=access.study.pk, participant_id=participant.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.PEOPLE)
@reads("participant.read", "participant_id")
def participant(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    row = get_object_or_404(
        access.study.participants.select_related("contact", "persona", "withdrawal"), pk=participant_id
    )
    form = ParticipantForm(request.POST or None, instance=row, study=access.study)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("interviews:participant", study_id=access.study.pk, participant_id=row.pk)
    return participant_page(request, access, row, form=form)


def participant_page(
    request: HttpRequest,
    access: Access,
    row: Participant,
    form: ParticipantForm | None = None,
    recruit_form: RecruitForm | None = None,
) -> HttpResponse:
    """The page with the form that was refused, if one was."""
    form = form or ParticipantForm(instance=row, study=access.study)
    standing, asked_for = standing_consent(row), _asked_for(access)
    context = {
        "participant": row,
        "form": form,
        "answers": [(purpose.label, standing.get(purpose), purpose in asked_for) for purpose in Purpose],
        "standing": standing,
        "records": row.consent_records.select_related("form", "captured_by", "heard_by", "said_in").order_by("-pk"),
        "interviews": row.interviews.select_related("appointment").order_by("-scheduled_at", "-pk"),
        "stages": Stage.choices,
        "has_form": access.study.consent_forms.exists(),
        "tab": "people",
        "papers": row.consent_papers.select_related("kept_by"),
        "telling": _telling(access, row),
        **own_links(request, row),
        **recruit_part(row, recruit_form),
    }
    refused = form.errors or (recruit_form and recruit_form.errors)
    return render(request, "interviews/participant.html", context, status=422 if refused else 200)


def _telling(access: Access, row: Participant) -> str:
    """By what this person can be told, with few others in the study like them; empty where they can't, or nothing of theirs
    is shared any more."""
    if row.has_withdrawn:
        return ""
    traits = traits_of(access.study)
    return traits[row.pk].words if row.pk in told_apart(traits) else ""


def recruit_part(row: Participant, form: RecruitForm | None) -> dict[str, Any]:
    recruit = Recruit.of(row)
    return {
        "recruit": recruit,
        "recruit_form": form or RecruitForm(instance=recruit),
        "has_free_times": row.study.slots.free().exists(),
        "letters": row.letters.select_related("by")[:20],
    }


@require_POST
@in_study(Ability.EDIT)
def participant_stage(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    row = get_object_or_404(access.study.participants, pk=participant_id)
    form = StageForm(request.POST)
    if form.is_valid():
        place(row, form.cleaned_data["stage"], access.user)
        messages.success(request, f"{row.code}: {row.get_stage_display().lower()}.")
    else:
        messages.error(request, "Choose one of the stages in the list.")
    return redirect("interviews:people", study_id=access.study.pk)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def participant_remove(request: HttpRequest, access: Access, participant_id: int) -> HttpResponse:
    row = get_object_or_404(access.study.participants.select_related("study"), pk=participant_id)
    demand_removable(row)
    if request.method == "POST":
        remove(row, access.user)
        messages.success(request, f"{row.code} is gone from the study.")
        return redirect("interviews:people", study_id=access.study.pk)
    return confirm(
        request,
        title=f"Remove {row.code} from the study?",
        lines=reach(row) or ["Nothing was said yet."],
        keep=f"Keep {row.code}",
        keep_url=reverse("interviews:participant", args=[access.study.pk, row.pk]),
        act=f"Remove {row.code} for good",
        tab="people",
    )
