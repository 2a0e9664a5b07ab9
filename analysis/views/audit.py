"""The audit log, for owners: who read, changed or passed on what tells who somebody is."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Ability, WorkspaceAccess, in_workspace
from accounts.audit_check import walk
from accounts.csv_cells import table
from accounts.ids import as_id
from accounts.models import audit as write_down
from analysis.audit.page import Told, in_batches, narrowed, page_of, told
from analysis.forms.audit import AuditFilters

HEADER = (
    "number", "at", "actor", "member", "name", "act", "thing", "study", "details", "sentence", "previous", "hash",
)  # fmt: skip


@require_safe
@in_workspace(Ability.MANAGE)
def audit(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    filters = AuditFilters(request.GET, access.workspace)
    rows, after = page_of(narrowed(access.workspace, filters.chosen), request.GET.get("after", ""))
    context = {
        "workspace": access.workspace,
        "filters": filters,
        "rows": told(access.workspace, rows),
        "after": after,
        "newest": access.workspace.audit_entries.order_by("-number").first(),
    }
    return render(request, "analysis/audit.html", context)


@require_safe
@in_workspace(Ability.MANAGE)
def audit_check(request: HttpRequest, access: WorkspaceAccess) -> HttpResponse:
    """Walks the chain from its beginning, or from where the last walk had to stop."""
    since = max(as_id(request.GET.get("since", "")) or 1, 1)
    return render(
        request, "analysis/audit_check.html", {"workspace": access.workspace, "walk": walk(access.workspace, since)}
    )


@require_POST
@in_workspace(Ability.MANAGE)
def audit_csv(request: HttpRequest, access: WorkspaceAccess) -> Any:
    """What the page shows, all of it. Its own entry comes first, being the newest."""
    filters = AuditFilters(request.GET, access.workspace)
    entry = write_down(access.workspace, "audit.exported", access.user)
    found = narrowed(access.workspace, filters.chosen).filter(number__lte=entry.number)
    rows = _rows(in_batches(access.workspace, found))
    response = StreamingHttpResponse(table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-log-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


def _rows(entries: Iterator[Told]) -> Iterator[tuple[str, ...]]:
    yield HEADER
    for row in entries:
        entry = row.entry
        yield (
            str(entry.number), entry.at.isoformat(), entry.actor, str(entry.by_id or ""), row.who, entry.act, entry.thing,
            str(entry.study or ""), json.dumps(entry.details, sort_keys=True), row.sentence,
            entry.previous, entry.hash,
        )  # fmt: skip
