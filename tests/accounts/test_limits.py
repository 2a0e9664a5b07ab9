"""Guessing is limited by account and by address, whatever headers say; and a new password ends what was open."""

import re
import socket
import threading

import pytest
import uvicorn
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from accounts.browsers import browser_name
from studies.live.listener import who_listens
from tests.factories import make_user
from tests.people import client_of

pytestmark = pytest.mark.django_db
WORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_counts_yet(db):
    cache.clear()


def signs_in(email, password="wrong", **headers):
    answer = Client().post(reverse("account_login"), {"login": email, "password": password}, **headers)
    return "stopped" if "Too many" in answer.content.decode() else answer.status_code


def test_ten_wrong_passwords_for_an_account_from_anywhere():
    make_user(email="ann@example.org")
    tries = [signs_in("ann@example.org", REMOTE_ADDR=f"192.0.2.{number}") for number in range(12)]
    assert tries == [200] * 10 + ["stopped"] * 2
    assert signs_in("ANN@example.org", WORD, REMOTE_ADDR="192.0.2.99") == "stopped"
    assert signs_in("bea@example.org", REMOTE_ADDR="192.0.2.99") == 200


def test_ten_wrong_passwords_from_an_address_for_anybody():
    make_user(email="ann@example.org")
    tries = [signs_in(f"somebody{number}@example.org", REMOTE_ADDR="192.0.2.7") for number in range(12)]
    assert tries == [200] * 10 + ["stopped"] * 2
    assert signs_in("ann@example.org", WORD, REMOTE_ADDR="192.0.2.8") == 302


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CF_CONNECTING_IP"]
)
def test_a_spoofed_address_helps_nobody(header):
    tries = [
        signs_in(f"s{number}@example.org", REMOTE_ADDR="192.0.2.7", **{header: f"198.51.100.{number}"})
        for number in range(12)
    ]
    assert tries[10:] == ["stopped"] * 2


def test_another_port_or_name_in_the_host_helps_nobody(settings):
    settings.ALLOWED_HOSTS = ["*"]
    tries = [
        signs_in("ann@example.org", REMOTE_ADDR=f"192.0.2.{number}", HTTP_HOST=f"h{number}.example.org:{9000 + number}")
        for number in range(12)
    ]
    assert tries == [200] * 10 + ["stopped"] * 2


def test_good_passwords_are_not_counted():
    EmailAddress.objects.create(
        user=make_user(email="ann@example.org"), email="ann@example.org", verified=True, primary=True
    )
    assert {signs_in("ann@example.org", WORD, REMOTE_ADDR="192.0.2.7") for _ in range(12)} == {302}


def test_many_other_entries_dont_throw_the_count_out():
    for _ in range(10):
        signs_in("ann@example.org", REMOTE_ADDR="192.0.2.7")
    for number in range(700):
        cache.set(f"flood-{number}", 1, 900)
    assert signs_in("ann@example.org", REMOTE_ADDR="192.0.2.8") == "stopped"
    assert signs_in("bea@example.org", REMOTE_ADDR="192.0.2.7") == "stopped"


def test_negative_control_a_small_cache_throws_the_count_out(monkeypatch):
    for _ in range(10):
        signs_in("ann@example.org", REMOTE_ADDR="192.0.2.7")
    monkeypatch.setattr(caches["default"], "_max_entries", 300)
    for number in range(700):
        cache.set(f"flood-{number}", 1, 900)
    assert signs_in("ann@example.org", REMOTE_ADDR="192.0.2.8") == 200


def test_new_passwords_and_codes_are_not_asked_for_without_end():
    make_user(email="ann@example.org")
    EmailAddress.objects.create(
        user=make_user(email="bea@example.org"), email="bea@example.org", verified=True, primary=True
    )
    for number in range(8):
        Client().post(reverse("account_reset_password"), {"email": "bea@example.org"}, REMOTE_ADDR=f"192.0.2.{number}")
    assert len(mail.outbox) == 5
    answers = [
        Client()
        .post(reverse("account_reset_password"), {"email": f"x{n}@example.org"}, REMOTE_ADDR="198.51.100.1")
        .status_code
        for n in range(12)
    ]
    assert answers[:10] == [302] * 10 and answers[10:] == [429] * 2


def test_a_new_password_ends_every_other_session_and_stream(study, alice):
    here, there = client_of(alice), client_of(alice)
    cookie = f"{settings.SESSION_COOKIE_NAME}={there.cookies['sessionid'].value}"
    assert who_listens(cookie, str(study.pk)) is not None
    new = {"oldpassword": WORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert here.post(reverse("account_change_password"), new).status_code == 302
    assert there.get(reverse("accounts:profile")).status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert who_listens(cookie, str(study.pk)) is None


def test_a_password_chosen_anew_by_mail_ends_every_session(alice):
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    there, here = client_of(alice), Client()
    here.post(reverse("account_reset_password"), {"email": alice.email})
    link = re.search(r"https?://\S+/(account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    form = here.get(f"/{link}", follow=True)
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    assert here.post(form.request["PATH_INFO"], new).status_code == 302
    assert there.get(reverse("accounts:profile")).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password("another long phrase")


def test_one_device_is_signed_out_from_another(alice):
    here, there = Client(HTTP_USER_AGENT="Firefox/1 Windows"), Client(HTTP_USER_AGENT="Chrome/1 Linux")
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    for client in (here, there):
        assert client.post(reverse("account_login"), {"login": alice.email, "password": WORD}).status_code == 302
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Chrome on Linux" in page and page.count("/end/") == 1
    ends = re.findall(r'action="(/you/sessions/\d+/end/)"', page)
    assert here.post(ends[0]).status_code == 302
    assert there.get(reverse("accounts:profile")).status_code == 302
    mine = alice.usersession_set.get()
    assert browser_name(mine.user_agent) == "Firefox on Windows"
    here.post(reverse("accounts:session_end", args=[mine.pk]))
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert client_of(make_user()).post(reverse("accounts:session_end", args=[mine.pk])).status_code == 404


@pytest.mark.parametrize(
    "trusted, seen", [(None, "127.0.0.1"), ("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")]
)
def test_only_a_proxy_that_is_named_is_believed(monkeypatch, trusted, seen):
    """Through the server as it is configured: what address a page is told, by what the environment names."""
    from config import serve

    if trusted:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", trusted)
    else:
        monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    said = []

    async def application(scope, receive, send):
        if scope["type"] == "http":
            said.append(scope["client"][0])
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    config = serve.server_config()
    config.app, config.lifespan = application, "off"
    if trusted:
        config.forwarded_allow_ips = trusted
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
        thread.start()
        with socket.create_connection(listener.getsockname()) as wire:
            # A client writes the first address itself; the proxy adds the one it sees.
            wire.sendall(
                b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.9.9.9, 203.0.113.9\r\nConnection: close\r\n\r\n"
            )
            wire.recv(100)
        server.should_exit = True
        thread.join(5)
    assert said == [seen]
