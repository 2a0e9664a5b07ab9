"""Contacts of one name: perhaps one person twice."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.db.models.functions import Lower

from accounts.ids import as_id
from accounts.models import Workspace
from accounts.paging import Page
from interviews.models import Contact


def page_of_doubles(workspace: Workspace, after: str, size: int) -> Page:
    """Groups in the order of their names. `after` is a contact of the last group before."""
    named = workspace.contacts.annotate(lowered=Lower("name"))
    groups = named.order_by("lowered").values("lowered").annotate(n=Count("pk")).filter(n__gt=1)
    last = named.filter(pk=as_id(after) or 0).first()
    if last:
        groups = groups.filter(lowered__gt=last.lowered)
    found = [row["lowered"] for row in groups[: size + 1]]
    shown = _together(named, found[:size])
    return Page(shown, shown[-1][0].pk if len(found) > size else None)


def _together(named: Any, names: list[str]) -> list[list[Contact]]:
    groups: dict[str, list[Contact]] = {name: [] for name in names}
    for contact in named.filter(lowered__in=names).annotate(studies=Count("participations")).order_by("pk"):
        groups[contact.lowered].append(contact)
    return list(groups.values())
