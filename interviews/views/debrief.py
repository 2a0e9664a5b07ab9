"""The debrief after a call: one's own, and beside it a teammate's once one's own is saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusal import Refused
from interviews.forms.debrief import DebriefForm
from interviews.forms.live import MarkForm
from interviews.live.off_record_page import erase_reach, held_back
from interviews.models import Debrief, Interview, Kind
from interviews.models.consent import why_withheld
from interviews.models.debrief import NOT_HELD
from interviews.records.debriefs import compared, follow_ups_of, marks_of, sides, surprises_of, why_unquoted
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study


@never_cache
@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def debrief(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    interview = an_interview(access, interview_id)
    if interview.started_at is None:
        raise Refused(NOT_HELD)
    withheld = why_withheld(interview.participant)
    if withheld and request.method == "GET":  # what was just typed comes back with the refusal, in its form
        raise Refused(withheld)
    unquoted = withheld or why_unquoted(interview)
    form = _form(request, access, interview, quotable=not unquoted, withheld=bool(withheld))
    if form.is_bound and form.is_valid() and _written(form):
        messages.success(request, "Your debrief is saved.")
        return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)
    context = {"interview": interview, "form": form, "unquoted": unquoted, "tab": "interviews"}
    context |= {"held": held_back(interview), "held_reach": erase_reach(interview)}
    if not withheld:
        context |= _around(access, interview, form, quotable=not unquoted)
    return render(request, "interviews/debrief.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, access: Access, interview: Interview, **allowed: bool) -> DebriefForm:
    mine = interview.debriefs.filter(author=access.user).first()
    sent = request.POST if request.method == "POST" else None
    blank = Debrief(interview=interview, author=access.user)
    instance, seen = mine or blank, request.POST.get("seen")
    return DebriefForm(sent, instance=instance, interview=interview, seen=seen, **allowed)


def _written(form: DebriefForm) -> bool:
    """Whether it was; a refusal stands above the form, and what was typed stays in it."""
    try:
        form.write()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _around(access: Access, interview: Interview, form: DebriefForm, quotable: bool) -> dict[str, Any]:
    debriefs = interview.debriefs.select_related("author", "memorable__speaker").prefetch_related("signals")
    beside = sides(debriefs.open_to(access.user), quotable, access.user.pk)
    return {
        "mine": next((side.debrief for side in beside if side.debrief.author_id == access.user.pk), None),
        "sides": beside,
        "compared": compared(beside, form.assumptions),
        "hidden": interview.debriefs.hidden_from(access.user).count(),
        "surprises": surprises_of(interview),
        "marks": [(note, MarkForm(auto_id=f"mark-{note.pk}-%s")) for note in marks_of(interview)],
        "follow_ups": follow_ups_of(interview),
    }


@require_POST
@in_study(Ability.EDIT)
def debrief_follow_up(request: HttpRequest, access: Access, interview_id: int, note_id: UUID) -> HttpResponse:
    """A follow-up was taken care of, or was not after all; answers with the list as it is then."""
    interview = an_interview(access, interview_id)
    note = get_object_or_404(interview.notes.typed(), pk=note_id)
    withheld = why_withheld(interview.participant)
    if withheld:
        raise Refused(withheld)
    if note.kind != Kind.FOLLOW_UP:
        raise Refused("This line isn’t a follow-up any more. Load the page again.")
    note.tick(request.POST.get("done") == "1", access.user)
    if not request.headers.get("HX-Request"):
        return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)
    context = {"interview": interview, "follow_ups": follow_ups_of(interview), "ticked": note.pk}
    return render(request, "interviews/_debrief_follow_ups.html", context)
