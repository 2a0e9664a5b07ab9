"""Answers that come by word of mouth or on paper: who heard them and when, which text, and where the scan may go."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from interviews.consent.paper_scan import MOST_BYTES, why_not
from interviews.models import ConsentPaper, Interview, InterviewState, Participant, Purpose
from interviews.models.consent import standing_consent
from interviews.models.consent_paper import drop_orphans
from studies.models import Study
from tests.factories import make_interview, make_participant, make_whole_form

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nsigned by hand\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path
    yield tmp_path


@pytest.fixture
def person(study: Study) -> Participant:
    make_whole_form(study=study, languages=["en", "de"])
    return make_participant(study=study, agrees=["notes"])


@pytest.fixture
def call(person: Participant) -> Interview:
    return make_interview(study=person.study, participant=person, state=InterviewState.LIVE)


def page(person: Participant) -> str:
    return reverse("interviews:consent", args=[person.study_id, person.pk])


def spoken(call: Interview, by: User, **changes: Any) -> dict[str, Any]:
    return {
        "method": "spoken", "heard_by": by.pk, "said_in": call.pk, "said_at": "0:00", "language": "de", "form_version": 1,
        "recording": "yes", "observers": "no", **changes,
    }  # fmt: skip


def test_said_aloud_has_its_time_its_hearer_its_text_and_a_line(
    as_bob: Client, person: Participant, call: Interview, alice: User
) -> None:
    assert as_bob.post(page(person), spoken(call, alice)).status_code == 302
    record = standing_consent(person)["recording"]
    assert (record.method, record.heard_by, record.said_in, record.said_ms) == ("spoken", alice, call, 0)
    assert (record.language, record.form.version, record.captured_by.email) == ("de", 1, "bob@example.org")
    line = call.notes.get()
    assert record.said_line == line and line.offset_ms == 0
    assert line.text == "Said aloud, about consent: yes to recording; no to observers."
    assert call.study.events.filter(kind="note").count() == 1
    shown = as_bob.get(reverse("interviews:participant", args=[person.study_id, person.pk])).content.decode()
    assert "heard by AO at 00:00:00 in the call of" in shown


def test_after_a_no_to_notes_only_the_time_is_kept(
    as_bob: Client, person: Participant, call: Interview, bob: User
) -> None:
    as_bob.post(page(person), spoken(call, bob, notes="no"))
    assert not call.notes.exists()
    record = standing_consent(person)["notes"]
    assert (record.granted, record.said_ms, record.said_line) == (False, 0, None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"said_at": "soon"}, "Type how far the call was"),
        ({"said_at": "9:00:00"}, "The call wasn’t that long"),
        ({"recording": "", "observers": ""}, "Choose yes or no for at least one use"),
        ({"named_quotes": "perhaps"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    as_bob: Client, person: Participant, call: Interview, bob: User, wrong: dict[str, str], says: str
) -> None:
    before = person.consent_records.count()
    answer = as_bob.post(page(person), spoken(call, bob, **wrong))
    assert answer.status_code == 422 and says in answer.content.decode()
    assert person.consent_records.count() == before and not call.notes.exists()


def test_strangers_and_calls_of_others_cant_be_named(as_bob: Client, person: Participant, charlie: User) -> None:
    other = make_interview(study=person.study, state=InterviewState.LIVE)
    for wrong in ({"heard_by": charlie.pk}, {"said_in": other.pk}):
        assert as_bob.post(page(person), spoken(other, charlie, **wrong)).status_code == 422


def test_from_the_capture_page_the_call_and_its_time_are_filled_in(
    as_bob: Client, person: Participant, call: Interview
) -> None:
    live = as_bob.get(reverse("interviews:live", args=[call.study_id, call.pk])).content.decode()
    address = f"{page(person)}?interview={call.pk}"
    assert address in live
    shown = as_bob.get(address).content.decode()
    assert f'<option value="{call.pk}" selected>' in shown and 'value="00:00:0' in shown
    assert "checked" not in shown.split("keys-dialog")[0]


def upload(content: bytes, name: str = "Kim Kellner signed.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.parametrize("content", [PDF, PNG, JPEG])
def test_a_scan_is_kept_under_a_name_that_tells_nothing_and_served_to_save(
    as_bob: Client, person: Participant, media: Path, content: bytes
) -> None:
    as_bob.post(page(person), {"method": "paper", "quotes": "yes", "form_version": 1, "scan": upload(content)})
    paper = person.consent_papers.get()
    assert standing_consent(person)["quotes"].paper == paper
    (kept,) = [path for path in media.rglob("*") if path.is_file()]
    assert kept.read_bytes() == content and "Kim" not in str(kept) and len(kept.stem) == 32
    answer = as_bob.post(reverse("interviews:consent_paper", args=[person.study_id, person.pk, paper.pk]))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith('attachment; filename="P01-consent.')
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert AuditEntry.objects.filter(act="consent_paper.read", thing=str(paper.pk)).count() == 1


def test_who_sees_no_names_sees_no_scan(
    as_vera: Client, as_charlie: Client, person: Participant, bob: User, media: Path
) -> None:
    paper = ConsentPaper.keep(person, PDF, bob)
    address = reverse("interviews:consent_paper", args=[person.study_id, person.pk, paper.pk])
    assert as_vera.post(address).status_code == 403
    assert as_charlie.post(address).status_code == 404
    other = make_participant(study=person.study)
    assert as_vera.post(address.replace(f"/people/{person.pk}/", f"/people/{other.pk}/")).status_code == 403


WRONG = [
    (b"<html><script>alert(1)</script>", "neither a PDF"),
    (b"<script>alert(1)</script>%%EOF", "neither a PDF"),
    (b"GIF89a;alert(1)", "neither a PDF"),
    (b"MZ\x90", "neither a PDF"),
    (b"", "empty"),
    (PDF[:12], "cut short"),
    (PNG[:12], "cut short"),
    (b"%PDF-" + b"x" * MOST_BYTES + b"%%EOF", "10.0 MB"),
]


@pytest.mark.parametrize(("content", "says"), WRONG)
def test_what_isnt_a_scan_is_refused_by_its_content_and_leaves_nothing(
    as_bob: Client, person: Participant, media: Path, content: bytes, says: str
) -> None:
    before = person.consent_records.count()
    data = {"method": "paper", "quotes": "yes", "scan": upload(content)}
    answer = as_bob.post(page(person), data)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert person.consent_records.count() == before
    assert not any(path.is_file() for path in media.rglob("*"))


def test_the_name_and_the_declared_type_count_for_nothing() -> None:
    assert why_not(PDF) == why_not(PNG) == why_not(JPEG) == ""
    assert why_not(b"x" + PDF)


def test_when_the_answers_cant_be_written_the_file_goes_again(
    person: Participant, bob: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviews.consent.writing_down import write_down

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("interviews.models.consent.ConsentRecord.capture", broken)
    form = person.study.consent_forms.get()
    with pytest.raises(RuntimeError):
        write_down(person, form, {Purpose.QUOTES: True}, bob, {"method": "paper", "scan": PDF})
    assert not ConsentPaper.objects.exists()
    assert not any(path.is_file() for path in media.rglob("*"))


def test_a_file_that_is_gone_is_said(as_bob: Client, person: Participant, bob: User, media: Path) -> None:
    paper = ConsentPaper.keep(person, PDF, bob)
    (media / paper.file.name).unlink()
    answer = as_bob.post(reverse("interviews:consent_paper", args=[person.study_id, person.pk, paper.pk]))
    assert answer.status_code == 409 and "isn’t there any more" in answer.content.decode()


def test_a_file_that_no_row_names_goes_after_a_day(person: Participant, bob: User, media: Path) -> None:
    assert drop_orphans() == 0  # no folder yet
    kept = media / ConsentPaper.keep(person, PDF, bob).file.name
    young, old = media / "consent" / "young.pdf", media / "consent" / "old.pdf"
    for path in (young, old):
        path.write_bytes(PDF)
    for path in (kept, old):
        os.utime(path, (0, 0))
    assert drop_orphans() == 1
    assert kept.exists() and young.exists() and not old.exists()
