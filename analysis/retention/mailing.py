"""The reports go to the owners by mail."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.queue import enqueue
from analysis.models.retention import RetentionReport, Stage
from analysis.owners_mail import tell_owners


def tell_later(report: RetentionReport) -> None:
    from analysis.jobs import tell_of_retention  # the jobs know this, not the other way round

    enqueue(tell_of_retention, report=report.pk)


def tell(report_id: int) -> None:
    report = RetentionReport.objects.select_related("study__workspace").filter(pk=report_id, told_at=None).first()
    if report is None:
        return
    path = reverse("analysis:retention", args=[report.study_id])
    tell_owners(report.study, _subject(report), "analysis/mail/retention.txt", path, report=report)
    RetentionReport.objects.filter(pk=report.pk).update(told_at=timezone.now())


def _subject(report: RetentionReport) -> str:
    kind = report.get_kind_display()
    if report.stage == Stage.BEFORE:
        return f"To go on {report.goes_on:%-d %b %Y}: {kind}"
    return f"Gone, as promised: {kind}"
