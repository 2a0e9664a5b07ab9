"""Walks every route as everybody: anonymous, a stranger, a viewer, an editor and an owner; GET and POST; plain and htmx.

A new URL is covered the moment it is routed. A URL argument that this file doesn't know fails the walk, and so does a
view without an access rule.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.access import ABILITIES, Ability
from accounts.models import AuditEntry, Invitation, Role, SignInLink
from analysis.models import CodingRound, Redaction, ShareLink, ThemeMemo, WithdrawalTask
from analysis.sample import load_sample
from config.checks import LIBRARY_MODULES
from interviews.models import (
    ConsentPaper,
    ContactAttribute,
    LegalHold,
    Observer,
    ParticipantLink,
    Slot,
    Withdrawal,
)  # fmt: skip
from studies.models import Study
from tests.factories import join, make_participant, make_study, make_user, make_workspace
from tests.people import client_of

CANARY = "Canary Kowalski-Zyx"
ACTORS = ("anonymous", "stranger", "viewer", "editor", "owner")
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Route:
    path: str
    kwargs: tuple[str, ...]
    view: Any

    @property
    def rule(self) -> str:
        return getattr(self.view, "access_rule", "")

    @property
    def reads(self) -> str:
        """What the audit log says when this page was shown."""
        return getattr(self.view, "reads", "")

    def __str__(self) -> str:
        return self.path


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and not entry.callback.__module__.startswith(LIBRARY_MODULES):
            yield Route(route, tuple(re.findall(r"<(?:\w+:)?(\w+)>", route)), entry.callback)


def fill(route: Route, world: World) -> str:
    path = "/" + route.path
    for name in route.kwargs:
        path = re.sub(rf"<(?:\w+:)?{name}>", str(world.argument(name)), path)
    return path


class World:
    """The sample study with its people, and a stranger who owns another workspace."""

    def __init__(self) -> None:
        owner, self.study = load_sample()
        workspace = self.study.workspace
        viewer, editor, stranger = (make_user(name=name) for name in ("Vi Viewer", "Ed Editor", "Stan Stranger"))
        join(workspace, viewer, Role.VIEWER)
        join(workspace, editor, Role.EDITOR)
        make_study(workspace=make_workspace(owner=stranger))
        self.study.title = f"{CANARY} asks"
        self.study.save()
        contact = self.study.participants.first().contact
        contact.name = CANARY
        contact.save()
        self.users = {"owner": owner, "editor": editor, "viewer": viewer, "stranger": stranger}
        self.clients = {name: client_of(user) for name, user in self.users.items()} | {"anonymous": Client()}
        self.invitation, _ = Invitation.issue(workspace, Role.VIEWER, owner)
        self.share, _ = ShareLink.issue(self.study, owner, 7)
        SignInLink.issue(owner)

    def observer(self) -> Observer:
        first = self.study.interviews.held().first()
        return first.observers.first() or Observer.objects.create(interview=first, role="Designer")

    def hold(self) -> LegalHold:
        """On somebody whom the walk doesn't come to: pages that a hold closes are to be seen, too."""
        last = self.study.participants.last()
        return self.study.legal_holds.first() or LegalHold.put(self.study, last, "A court asks.", self.users["owner"])

    def slot(self) -> Slot:
        start, owner = timezone.now() + timedelta(days=9), self.users["owner"]
        return self.study.slots.first() or Slot.offer(self.study, [start], 45, owner, "", owner)[0]

    def paper(self) -> ConsentPaper:
        first = self.study.participants.first()
        scan = b"%PDF-1.4 signed %%EOF"
        return first.consent_papers.first() or ConsentPaper.keep(first, scan, self.users["owner"])

    def redaction(self) -> Redaction:
        taken, _ = Redaction.objects.get_or_create(study=self.study, about="person", number=1, places=0)
        return taken

    def attribute(self) -> ContactAttribute:
        workspace = self.study.workspace
        first = workspace.contact_attributes.first()
        return first or ContactAttribute.define(workspace, self.users["owner"], "Plan", "choice", ["Small", "Large"])

    def own_link(self) -> ParticipantLink:
        first = self.study.participants.first()
        return first.links.first() or ParticipantLink.issue(first, self.users["owner"])[0]

    def memo(self) -> ThemeMemo:
        theme = self.study.themes.first()
        return theme.memos.first() or ThemeMemo.write(theme, "Only owners say this.", self.users["owner"])

    def round(self) -> CodingRound:
        """Under way, with the owner and the editor at it."""
        people = [self.users["owner"], self.users["editor"]]
        held = list(self.study.interviews.held()[:1])
        return self.study.coding_rounds.first() or CodingRound.start(self.study, held, people, people[0])

    def withdrawal(self) -> Withdrawal:
        """Of somebody who is gone, with a copy that left."""
        known = {"study": self.study, "number": 900, "outcome": "delete"}
        row, _ = Withdrawal.objects.get_or_create(key="k" * 64, defaults={**known, "actor": "member"})
        WithdrawalTask.objects.get_or_create(withdrawal=row, kind="copy", what="exported_json", thing="1")
        return row

    def argument(self, name: str) -> Any:
        study: Study = self.study
        first: dict[str, Any] = {
            "study_id": lambda: study.pk,
            "workspace_id": lambda: study.workspace_id,
            "member_id": lambda: study.workspace.memberships.get(user=self.users["editor"]).pk,
            "invitation_id": lambda: self.invitation.pk,
            "token": lambda: "no-such-token",
            "objective_id": lambda: study.objectives.first().pk,
            "persona_id": lambda: study.personas.first().pk,
            "assumption_id": lambda: study.assumptions.first().pk,
            "section_id": lambda: study.scripts.first().sections.first().pk,
            "question_id": lambda: study.questions.first().pk,
            "contact_id": lambda: study.participants.first().contact_id,
            "other_id": lambda: study.participants.last().contact_id,
            "attribute_id": lambda: self.attribute().pk,
            "session_id": lambda: 0,  # one's own alone; tests/accounts/test_limits.py asks for others'
            "participant_id": lambda: study.participants.first().pk,
            "paper_id": lambda: self.paper().pk,
            "own_link_id": lambda: self.own_link().pk,
            "version": lambda: 1,
            "interview_id": lambda: study.interviews.held().first().pk,
            "note_id": lambda: study.notes.first().pk,
            "theme_id": lambda: study.themes.first().pk,
            "memo_id": lambda: self.memo().pk,
            "redaction_id": lambda: self.redaction().pk,
            "quote_id": lambda: study.quotes.first().pk,
            "insight_id": lambda: study.insights.first().pk,
            "citation_id": lambda: study.insights.first().citations.first().pk,
            "decision_id": lambda: study.decisions.first().pk,
            "lens": lambda: "product",
            "link_id": lambda: self.share.pk,
            "tag_id": lambda: study.themes.first().tags.first().pk,
            "hold_id": lambda: self.hold().pk,
            "slot_id": lambda: self.slot().pk,
            "observer_id": lambda: self.observer().pk,
            "round_id": lambda: self.round().pk,
            "coder_id": lambda: self.round().coders.first().pk,
            "unit_id": lambda: self.round().units.first().pk,
            "coded_id": lambda: self.round().themes.first().pk,
            "withdrawal_id": lambda: self.withdrawal().pk,
            "task_id": lambda: self.withdrawal().tasks.first().pk,
            "evidence_id": lambda: study.quotes.filter(evidence__isnull=False).first().evidence.first().pk,
        }
        if name not in first:
            pytest.fail(f"The walk doesn't know the URL argument {name}: add it to World.argument.")
        return first[name]()


