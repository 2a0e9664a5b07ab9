"""The workspace's own attributes of contacts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Ability, WorkspaceAccess, in_workspace
from interviews.forms.contacts import AttributeForm
from interviews.models import ContactAttribute


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
def attributes(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = AttributeForm(request.POST or None, workspace=access.workspace)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        ContactAttribute.define(access.workspace, access.user, data["name"], data["kind"], form.choices())
        messages.success(request, "Contacts have one more attribute.")
        return redirect("interviews:attributes", workspace_id=access.workspace.pk)
    context = {"form": form, "attributes": access.workspace.contact_attributes.all(), "workspace": access.workspace}
    return render(request, "interviews/attributes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
def attribute_edit(request: HttpRequest, access: WorkspaceAccess, attribute_id: int) -> HttpResponse:
    attribute = get_object_or_404(access.workspace.contact_attributes, pk=attribute_id)
    form = AttributeForm(request.POST or None, workspace=access.workspace, attribute=attribute)
    if request.method == "POST" and form.is_valid():
        attribute.change(access.user, form.cleaned_data["name"], form.choices())
        messages.success(request, "Saved.")
        return redirect("interviews:attributes", workspace_id=access.workspace.pk)
    context = {"form": form, "attribute": attribute, "workspace": access.workspace}
    return render(request, "interviews/attribute.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
def attribute_remove(request: HttpRequest, access: WorkspaceAccess, attribute_id: int) -> HttpResponse:
    attribute = get_object_or_404(access.workspace.contact_attributes, pk=attribute_id)
    if request.method == "POST":
        attribute.remove(access.user)
        messages.success(request, "The attribute is gone, with its values.")
        return redirect("interviews:attributes", workspace_id=access.workspace.pk)
    context = {
        "attribute": attribute,
        "holders": attribute.holders().count(),
        "keep_url": reverse("interviews:attribute_edit", args=[access.workspace.pk, attribute.pk]),
        "workspace": access.workspace,
    }
    return render(request, "interviews/attribute_remove.html", context)
