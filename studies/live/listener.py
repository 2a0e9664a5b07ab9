"""Who holds a stream, and what they have missed. Plain synchronous code; see asking.py."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import Http404
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.planned import one_row
from studies.access import study_access
from studies.live.bells import Listener
from studies.models.event import StudyEvent

REPLAY_LIMIT = 200
# What a sign-in rests on: its session as it stands, and the password it was opened with.
SIGN_IN = """
    select md5(session_data || password) from django_session, accounts_user
    where session_key = %s and expire_date > now() and accounts_user.id = %s and is_active
"""


def who_listens(cookies: str, study_id: str) -> Listener | None:
    """The signed-in person, if they may read the study now."""
    user = _signed_in_person(cookies)
    if user is None:
        return None
    try:
        access = study_access(user, study_id)
    except Http404:
        return None
    return Listener(user.pk, str(access.workspace.pk), study_id, sign_in(cookies, user.pk))


def sign_in(cookies: str, user_id: int) -> str:
    """Stays the same for as long as nothing about this person's sign-in changes; empty when it has ended.

    One planned statement, where the whole question takes three: hundreds of open pages ask it every few seconds.
    """
    row = one_row(SIGN_IN, (_session_key(cookies) or "", user_id))
    return row[0] if row else ""


def missed(study_id: str, seq: int) -> list[tuple[int, str]] | None:
    """Numbers and kinds of the changes after `seq`; None if there are too many to tell one by one."""
    events = StudyEvent.objects.filter(study_id=study_id, seq__gt=seq).order_by("seq")
    rows = list(events.values_list("seq", "kind")[: REPLAY_LIMIT + 1])
    return None if len(rows) > REPLAY_LIMIT else rows


def _signed_in_person(cookies: str) -> User | None:
    """As django.contrib.auth does it, without a request: session, person, and the password the session was opened with."""
    key = _session_key(cookies)
    if key is None:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    return user if user and _opened_with_this_password(user, session.get(HASH_SESSION_KEY, "")) else None


def _session_key(cookies: str) -> str | None:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookies)
    except CookieError:
        return None
    morsel: Any = jar.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else None


def _opened_with_this_password(user: User, opened_with: str) -> bool:
    """SECRET_KEY_FALLBACKS count too: a changed secret key signs nobody out."""
    good = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(opened_with, each) for each in good)
