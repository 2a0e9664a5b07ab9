"""Somebody withdrew on their own page: the owners get to know by mail. A code, and nobody's name."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Role
from interviews.models import Withdrawal
from interviews.scheduling.mailing import CouldNotSend


def tell(withdrawal_id: int) -> None:
    withdrawal = Withdrawal.objects.select_related("study__workspace").filter(pk=withdrawal_id).first()
    if withdrawal is None:
        return
    owners = withdrawal.study.workspace.memberships.filter(role=Role.OWNER, user__is_active=True)
    addresses = list(owners.values_list("user__email", flat=True))
    try:
        for address in addresses:  # each on its own: nobody's address is told to the others
            EmailMessage(f"{withdrawal.code} withdrew", _body(withdrawal), to=[address]).send()
    except (OSError, smtplib.SMTPException) as problem:
        raise CouldNotSend(type(problem).__name__) from None


def _body(withdrawal: Withdrawal) -> str:
    path = reverse("analysis:withdrawal", args=[withdrawal.study_id, withdrawal.pk])
    page = settings.SITE_URL.rstrip("/") + path if settings.SITE_URL else ""
    return render_to_string("analysis/mail/withdrawal.txt", {"withdrawal": withdrawal, "page": page})
