"""The five places where an insight may change something."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analysis.forms.decisions import LensForm
from analysis.line.insight_page import changes_of, decisions_of
from analysis.models import Lens
from analysis.views.insights import show
from studies.access import Ability, Access, in_study


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def insight_lens(request: HttpRequest, access: Access, insight_id: int, lens: str) -> HttpResponse:
    """GET: the insight's page with this lens open for an answer."""
    if lens not in Lens.values:
        raise Http404("No such lens")
    insight = get_object_or_404(access.study.insights.select_related("author"), pk=insight_id)
    insight.study = access.study
    standing = insight.lens_answers.filter(lens=lens).first()
    form = LensForm(request.POST if request.method == "POST" else None, lens=lens, standing=standing)
    if request.method == "POST" and form.is_valid():
        insight.answer_lens(lens, access.user, **form.answer)
        if request.headers.get("HX-Request"):
            context = {**changes_of(insight, decisions_of(insight)), "today": timezone.localdate()}
            return render(request, "analysis/_changes.html", context)
        return redirect("analysis:insight", study_id=access.study.pk, insight_id=insight.pk)
    opened = {"lens_form": form, "open_lens": lens}
    if request.method == "POST" and request.headers.get("HX-Request"):
        context = {**changes_of(insight, decisions_of(insight)), **opened, "today": timezone.localdate()}
        return render(request, "analysis/_changes.html", context, status=422)
    return show(request, insight, status=422 if form.errors else 200, **opened)
