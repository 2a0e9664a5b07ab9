import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Role, SignInLink, User
from tests.factories import make_user, make_workspace

pytestmark = pytest.mark.django_db


def test_a_sign_in_link_works_once(client: Client) -> None:
    user = make_user()
    url = reverse("accounts:sign_in_by_link", args=[SignInLink.issue(user)])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "This one" in client.get(reverse("usersessions_list")).content.decode()
    assert Client().post(url).status_code == 410


def test_looking_at_a_sign_in_link_doesnt_use_it_up(client: Client) -> None:
    url = reverse("accounts:sign_in_by_link", args=[SignInLink.issue(make_user())])
    client.get(url)
    client.get(url)
    assert client.post(url).status_code == 302


def test_an_old_sign_in_link_opens_nothing(client: Client) -> None:
    token = SignInLink.issue(make_user())
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(reverse("accounts:sign_in_by_link", args=[token])).status_code == 410


def test_sign_up_asks_for_the_code_that_was_mailed(client: Client) -> None:
    answers = {
        "email": "ann@example.org",
        "name": "Ann",
        "password1": "a long passphrase",
        "password2": "a long passphrase",
    }
    client.post(reverse("account_signup"), answers)
    assert "_auth_user_id" not in client.session
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.M)
    assert code, mail.outbox[0].body
    client.post(reverse("account_email_verification_sent"), {"code": code.group(1)})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="ann@example.org").pk)
    assert User.objects.get().name == "Ann"


def test_a_closed_server_lets_only_the_invited_sign_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OPEN_SIGNUP", False)
    assert 'name="password1"' not in client.get(reverse("account_signup")).content.decode()


def test_one_address_is_one_person_whatever_its_capitals(client: Client) -> None:
    make_user(email="ann@example.org")
    assert client.login(email="Ann@Example.org", password="correct horse battery")


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_email",
        "mfa_index",
        "usersessions_list",
    ],
)
def test_the_librarys_pages_keep_the_policy(name: str) -> None:
    client = Client()
    if name in {"account_email", "mfa_index", "usersessions_list"}:
        client.force_login(make_user())
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)|\sstyle=|\son\w+=", response.content.decode()
    )


def test_an_invitation_opens_sign_up_only_while_it_stands(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OPEN_SIGNUP", False)
    owner = make_user()
    invitation, token = Invitation.issue(make_workspace(owner=owner), Role.VIEWER, owner)
    client.get(reverse("accounts:invitation", args=[token]))
    assert 'name="password1"' in client.get(reverse("account_signup")).content.decode()
    invitation.delete()
    assert 'name="password1"' not in client.get(reverse("account_signup")).content.decode()
