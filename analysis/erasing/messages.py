"""Messages that weren't shown yet lie in sessions and may name somebody."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.utils import timezone

from analysis.erasing.literal import Seeker

KEY = SessionStorage.session_key
AT_ONCE = 500


def drop_messages(seeker: Seeker) -> None:
    """All of a session's, if the person is named in one: a message less is no loss."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator(AT_ONCE):
        held = store().decode(row.session_data)
        told = held.get(KEY)
        if told and seeker.spans(str(told)):
            session = store(session_key=row.session_key)
            session.pop(KEY, None)
            session.save()
