from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from interviews.forms.sessions import DebriefForm
from interviews.models import Debrief, Kind
from interviews.views.live import an_interview
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def debrief(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """One's own debrief; a teammate's shows only after one's own is saved."""
    interview = an_interview(access, interview_id)
    mine = interview.debriefs.filter(author=access.user).first()
    form = DebriefForm(
        request.POST or None, instance=mine or Debrief(interview=interview, author=access.user), interview=interview
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.instance.saved_at = timezone.now()
            form.save()
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
        "tab": "interviews",
    }
    return render(request, "interviews/debrief.html", context, status=422 if form.errors else 200)
