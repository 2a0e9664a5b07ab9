from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refused
from interviews.forms.debrief import DebriefForm
from interviews.models import Debrief, Kind
from interviews.models.consent import why_withheld
from interviews.off_record_page import erase_reach, held_back
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def debrief(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """One's own debrief; a teammate's shows only after one's own is saved."""
    interview = an_interview(access, interview_id)
    if interview.started_at is None:
        raise Refused("This interview hasn't been held yet, so there is nothing to look back on.")
    withheld = why_withheld(interview.participant)
    if withheld and request.method == "GET":  # what was just typed comes back with the refusal, in its form
        raise Refused(withheld)
    mine = interview.debriefs.filter(author=access.user).first()
    sent = request.POST if request.method == "POST" else None
    blank = Debrief(interview=interview, author=access.user)
    form = DebriefForm(sent, instance=mine or blank, interview=interview)
    if form.is_bound and form.is_valid() and _written(form):
        messages.success(request, "Your debrief is saved.")
        return redirect("interviews:debrief", study_id=access.study.pk, interview_id=interview.pk)
    others = interview.debriefs.exclude(author=access.user)
    shown = others.select_related("author", "memorable").prefetch_related("signals__assumption") if mine else ()
    context = {
        "interview": interview,
        "form": form,
        "mine": mine,
        "others": shown,
        "hidden": 0 if mine else others.count(),
        "open_follow_ups": interview.notes.typed().filter(kind=Kind.FOLLOW_UP, follow_up_done=False),
        "held": held_back(interview),
        "held_reach": erase_reach(interview),
        "marks": interview.notes.typed().filter(kind=Kind.MARK).order_by("position", "id"),
        "tab": "interviews",
    }
    return render(request, "interviews/debrief.html", context, status=422 if form.is_bound else 200)


def _written(form: DebriefForm) -> bool:
    """Whether it was; a refusal stands above the form, and what was typed stays in it."""
    try:
        form.write()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
