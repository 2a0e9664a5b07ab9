"""A workspace that asks for a second step: whoever has none is led to it, by every door, and sees nothing before."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from accounts.refusal import Refused
from analysis.search.answer import visible_studies
from studies.live.listener import who_listens
from tests.factories import join, make_interview, make_user
from tests.people import client_of
from tests.test_access import ROUTES, World, call, fill

pytestmark = pytest.mark.django_db


def set_up(user):
    return TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance


@pytest.fixture
def asking(workspace, alice):
    """Alice has a second step and has asked for it; nobody else has one."""
    set_up(alice)
    workspace.ask_for_second_step(alice)
    return workspace


def test_who_has_none_is_led_there_and_back(asking, as_bob, bob):
    first = as_bob.get(reverse("analysis:studies", args=[asking.pk]))
    there = reverse("accounts:second_step", args=[asking.pk])
    assert (first.status_code, first.headers["Location"]) == (302, there)
    assert "asks for a second step" in as_bob.get(there).content.decode()
    assert as_bob.get(reverse("mfa_index")).content.decode().count("Go on to the workspace") == 0
    set_up(bob)
    assert "Go on to the workspace" in as_bob.get(reverse("mfa_index")).content.decode()
    assert as_bob.get(there).headers["Location"] == reverse("analysis:studies", args=[asking.pk])
    assert as_bob.get(reverse("analysis:studies", args=[asking.pk])).status_code == 200


def test_recovery_codes_alone_are_no_second_step(asking, as_bob, bob):
    Authenticator.objects.create(user=bob, type="recovery_codes", data={})
    assert as_bob.get(reverse("accounts:members", args=[asking.pk])).status_code == 302


def test_every_door_of_the_app_obeys(db):
    """The walk over all routes, as an editor of the sample study who has no second step."""
    world = World()
    owner = world.users["owner"]
    set_up(owner)
    world.study.workspace.ask_for_second_step(owner)
    there = reverse("accounts:second_step", args=[world.study.workspace_id])
    open_ones, seen = [], 0
    for route in ROUTES:
        if not route.rule.startswith(("study", "workspace")):
            continue
        for method in ("get", "post"):
            for htmx in (False, True):
                answer, changed = call(world.clients["editor"], method, fill(route, world), htmx)
                led = answer.headers.get("HX-Redirect" if htmx else "Location") == there
                seen += led
                if (answer.status_code not in {302, 403, 405} or (answer.status_code != 405 and not led)) or changed:
                    open_ones.append(f"{method} {route} {answer.status_code} {changed}")
                if world.study.title in answer.seen:
                    open_ones.append(f"{method} {route} shows the study")
    assert open_ones == [] and seen > 200


def test_streams_search_and_lines_that_are_saved(asking, as_bob, study, bob, as_alice, alice):
    def listens(client, user):
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies['sessionid'].value}"
        return who_listens(cookie, str(study.pk)) is not None

    assert (listens(as_bob, bob), listens(as_alice, alice)) == (False, True)
    assert (visible_studies(bob), visible_studies(alice)) == ([], [study])
    interview = make_interview(study=study)
    place = reverse("interviews:note_put", args=[study.pk, interview.pk, "5f0c1f5e-93ad-4b53-b1fc-6a3a6f6f9d10"])
    answer = as_bob.put(place, {"text": "Waits on the device"}, content_type="application/json")
    # The outbox takes a redirect for a session that ended, and keeps the line.
    assert answer.status_code == 302 and not interview.notes.exists()


def test_taking_the_last_one_away_closes_streams_at_once(asking, alice, bob):
    mine = set_up(bob)
    with connection.execute_wrapper(
        lambda run, sql, params, many, context: rung.append((sql, params)) or run(sql, params, many, context)
    ):
        rung = []
        from allauth.mfa.signals import authenticator_removed

        mine.delete()
        authenticator_removed.send(sender=Authenticator, request=None, user=bob, authenticator=mine)
    assert any("pg_notify" in sql and str(asking.pk) in str(params) for sql, params in rung)


def test_the_rule_shows_first_whom_it_shuts_out(as_alice, workspace, alice, bob, vera):
    rule = reverse("accounts:second_step_rule", args=[workspace.pk])
    page = as_alice.get(rule).content.decode()
    assert "3 of 3 have none: Alice Owner, Bob Editor, Vera Viewer." in page and "Set it up first" in page
    assert as_alice.post(rule, {"ask": "yes"}).status_code == 409
    set_up(alice)
    set_up(vera)
    page = as_alice.get(rule).content.decode()
    assert "1 of 3 have none: Bob Editor." in page
    as_alice.post(rule, {"ask": "yes"})
    workspace.refresh_from_db()
    assert workspace.second_step_required
    assert client_of(vera).get(reverse("accounts:members", args=[workspace.pk])).status_code == 200
    as_alice.post(rule, {"ask": "no"})
    workspace.refresh_from_db()
    assert not workspace.second_step_required
    acts = list(workspace.audit_entries.order_by("number").values_list("act", flat=True))
    assert acts == ["workspace.second_step_on", "workspace.second_step_off"]


def test_only_owners_set_it_and_not_without_one(as_bob, workspace, alice):
    rule = reverse("accounts:second_step_rule", args=[workspace.pk])
    assert (as_bob.get(rule).status_code, as_bob.post(rule, {"ask": "yes"}).status_code) == (403, 403)
    with pytest.raises(Refused, match="lock yourself out"):
        workspace.ask_for_second_step(alice)


def test_other_workspaces_stay_open_and_strangers_learn_nothing(asking, as_charlie, as_bob, bob):
    there = reverse("accounts:second_step", args=[asking.pk])
    assert as_charlie.get(there).status_code == 404
    assert as_charlie.get(reverse("accounts:members", args=[asking.pk])).status_code == 404
    assert Client().get(there).status_code == 302
    from accounts.models import Workspace

    mine = Workspace.open_for(bob, "Bob's own")
    assert as_bob.get(reverse("analysis:studies", args=[mine.pk])).status_code == 200
    assert "Bob&#x27;s own" in as_bob.get(there).content.decode()


def test_the_members_page_tells_owners_who_has_one(as_alice, as_bob, workspace, alice):
    set_up(alice)
    join(workspace, make_user(name="Nia New"), Role.VIEWER)
    page = as_alice.get(reverse("accounts:members", args=[workspace.pk])).content.decode()
    assert len(re.findall("no second step", page)) == 2 and len(re.findall("with a second step", page)) == 1
    assert "second step" not in as_bob.get(reverse("accounts:members", args=[workspace.pk])).content.decode()
