"""Names and addresses of the workspace: the only place where they are kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace
from interviews.forms.people import ContactForm
from interviews.paging import page_by_name

PAGE = 50


@require_safe
@in_workspace(Ability.PEOPLE)
def contacts(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    return _page(request, access, ContactForm(workspace=access.workspace))


def _page(request: HttpRequest, access: WorkspaceAccess, form: ContactForm) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    page = page_by_name(access.workspace.contacts.matching(words), request.GET.get("after", ""), PAGE)
    context = {"page": page, "words": words, "form": form, "workspace": access.workspace}
    return render(request, "interviews/contacts.html", context, status=422 if form.errors else 200)


@require_POST
@in_workspace(Ability.PEOPLE)
def contact_add(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = ContactForm(request.POST, workspace=access.workspace)
    if not form.is_valid():
        return _page(request, access, form)
    form.instance.workspace = access.workspace
    form.save()
    # Without the name: another tab may show the message on a page that keeps names out.
    messages.success(request, "The contact is saved.")
    return redirect("interviews:contacts", workspace_id=access.workspace.pk)


@require_http_methods(["GET", "POST"])
@in_workspace(Ability.PEOPLE)
def contact_edit(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(access.workspace.contacts, pk=contact_id)
    form = ContactForm(request.POST or None, instance=contact, workspace=access.workspace)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("interviews:contacts", workspace_id=access.workspace.pk)
    participations = contact.participations.select_related("study").order_by("study", "number")
    context = {"contact": contact, "form": form, "participations": participations, "workspace": access.workspace}
    return render(request, "interviews/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@in_workspace(Ability.PEOPLE)
def contact_remove(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(access.workspace.contacts, pk=contact_id)
    if request.method == "POST":
        contact.delete()
        messages.success(request, "The contact is gone. What was said stays, under its code.")
        return redirect("interviews:contacts", workspace_id=access.workspace.pk)
    participations = contact.participations.select_related("study").order_by("study", "number")
    context = {
        "contact": contact,
        "participations": participations,
        "workspace": access.workspace,
        "keep_url": reverse("interviews:contact_edit", args=[access.workspace.pk, contact.pk]),
    }
    return render(request, "interviews/contact_remove.html", context)
