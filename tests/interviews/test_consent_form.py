"""The form itself: its fields, its gaps, its versions, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.consent.notice_fields import FIELDS
from interviews.consent_words import WORDS
from interviews.models import ConsentDraft, ConsentForm, ConsentRecord, Method, Outcome, Purpose, StudyPrivacy
from studies.models import Study
from tests.factories import make_form, make_participant, make_whole_form

pytestmark = pytest.mark.django_db
TEXTS = {field.name: f"What {field.name} says." for field in FIELDS}


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def choices(**changes: object) -> dict[str, object]:
    days = {name: in_days(90).isoformat() for name in ("media_until", "words_until", "identity_until")}
    return {"purposes": ["quotes"], "languages": ["en"], "outcome": "delete", **days, **changes}


@pytest.mark.parametrize("empty", [field.name for field in FIELDS])
def test_one_empty_field_keeps_it_from_being_published_and_is_named(study: Study, alice: User, empty: str) -> None:
    StudyPrivacy.settle(study, alice, words_until=in_days(90), identity_until=in_days(90))
    ConsentDraft.write(study, "en", TEXTS | {empty: "  "}, alice, 0)
    label = next(field.label for field in FIELDS if field.name == empty)
    with pytest.raises(Refused, match=f"Still open: {label}, in English"):
        ConsentDraft.publish(study, alice)
    ConsentDraft.write(study, "en", TEXTS, alice, 1)
    assert ConsentDraft.publish(study, alice).version == 1


@pytest.mark.parametrize("empty", ["media_until", "words_until", "identity_until"])
def test_a_day_that_is_missing_or_past_keeps_it_too(study: Study, alice: User, empty: str) -> None:
    make_whole_form(study=study)
    for day in (None, in_days(-1)):
        StudyPrivacy.settle(study, alice, **{empty: day})
        with pytest.raises(Refused, match="Still open"):
            ConsentDraft.publish(study, alice)
    if empty == "media_until":  # who records nothing needs no day for recordings
        ConsentDraft.choose(study, [Purpose.QUOTES], ["en"], alice)
        assert ConsentDraft.publish(study, alice).version == 2


def test_written_chosen_and_published_in_two_languages(as_bob: Client, study: Study) -> None:
    page = as_bob.get(url("consent_form", study)).content.decode()
    assert "Not published yet" in page and "12 things are still open" in page  # ten texts, two days
    as_bob.post(url("consent_choices", study), choices(languages=["en", "de"]))
    assert as_bob.post(url("consent_form", study), TEXTS | {"revision": 1}).status_code == 302
    refused = as_bob.post(url("consent_publish", study))
    assert refused.status_code == 422 and "What it is about, in Deutsch" in refused.content.decode()
    as_bob.post(url("consent_form", study) + "?language=de", TEXTS | {"revision": 2, "about": "Wie Küchen zählen."})
    preview = as_bob.get(url("consent_preview", study) + "?language=de").content.decode()
    assert (
        "Wie Küchen zählen." in preview
        and "Worum es geht" in preview
        and "checked" not in preview.split("keys-dialog")[0]
    )
    as_bob.post(url("consent_publish", study))
    form = study.consent_forms.get()
    assert form.purposes == ["notes", "quotes"] and form.languages() == ["en", "de"]
    assert "Wie Küchen zählen." in as_bob.get(url("consent_version", study, 1) + "?language=de").content.decode()
    until = in_days(90)
    assert f"bis {until.day}. {WORDS['de'].months[until.month - 1]}" in str(form.document_in("de"))
    assert "Published as it stands here" in as_bob.get(url("consent_form", study)).content.decode()
    as_bob.post(url("consent_publish", study))
    assert study.consent_forms.count() == 1


def test_nobody_writes_over_what_they_havent_seen(as_bob: Client, study: Study, alice: User) -> None:
    ConsentDraft.write(study, "en", TEXTS | {"about": "Alice’s text"}, alice, 0)
    mine = TEXTS | {"about": "Bob’s text", "revision": 0}
    answer = as_bob.post(url("consent_form", study), mine)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Alice’s text" in page and "Bob’s text" in page
    assert ConsentDraft.of(study).texts["en"]["about"] == "Alice’s text"
    assert as_bob.post(url("consent_form", study), mine | {"revision": 1}).status_code == 302
    assert ConsentDraft.of(study).texts["en"]["about"] == "Bob’s text"


def test_uses_that_need_another_are_refused(as_bob: Client, study: Study) -> None:
    for asked, says in ((["transcription"], "needs a recording"), (["named_quotes"], "need quotes")):
        answer = as_bob.post(url("consent_choices", study), choices(purposes=asked))
        assert answer.status_code == 422 and says in answer.content.decode()
    assert not ConsentDraft.objects.exists()


def test_notes_are_always_asked_for(study: Study, alice: User) -> None:
    assert ConsentDraft.choose(study, [], ["en"], alice).purposes == [Purpose.NOTES]


def test_viewers_read_the_form_and_cant_change_it(as_vera: Client, study: Study) -> None:
    make_form(study=study)
    assert "We write down" in as_vera.get(url("consent_form", study)).content.decode()
    assert as_vera.get(url("consent_preview", study)).status_code == 200
    for name in ("consent_form", "consent_choices", "consent_publish"):
        assert as_vera.post(url(name, study), {"about": "x"}).status_code == 403


PUBLISHED = [
    "update interviews_consentform set body = 'other'",
    "update interviews_consentform set sha256 = ''",
    "update interviews_consentform set promises = '{}'",
    "update interviews_consentform set purposes = '{notes}'",
    "update interviews_consentform set created_by_id = 1",
    "update interviews_consenttext set document = '{}'",
    "update interviews_consentrecord set granted = not granted",
    "update interviews_consentrecord set form_id = null",
    "update interviews_consentrecord set at = now()",
]


def refused_by_the_database(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            raise LookupError
    except DatabaseError:
        return True
    except LookupError:
        return False


@pytest.mark.parametrize("statement", PUBLISHED)
def test_the_database_keeps_what_was_published_and_answered(study: Study, statement: str) -> None:
    make_whole_form(study=study)
    make_participant(study=study)
    assert refused_by_the_database(statement)


def test_negative_control_without_the_triggers_it_could_be_changed(study: Study) -> None:
    make_whole_form(study=study)
    make_participant(study=study)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; alter table interviews_consentform disable trigger form_stands")
    assert not refused_by_the_database(PUBLISHED[0])


def test_who_wrote_it_down_may_leave(study: Study, bob: User) -> None:
    form = ConsentForm.publish(study, "We write down what you say.", bob)
    participant = make_participant(study=study, agrees=False)
    ConsentRecord.capture(participant, {"notes": True}, Method.SPOKEN, bob, form)
    bob.delete()
    form.refresh_from_db()
    assert form.created_by is None and participant.consent_records.get().captured_by is None


def test_the_same_words_have_the_same_fingerprint_and_one_letter_more_another(study: Study, alice: User) -> None:
    first = make_whole_form(study=study)
    assert ConsentDraft.publish(study, alice) == first
    ConsentDraft.write(study, "en", ConsentDraft.of(study).texts_in("en") | {"about": "Other."}, alice, 2)
    second = ConsentDraft.publish(study, alice)
    assert second.version == 2 and second.sha256 != first.sha256


def test_a_promise_to_somebody_is_kept_better_never_worse(as_bob: Client, study: Study, alice: User) -> None:
    form = make_whole_form(study=study, outcome=Outcome.COUNTS, withdraw_until=in_days(30))
    later = {"words_until": in_days(91)}
    StudyPrivacy.settle(study, alice, **later)  # nobody has answered yet
    StudyPrivacy.settle(study, alice, words_until=in_days(90))
    participant = make_participant(study=study, agrees=False)
    ConsentRecord.capture(participant, {"notes": True}, Method.PAPER, alice, form)
    for worse in (later, {"words_until": None}, {"withdraw_until": in_days(29)}, {"outcome": Outcome.STOP}):
        with pytest.raises(Refused, match="Form 1 promised"):
            StudyPrivacy.settle(study, alice, **worse)
    for better in ({"words_until": in_days(80)}, {"withdraw_until": None}, {"outcome": Outcome.DELETE}):
        StudyPrivacy.settle(study, alice, **better)
    answer = as_bob.post(url("consent_choices", study), choices(words_until=in_days(95).isoformat()))
    assert answer.status_code == 422 and "Choose that day or an earlier one" in answer.content.decode()


def test_the_page_needs_as_many_queries_for_many_versions(as_bob: Client, study: Study, alice: User) -> None:
    def queries(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as caught:
            as_bob.get(url(name, study, *args))
        return len(caught)

    make_whole_form(study=study)
    pages: list[tuple[object, ...]] = [
        ("consent_form",),
        ("consent_choices",),
        ("consent_preview",),
        ("consent_version", 1),
    ]
    few = [queries(*page) for page in pages]
    for number in range(5):
        texts = ConsentDraft.of(study).texts_in("en") | {"about": f"Other {number}."}
        ConsentDraft.write(study, "en", texts, alice, ConsentDraft.of(study).revision)
        ConsentDraft.publish(study, alice)
    ConsentDraft.choose(study, Purpose.values, ["en", "de"], alice)
    assert [queries(*page) for page in pages] == few


def test_publishing_saves_what_stands_in_the_fields_and_loses_nothing(as_bob: Client, study: Study) -> None:
    typed = TEXTS | {"revision": 0, "about": "", "happens": "We talk for an hour."}
    refused = as_bob.post(url("consent_publish", study), typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and "We talk for an hour." in page
    assert f'action="{url("consent_form", study)}?language=en"' in page  # Save there saves, and doesn’t publish again
    assert 'href="#id_about"' in page  # a gap on this very page is gone to without losing the rest
    assert ConsentDraft.of(study).texts["en"]["happens"] == "We talk for an hour."
    as_bob.post(url("consent_choices", study), choices())
    whole = typed | {"about": "How kitchens count.", "revision": ConsentDraft.of(study).revision}
    assert as_bob.post(url("consent_publish", study), whole)["Location"] == url("consent_version", study, 1)
    assert "How kitchens count." in str(study.consent_forms.get().document_in("en"))


def test_publishing_writes_over_nobodys_text_unseen(as_bob: Client, study: Study, alice: User) -> None:
    make_whole_form(study=study)
    ConsentDraft.write(study, "en", TEXTS | {"about": "Alice’s text"}, alice, ConsentDraft.of(study).revision)
    answer = as_bob.post(url("consent_publish", study), TEXTS | {"about": "Bob’s text", "revision": 0})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Alice’s text" in page and "Bob’s text" in page
    assert ConsentDraft.of(study).texts["en"]["about"] == "Alice’s text"


def test_each_outcome_of_a_withdrawal_says_what_it_does(as_bob: Client, study: Study) -> None:
    page = as_bob.get(url("consent_choices", study)).content.decode()
    assert "Nothing is erased. Nobody sees or uses it any more" in page and "goes on counting" in page
