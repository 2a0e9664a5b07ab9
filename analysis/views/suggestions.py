from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.forms.tagging import QuoteForm
from analysis.quoting.suggestions import suggest_for
from analysis.reading.door import interview_of
from studies.access import Ability, Access, in_study


@require_safe
@in_study(Ability.EDIT)
def suggested(request: HttpRequest, access: Access, interview_id: int) -> HttpResponse:
    """The likeliest themes for chosen words. The address says where they stand, never what they are."""
    interview = interview_of(access, interview_id)
    themes = []
    if access.study.suggests_themes:
        form = QuoteForm(request.GET, interview=interview)
        themes = suggest_for(access.study, form.stretch()) if form.is_valid() else []
    return render(request, "analysis/_suggested.html", {"themes": themes})
