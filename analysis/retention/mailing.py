"""The reports go to the owners by mail: codes and numbers, nobody's name."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.queue import enqueue
from analysis.models.retention import RetentionReport, Stage
from interviews.scheduling.mailing import CouldNotSend


def tell_later(report: RetentionReport) -> None:
    from analysis.jobs import tell_of_retention  # the jobs know this, not the other way round

    enqueue(tell_of_retention, report=report.pk)


def tell(report_id: int) -> None:
    report = RetentionReport.objects.select_related("study__workspace").filter(pk=report_id, told_at=None).first()
    if report is None:
        return
    owners = report.study.workspace.memberships.filter(role=Role.OWNER, user__is_active=True)
    addresses = list(owners.values_list("user__email", flat=True))
    try:
        for address in addresses:  # each on its own: nobody's address is told to the others
            EmailMessage(_subject(report), _body(report), to=[address]).send()
    except (OSError, smtplib.SMTPException) as problem:
        raise CouldNotSend(type(problem).__name__) from None
    RetentionReport.objects.filter(pk=report.pk).update(told_at=timezone.now())


def _subject(report: RetentionReport) -> str:
    kind = report.get_kind_display()
    if report.stage == Stage.BEFORE:
        return f"To go on {report.goes_on:%-d %b %Y}: {kind}"
    return f"Gone, as promised: {kind}"


def _body(report: RetentionReport) -> str:
    page = (
        settings.SITE_URL.rstrip("/") + reverse("analysis:retention", args=[report.study_id])
        if settings.SITE_URL
        else ""
    )
    return render_to_string("analysis/mail/retention.txt", {"report": report, "page": page})
