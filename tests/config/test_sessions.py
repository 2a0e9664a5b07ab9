"""An ended session's cookie goes with the next page, never with a late answer to a script."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from studies.models import Study
from tests.people import client_of


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "goes"), [("navigate", True), ("cors", False), ("same-origin", False)])
def test_only_a_page_takes_the_cookie_of_an_ended_session_away(bob: User, study: Study, mode: str, goes: bool) -> None:
    client: Client = client_of(bob)
    client.session.delete()
    answer = client.get(reverse("interviews:list", args=[study.pk]), headers={"Sec-Fetch-Mode": mode})
    assert answer.status_code == 302
    assert (settings.SESSION_COOKIE_NAME in answer.cookies) == goes
