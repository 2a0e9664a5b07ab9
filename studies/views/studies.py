from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Ability, WorkspaceAccess, in_workspace
from studies.access import Access, in_study
from studies.forms.studies import NewStudyForm, StudySettingsForm
from studies.models import Study
from studies.script_templates import TEMPLATES


@require_http_methods(["GET", "POST"])
@in_workspace(Ability.EDIT)
def new(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = NewStudyForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        study = Study.open(
            access.workspace,
            access.user,
            fields["title"],
            context=fields["context"],
            template=TEMPLATES[fields["template"]],
        )
        return redirect("studies:objectives", study_id=study.pk)
    return render(request, "studies/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_study(Ability.EDIT)
def settings(request: HttpRequest, access: Access) -> HttpResponse:
    members = access.workspace.people()
    form = StudySettingsForm(request.POST or None, instance=access.study, members=members)
    if request.method == "POST" and form.is_valid():
        access.study.revise(**form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("analysis:overview", study_id=access.study.pk)
    return render(request, "studies/settings.html", {"form": form}, status=422 if form.errors else 200)
