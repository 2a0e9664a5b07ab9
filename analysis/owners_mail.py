"""A mail to the owners of a study's workspace: codes and numbers, nobody's name."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import Role
from interviews.scheduling.mailing import CouldNotSend
from studies.models import Study


def tell_owners(study: Study, subject: str, template: str, path: str, **context: Any) -> None:
    """`path`: of the page to look at, which is left out where the installation doesn't know its own address.

    CouldNotSend without the mail server's own words, which repeat addresses.
    """
    context["page"] = settings.SITE_URL.rstrip("/") + path if settings.SITE_URL else ""
    body = render_to_string(template, context)
    owners = study.workspace.memberships.filter(role=Role.OWNER, user__is_active=True)
    try:
        for address in list(owners.values_list("user__email", flat=True)):
            EmailMessage(subject, body, to=[address]).send()  # each alone: nobody's address is told to the others
    except (OSError, smtplib.SMTPException) as problem:
        raise CouldNotSend(type(problem).__name__) from None
