"""A person's own data: exactly what erasing would take, row by row and field by field, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from analysis.erasing.beginning import erase
from analysis.erasing.rows import model_of
from analysis.exporters.person import document, person_zip
from analysis.personal import BY_MODEL
from interviews.models import Debrief, ParticipantLink
from studies.models import StudyEvent
from tests.analysis.full_house import SAID, House, empty_tables, full_house
from tests.analysis.test_erasing import everything
from tests.people import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def house(own_ledger: None, db: None) -> House:
    return full_house(mark="Zyxmark")


def unpacked(held: bytes) -> tuple[dict[str, Any], str]:
    archive = zipfile.ZipFile(io.BytesIO(held))
    return json.loads(archive.read("data.json")), archive.read("data.html").decode()


def rows_in(told: dict[str, Any]) -> set[tuple[str, str]]:
    return {(table["table"], row["id"]) for table in told["tables"] for row in table["rows"]}


def test_it_holds_exactly_the_rows_that_erasing_takes(house: House) -> None:
    assert empty_tables(house) == []
    told, _ = unpacked(person_zip(house.person))
    before = everything()
    erase(house.person, "delete", house.owner)
    gone = before.keys() - everything().keys()
    assert rows_in(told) == {row for row in gone if row[0] != "analysis.Step"}


def test_it_holds_every_field_the_registry_calls_theirs_with_what_stands_in_it(house: House) -> None:
    told, _ = unpacked(person_zip(house.person))
    before = everything()
    for table in told["tables"]:
        for row in table["rows"]:
            assert set(row) == {"id", *BY_MODEL[table["table"]].fields}
            stored = before[table["table"], row["id"]]
            plain = {name for name in BY_MODEL[table["table"]].fields if _is_text(table["table"], name)}
            assert {name: row[name] for name in plain} == {name: stored[name] for name in plain}


def _is_text(table: str, name: str) -> bool:
    field = model_of(BY_MODEL[table])._meta.get_field(name)
    return isinstance(field, (models.CharField, models.TextField, models.BooleanField, models.IntegerField))


def test_nothing_of_anybody_else_is_in_it(house: House) -> None:
    others = [contact.name for contact in house.study.workspace.contacts.exclude(participations=house.person)]
    told, page = unpacked(person_zip(house.person))
    for name in [*others, "Nobody here counts at all", house.owner.email, house.editor.email, house.owner.name]:
        assert name not in json.dumps(told) and name not in page
    assert rows_in(told).isdisjoint(rows_in(document_of(house.other)))


def document_of(person: Any) -> dict[str, Any]:
    return unpacked(person_zip(person))[0]


def test_the_page_says_it_all_in_words_too(house: House) -> None:
    told, page = unpacked(person_zip(house.person))
    assert page.count("Zyxmark") >= 10 and SAID in page and "Ada Canary-Kowalski" in page
    assert told["in_texts_of_the_team"] == [{"where": "Theme, an example", "text": SAID}]
    assert [table["about"] for table in told["tables"] if table["about"] not in unescape(page)] == []


def test_what_a_teammate_may_not_see_yet_is_left_out_of_theirs_and_named(house: House) -> None:
    whole, theirs = document(house.person), document(house.person, house.editor)
    hidden = {
        ("interviews.Debrief", str(pk))
        for pk in Debrief.objects.filter(interview=house.held).values_list("pk", flat=True)
    }
    assert rows_in(whole) - rows_in(theirs) == hidden
    assert "1 of interviews.Debrief" in theirs["left_out"][0] and whole["left_out"] == []


def test_handing_it_over_is_written_down(house: House) -> None:
    client = client_of(house.editor)
    url = reverse("analysis:person_data", args=[house.study.pk, house.person.pk])
    assert client.get(url).status_code == 405
    answer = client.post(url)
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.latest("number").act == "participant.export"
    assert StudyEvent.objects.filter(kind="exported_zip", ids__participant=house.person.pk).exists()


def test_after_counts_only_are_kept_nothing_of_them_can_be_read_in_it(house: House) -> None:
    erase(house.person, "counts", house.owner)
    house.person.refresh_from_db()
    text = json.dumps(document_of(house.person), default=str)
    assert "Zyxmark" not in text and SAID not in text and "Canary" not in text


def test_the_person_takes_it_on_their_own_page_whole(house: House) -> None:
    link, token = ParticipantLink.issue(house.person, house.owner)
    url = reverse("analysis:own_data", args=[token])
    page = Client().get(reverse("interviews:own_page", args=[token])).content.decode()
    assert f'action="{url}"' in page
    answer = Client(enforce_csrf_checks=True).post(url)
    assert rows_in(unpacked(answer.content)[0]) == rows_in(document(house.person))
    entry = AuditEntry.objects.latest("number")
    assert (entry.act, entry.actor) == ("participant.export", "participant")
    link.revoke(house.owner)
    assert Client().post(url).status_code == 404 and Client().get(url).status_code == 405
