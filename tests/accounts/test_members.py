import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, User, Workspace
from accounts.refusal import Refused
from tests.factories import join, make_user
from tests.people import client_of

pytestmark = pytest.mark.django_db


def url(name: str, workspace: Workspace, *args: object) -> str:
    return reverse(f"accounts:{name}", args=[workspace.pk, *args])


def test_it_works(as_alice: Client, workspace: Workspace, bob: User) -> None:
    page = as_alice.get(url("members", workspace)).content.decode()
    assert "Alice Owner" in page and "Bob Editor" in page


def test_an_invitation_by_mail_lets_one_person_in(as_alice: Client, workspace: Workspace) -> None:
    as_alice.post(url("invite", workspace), {"email": "new@example.org", "role": "viewer"})
    link = next(word for word in mail.outbox[0].body.split() if "/invitations/" in word)
    newcomer, second = make_user(email="new@example.org"), make_user()
    newcomer.emailaddress_set.create(email="New@example.org", verified=True, primary=True)
    client_of(newcomer).post(link)
    assert Membership.objects.get(user=newcomer).role == Role.VIEWER
    assert client_of(second).post(link).status_code == 404
    assert not second.memberships.exists()


def test_the_link_is_shown_once_and_not_kept(as_alice: Client, workspace: Workspace) -> None:
    as_alice.post(url("invite", workspace), {"email": "", "role": "editor"})
    first = as_alice.get(url("members", workspace)).content.decode()
    again = as_alice.get(url("members", workspace)).content.decode()
    assert "/invitations/" in first and 'value="http' in first
    assert 'value="http' not in again
    token = first.split("/invitations/")[1].split("/")[0]
    assert token not in Invitation.objects.get().token_hash


def test_a_bad_address_keeps_what_was_typed(as_alice: Client, workspace: Workspace) -> None:
    response = as_alice.post(url("invite", workspace), {"email": "not an address", "role": "viewer"})
    assert response.status_code == 422
    assert "not an address" in response.content.decode()
    assert not Invitation.objects.exists()


def test_an_ended_invitation_opens_nothing(workspace: Workspace, alice: User) -> None:
    invitation, token = Invitation.issue(workspace, Role.EDITOR, alice)
    Invitation.objects.update(expires_at=timezone.now())
    stranger = make_user()
    assert client_of(stranger).get(reverse("accounts:invitation", args=[token])).status_code == 404
    with pytest.raises(Refused):
        invitation.accept(stranger)


def test_an_invitation_neither_lowers_a_member_nor_is_used_up_by_one(workspace: Workspace, alice: User) -> None:
    invitation, token = Invitation.issue(workspace, Role.VIEWER, alice)
    assert invitation.accept(alice).role == Role.OWNER
    assert Invitation.opened_by(token) == invitation


def test_an_invitation_to_an_address_lets_no_other_one_in(as_alice: Client, workspace: Workspace) -> None:
    as_alice.post(url("invite", workspace), {"email": "new@example.org", "role": "owner"})
    link = next(word for word in mail.outbox[0].body.split() if "/invitations/" in word)
    other, unproven = make_user(), make_user(email="new@example.org")
    unproven.emailaddress_set.create(email="new@example.org", verified=False, primary=True)
    for somebody in (other, unproven):
        refused = client_of(somebody).post(link)
        assert refused.status_code == 409 and "another address" in refused.content.decode()
        assert not somebody.memberships.exists()
    assert Invitation.objects.open().count() == 1


def test_who_is_no_owner_any_more_left_no_door_behind(workspace: Workspace, alice: User) -> None:
    dan = make_user()
    join(workspace, dan, Role.OWNER)
    _, token = Invitation.issue(workspace, Role.OWNER, dan)
    assert client_of(make_user()).get(reverse("accounts:invitation", args=[token])).status_code == 200
    dans = workspace.memberships.get(user=dan)
    dans.change_role(Role.EDITOR)
    assert Invitation.opened_by(token) is None
    dans.end()
    assert client_of(dan).post(reverse("accounts:invitation", args=[token])).status_code == 404
    assert not workspace.memberships.filter(user=dan).exists()


def test_the_last_owner_stays(as_alice: Client, workspace: Workspace, alice: User) -> None:
    mine = workspace.memberships.get(user=alice)
    response = as_alice.post(url("member_role", workspace, mine.pk), {"role": "viewer"})
    assert response.status_code == 409
    assert "at least one owner" in response.content.decode()
    assert as_alice.post(url("leave", workspace)).status_code == 409
    mine.refresh_from_db()
    assert mine.role == Role.OWNER


def test_with_a_second_owner_the_first_may_leave(as_alice: Client, workspace: Workspace, alice: User) -> None:
    join(workspace, make_user(), Role.OWNER)
    as_alice.post(url("leave", workspace))
    assert not workspace.memberships.filter(user=alice).exists()


def test_a_removed_member_is_out_on_the_next_request(
    as_alice: Client, as_bob: Client, workspace: Workspace, bob: User
) -> None:
    assert as_bob.get(url("members", workspace)).status_code == 200
    as_alice.post(url("member_remove", workspace, workspace.memberships.get(user=bob).pk))
    assert as_bob.get(url("members", workspace)).status_code == 404


def test_a_change_of_rights_rings_the_bell(workspace: Workspace, bob: User) -> None:
    with connection.execute_wrapper(
        lambda run, sql, params, many, context: seen.append((sql, params)) or run(sql, params, many, context)
    ):
        seen: list[tuple[str, object]] = []
        workspace.memberships.get(user=bob).end()
    assert any("pg_notify" in sql and str(workspace.pk) in str(params) for sql, params in seen)


def test_a_name_with_a_line_break_still_sends_an_invitation(
    as_alice: Client, workspace: Workspace, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(name="Alice\nBcc: everybody@example.org")
    as_alice.post(url("invite", workspace), {"email": "new@example.org", "role": "viewer"})
    assert "\n" not in mail.outbox[0].subject and mail.outbox[0].recipients() == ["new@example.org"]


def test_invitations_by_mail_are_limited_and_links_are_not(as_alice: Client, workspace: Workspace) -> None:
    answers = [
        as_alice.post(url("invite", workspace), {"email": f"new{number}@example.org", "role": "viewer"}).status_code
        for number in range(32)
    ]
    assert answers == [302] * 30 + [429] * 2
    assert len(mail.outbox) == Invitation.objects.count() == 30
    assert as_alice.post(url("invite", workspace), {"email": "", "role": "viewer"}).status_code == 302


def test_a_name_is_one_line(as_alice: Client, alice: User, workspace: Workspace) -> None:
    """A line break in a name would begin a paragraph of its own in invitation mails."""
    as_alice.post(reverse("accounts:profile"), {"name": "Alice\n\nYour account is locked:\r\n see below"})
    alice.refresh_from_db()
    assert alice.name == "Alice Your account is locked: see below"
    as_alice.post(url("workspace_rename", workspace), {"name": "Lab\nTwo"})
    workspace.refresh_from_db()
    assert "\n" not in workspace.name
