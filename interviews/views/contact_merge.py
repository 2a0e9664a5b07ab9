"""Contacts that may be one person: those of one name, and putting two together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace
from accounts.identity_reads import reads
from interviews.contacts.doubles import page_of_doubles
from interviews.contacts.merging import both_take_part, merge, sides, why_apart

PAGE, CHOICES = 25, 20


@require_safe
@in_workspace(Ability.PEOPLE)
@reads("contact.listed")
def contact_doubles(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    page = page_of_doubles(access.workspace, request.GET.get("after", ""), PAGE)
    return render(request, "interviews/contact_doubles.html", {"page": page, "workspace": access.workspace})


@require_safe
@in_workspace(Ability.PEOPLE)
@reads("contact.read", "contact_id")
def contact_merge_choose(request: HttpRequest, access: WorkspaceAccess, contact_id: int) -> HttpResponse:
    """Whom to merge with: whoever is found by the words, the contact's own name to begin with."""
    contact = get_object_or_404(access.workspace.contacts, pk=contact_id)
    words = request.GET.get("q", contact.name).strip()
    others = access.workspace.contacts.matching(words).exclude(pk=contact.pk)
    found = list(others.order_by("name", "pk")[: CHOICES + 1])
    resembling = not found and "q" not in request.GET
    if resembling:
        found = list(access.workspace.contacts.resembling(contact).order_by("name", "pk")[: CHOICES + 1])
    context = {
        "contact": contact,
        "words": words,
        "found": found[:CHOICES],
        "more": len(found) > CHOICES,
        "resembling": resembling,
        "workspace": access.workspace,
    }
    return render(request, "interviews/contact_merge_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Ability.PEOPLE)
@reads("contact.read_two", "contact_id", "other_id")
def contact_merge(request: HttpRequest, access: WorkspaceAccess, contact_id: int, other_id: int) -> HttpResponse:
    """Who keeps what, before it is done."""
    contacts = access.workspace.contacts.select_related("workspace")
    keep = get_object_or_404(contacts, pk=contact_id)
    other = get_object_or_404(contacts.exclude(pk=keep.pk), pk=other_id)
    found = sides(keep, other)
    if request.method == "POST":
        taken = [side.key for side in found if request.POST.get(side.key) == "theirs"]
        merge(keep, other, access.user, taken)
        messages.success(request, "The two are one contact now.")
        return redirect("interviews:contact_edit", workspace_id=access.workspace.pk, contact_id=keep.pk)
    pairs = both_take_part(keep, other)
    context = {
        "keep": keep,
        "other": other,
        "sides": found,
        "why_apart": why_apart(pairs) if pairs else "",
        "pairs": pairs,
        "moving": other.participations.select_related("study").order_by("study__title"),
        "workspace": access.workspace,
    }
    return render(request, "interviews/contact_merge.html", context)