@pytest.fixture
def world(db: None) -> World:
    return World()


def changed_rows() -> int:
    """Rows inserted, updated or deleted in this transaction; sessions and the audit log left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables"
            " where relname not in ('django_session', 'throughline_cache', 'accounts_auditentry')"
        )
        return cursor.fetchone()[0]


def call(client: Client, method: str, path: str, htmx: bool) -> tuple[Any, int]:
    """The answer, how many rows it changed, and on it what it wrote into the audit log; everything is undone afterwards."""
    with transaction.atomic():
        before, logged = changed_rows(), AuditEntry.objects.count()
        headers = HTMX if htmx else {}
        response = getattr(client, method)(path, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        changed = changed_rows() - before
        new = AuditEntry.objects.order_by("-pk")[: AuditEntry.objects.count() - logged]
        response.logged = [entry.act for entry in new]
        transaction.set_rollback(True)
    response.seen = body.decode(errors="replace") + str(response.headers)
    return response, changed


def needed(rule: str) -> Ability | None:
    return Ability[rule.split(": ")[1]] if rule.startswith(("study", "workspace")) else None


ROUTES = list(routes())


def test_every_route_has_a_rule() -> None:
    assert [str(route) for route in ROUTES if not route.rule] == []


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_walk(world: World, method: str, htmx: bool) -> None:
    wrong = []
    for route in ROUTES:
        if method == "head" and not route.reads:
            continue  # as GET, but for what it writes down
        path = fill(route, world)
        ability = needed(route.rule)
        for actor in ACTORS:
            response, changed = call(world.clients[actor], method, path, htmx)
            wrong += [
                f"{actor} {method} {route}: {problem}"
                for problem in problems(route, ability, actor, method, response, changed)
            ]
    assert wrong == []


def problems(
    route: Route, ability: Ability | None, actor: str, method: str, response: Any, changed: int
) -> Iterator[str]:
    status = response.status_code
    if status >= 500:
        yield f"answered {status}"
    if method == "get" and changed:
        yield f"changed {changed} rows on GET"
    expected_log = [route.reads] if route.reads and status in {200, 422} else []
    if (method in {"get", "head"} or status in {403, 404, 405}) and response.logged != expected_log[: method != "head"]:
        yield f"wrote {response.logged} into the audit log, not {expected_log}"
    if route.rule.startswith("public"):
        return
    outsider = actor in {"anonymous", "stranger"}
    if outsider and CANARY in response.seen:
        yield "shows another workspace's words"
    if actor == "anonymous":
        if status not in {302, 405} or (status == 302 and "/account/login/" not in response["Location"]):
            yield f"anonymous got {status}"
        refused = True
    elif ability is None:
        return
    elif actor == "stranger":
        if status not in {404, 405}:
            yield f"a stranger got {status}"
        refused = True
    else:
        refused = ability not in ABILITIES[actor]
        expected = {403, 405} if refused else set(range(200, 500)) - {401, 403, 404}
        if actor == "viewer" and method == "post" and not refused:
            expected |= {403}  # a page that all may read and some may change
        if status not in expected:
            yield f"got {status}"
    if (refused or status == 403) and changed:
        yield f"changed {changed} rows though refused"


def test_a_row_of_another_study_is_not_found(world: World) -> None:
    """Ids of one study inside the URL of another lead nowhere, for every route below a study."""
    owner = world.users["owner"]
    other = make_study(workspace=make_workspace(owner=owner))
    make_participant(study=other)
    found = []
    for route in ROUTES:
        inner = [name for name in route.kwargs if name not in {"study_id", "version", "lens"}]
        if "study_id" not in route.kwargs or not inner:
            continue
        path = fill(route, world).replace(str(world.study.pk), str(other.pk))
        for method in ("get", "post"):
            response, changed = call(world.clients["owner"], method, path, False)
            if response.status_code not in {404, 405} or changed:
                found.append(f"{method} {route}: {response.status_code}, {changed} rows changed")
    assert [row for row in found if "note_put" not in row] == []


def test_unknown_ids_are_not_found(world: World) -> None:
    response = world.clients["owner"].get(f"/studies/{uuid.uuid4()}/")
    assert response.status_code == 404


def test_negative_control_an_unguarded_view_is_caught(world: World) -> None:
    """The walk itself must be able to fail: a view that forgot its door shows up."""

    class Open:
        access_rule = "study: EDIT"

    response = world.clients["owner"].get(f"/studies/{world.study.pk}/")
    response.seen, response.logged = response.content.decode(), []
    found = list(problems(Route("x", (), Open), Ability.EDIT, "stranger", "get", response, 1))
    assert "a stranger got 200" in found
    assert "shows another workspace's words" in found
    assert "changed 1 rows on GET" in found


def test_negative_control_a_page_that_is_not_written_down_is_caught(world: World) -> None:
    class Silent:
        access_rule = "workspace: PEOPLE"
        reads = "contact.listed"

    response, _ = call(world.clients["owner"], "get", f"/studies/{world.study.pk}/", False)
    found = list(problems(Route("x", (), Silent), Ability.PEOPLE, "owner", "get", response, 0))
    assert found == ["wrote [] into the audit log, not ['contact.listed']"]
    twice, _ = call(world.clients["owner"], "get", f"/workspaces/{world.study.workspace_id}/contacts/", False)
    twice.logged *= 2
    assert list(problems(Route("x", (), Silent), Ability.PEOPLE, "owner", "get", twice, 0))
