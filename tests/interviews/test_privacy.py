from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User
from interviews.models import Outcome, StudyPrivacy
from studies.models import Study

pytestmark = pytest.mark.django_db


def test_nothing_set_is_the_safest_and_saves_nothing(study: Study) -> None:
    privacy = StudyPrivacy.of(study)
    assert (privacy.outcome, privacy.words_until, privacy.may_withdraw) == (Outcome.DELETE, None, True)
    assert not StudyPrivacy.objects.exists()


def test_a_change_is_told_once_and_by_the_names_of_its_fields(study: Study, alice: User) -> None:
    day = timezone.localdate() + timedelta(days=90)
    StudyPrivacy.settle(study, alice, words_until=day, outcome=Outcome.COUNTS)
    StudyPrivacy.settle(study, alice, words_until=day)
    assert StudyPrivacy.of(study).words_until == day
    entry = AuditEntry.objects.get(act="privacy.change")
    assert entry.details == {"fields": ["outcome", "words_until"]} and entry.by_id == alice.pk
    assert study.events.filter(kind="privacy").count() == 1


def test_the_cut_off_is_the_last_day(study: Study, alice: User) -> None:
    today = timezone.localdate()
    assert StudyPrivacy.settle(study, alice, withdraw_until=today).may_withdraw
    assert not StudyPrivacy.settle(study, alice, withdraw_until=today - timedelta(days=1)).may_withdraw


def test_the_database_knows_the_outcomes(study: Study, alice: User) -> None:
    StudyPrivacy.settle(study, alice, outcome=Outcome.STOP)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update interviews_studyprivacy set outcome = 'sell'")
