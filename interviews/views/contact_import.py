"""Bringing in a table of contacts: read it, look at it, mend it, take all of it or nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Ability, WorkspaceAccess, in_workspace
from accounts.identity_reads import reads
from accounts.refusal import Refused
from interviews.contacts.import_page import MendForm, look_page
from interviews.contacts.importing import import_contacts, keep_table, outlook
from interviews.forms.contact_import import TableForm
from interviews.models import ContactImport

GONE = "This table isn’t waiting any more: it was imported or dropped, or another one was read in its place."


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
def contact_import(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    if posted and form.is_valid():
        keep_table(access.workspace, access.user, form.filename, form.table)
        return redirect("interviews:contact_import_look", workspace_id=access.workspace.pk)
    waiting = ContactImport.waiting(access.workspace, access.user) if not posted else None
    context = {"form": form, "waiting": waiting, "workspace": access.workspace}
    return render(request, "interviews/contact_import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
@reads("contact.compared")
def contact_import_look(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    """The table as it was read, and what importing it would do; POST keeps what was mended, and imports on demand."""
    draft = ContactImport.waiting(access.workspace, access.user)
    if draft is None or request.POST.get("draft", str(draft.pk)) != str(draft.pk):
        return _gone(request, access)
    refused = ""
    if request.method == "POST":
        MendForm(draft, request.POST).keep()
        if request.POST.get("then") == "import":
            try:
                added, changed = import_contacts(draft, access.user)
            except Refused as problem:
                refused = str(problem)
            else:
                messages.success(request, f"Imported: {added} new, {changed} changed.")
                return redirect("interviews:contacts", workspace_id=access.workspace.pk)
        else:
            return redirect("interviews:contact_import_look", workspace_id=access.workspace.pk)
    context = {**look_page(draft, outlook(draft)), "refused": refused, "workspace": access.workspace}
    return render(request, "interviews/contact_import_look.html", context, status=422 if refused else 200)


@require_POST
@in_workspace(Ability.PEOPLE)
def contact_import_drop(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    draft = ContactImport.waiting(access.workspace, access.user)
    if draft is None:
        return _gone(request, access)
    draft.delete()
    messages.success(request, "The table is dropped. Nothing of it was kept.")
    return redirect("interviews:contacts", workspace_id=access.workspace.pk)


def _gone(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    messages.info(request, GONE)
    return redirect("interviews:contact_import", workspace_id=access.workspace.pk)
