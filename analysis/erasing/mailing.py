"""Somebody withdrew on their own page: the owners get to know by mail."""

from __future__ import annotations

from django.urls import reverse

from analysis.owners_mail import tell_owners
from interviews.models import Withdrawal


def tell(withdrawal_id: int) -> None:
    row = Withdrawal.objects.select_related("study__workspace").filter(pk=withdrawal_id).first()
    if row:
        path = reverse("analysis:withdrawal", args=[row.study_id, row.pk])
        tell_owners(row.study, f"{row.code} withdrew", "analysis/mail/withdrawal.txt", path, withdrawal=row)
