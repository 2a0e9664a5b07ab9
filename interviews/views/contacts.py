"""Names and addresses of the workspace: the only place where they are kept."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace
from accounts.csv_cells import table
from accounts.identity_reads import reads
from accounts.ids import as_uuid
from accounts.models import audit
from accounts.paging import page_by_name
from interviews.forms.contact_filters import ContactFilters
from interviews.forms.contacts import ContactForm, cell_of
from interviews.models import Contact, Participant

PAGE, STUDIES = 50, 100


@require_safe
@in_workspace(Ability.PEOPLE)
@reads("contact.listed")
def contacts(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    return _page(request, access, ContactForm(workspace=access.workspace))


def _page(request: HttpRequest, access: WorkspaceAccess, form: ContactForm) -> HttpResponse:
    filters = ContactFilters(request.GET, access.workspace)
    page = page_by_name(filters.narrow(access.workspace.contacts), request.GET.get("after", ""), PAGE)
    context = {
        "page": page,
        "rows": [(contact, [(row.name, row.shown(contact.attributes)) for row in filters.own]) for contact in page],
        "filters": filters,
        "n_all": access.workspace.contacts.count(),
        "form": form,
        "workspace": access.workspace,
    }
    return render(request, "interviews/contacts.html", context, status=422 if form.errors else 200)


@require_POST
@in_workspace(Ability.PEOPLE)
@reads("contact.listed")
def contact_add(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    form = ContactForm(request.POST, workspace=access.workspace)
    if not form.is_valid():
        return _page(request, access, form)
    form.keep(access.user)
    # Without the name: another tab may show the message on a page that keeps names out.
    messages.success(request, "The contact is saved.")
    return redirect("interviews:contacts", workspace_id=access.workspace.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
@reads("contact.read", "contact_id")
def contact_edit(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(access.workspace.contacts.select_related("workspace"), pk=contact_id)
    form = ContactForm(request.POST or None, instance=contact, workspace=access.workspace)
    name = contact.name
    if request.method == "POST" and form.is_valid():
        form.keep(access.user)
        messages.success(request, "Saved.")
        return redirect("interviews:contacts", workspace_id=access.workspace.pk)
    context = {**_with_studies(access, contact), "form": form, "name": name}
    return render(request, "interviews/contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
@reads("contact.read", "contact_id")
def contact_remove(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    contact = get_object_or_404(access.workspace.contacts.select_related("workspace"), pk=contact_id)
    if request.method == "POST":
        contact.remove(access.user)
        messages.success(request, "The contact is gone. What was said stays, under its code.")
        return redirect("interviews:contacts", workspace_id=access.workspace.pk)
    keep_url = reverse("interviews:contact_edit", args=[access.workspace.pk, contact.pk])
    context = {**_with_studies(access, contact), "keep_url": keep_url}
    return render(request, "interviews/contact_remove.html", context)


def _with_studies(access: WorkspaceAccess, contact: Contact) -> dict[str, Any]:
    participations = list(contact.participations.select_related("study").order_by("study", "number"))
    others = access.workspace.studies.exclude(pk__in=[row.study_id for row in participations])
    return {
        "contact": contact,
        "participations": participations,
        "studies": others.order_by("-created_at", "id")[:STUDIES],
        "workspace": access.workspace,
    }


@require_POST
@in_workspace(Ability.EDIT)
def contact_take_part(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    """Into a study of the workspace, as its next code."""
    contact = get_object_or_404(access.workspace.contacts, pk=contact_id)
    chosen = as_uuid(request.POST.get("study", ""))
    study = access.workspace.studies.filter(pk=chosen).first() if chosen else None
    if study is None:
        messages.error(request, "Choose a study in the list.")
        return redirect("interviews:contact_edit", workspace_id=access.workspace.pk, contact_id=contact.pk)
    with transaction.atomic():
        row = Participant.add(study, contact)
        audit(access.workspace, "participant.added", access.user, thing=row.pk, study=study.pk, contact=contact.pk)
    messages.success(request, f"{row.code} takes part. Next: ask for consent.")
    return redirect("interviews:participant", study_id=study.pk, participant_id=row.pk)


@require_POST
@in_workspace(Ability.PEOPLE)
def contacts_csv(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    """What the list shows, all pages of it. A POST, since each export is written down."""
    filters = ContactFilters(request.GET, access.workspace)
    found = filters.narrow(access.workspace.contacts).order_by("name", "pk")
    rows = list(_rows(filters, found.iterator(chunk_size=2000)))
    response = HttpResponse("".join(table(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="contacts-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store, private"
    audit(access.workspace, "contact.exported", access.user, contacts=len(rows) - 1)
    return response


def _rows(filters: ContactFilters, found: Iterator[Contact]) -> Iterator[list[str]]:
    """Under the names by which an import knows its columns again."""
    yield ["Name", "E-mail", "Company", "Role", "Do not contact", *(row.name for row in filters.own)]
    for contact in found:
        no = "yes" if contact.do_not_contact else "no"
        own = [cell_of(row, contact) for row in filters.own]
        yield [contact.name, contact.email, contact.company, contact.job, no, *own]
