"""Twenty-four words that stand nowhere else, each planted in another kind of place: after the withdrawal a dump of the
database, the files, the sessions, the log and what the app shows hold none of them. Each step left out is noticed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.sessions import SessionStore
from analysis.erasing import steps
from analysis.erasing.beginning import erase
from analysis.exporters.json_all import document
from analysis.models import Change, SearchEntry, Settlement, ShareLink, ThemeMemo
from config.postgres.cluster import Cluster
from config.postgres.owner import default_owner
from config.postgres.programs import Programs
from interviews.models import ConsentPaper, Contact, Debrief, Interview, Note, Transcript, TranscriptDraft
from tests.analysis.full_house import House, full_house
from tests.factories import make_insight
from tests.people import client_of

PLACES = (
    "name", "mail", "company", "role", "attribute", "place", "filename", "turn", "draft", "note", "removed", "off record",
    "typed theme", "debrief", "quote", "card", "insight", "report", "old name", "memo", "scan", "session", "log", "settled",
)  # fmt: skip
CANARY = {place: f"qz{number:02d}vane" for number, place in enumerate(PLACES)}
SAID = f"we keep the {CANARY['quote']} behind the third oven on Fridays"
NAME = f"Quilla {CANARY['name'].capitalize()}"


@pytest.fixture(autouse=True)
def own_places(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "media"


def planted() -> House:
    word = CANARY
    house = full_house(
        NAME, SAID, email=f"{word['mail']}@example.org", company=f"{word['company']} Ltd", job=f"Chief {word['role']}"
    )
    person, study, owner = house.person, house.study, house.owner
    person.attributes = {"town": word["attribute"]}
    person.save()
    Interview.objects.filter(pk=house.talk.pk).update(place=word["place"])
    Transcript.objects.filter(interview=house.held).update(filename=f"{word['filename']}.vtt")
    Note.objects.filter(interview=house.held, speaker__role="other").update(text=f"And {word['turn']} too.")
    TranscriptDraft.objects.filter(interview__participant=person).update(turns=[{"text": word["draft"]}])
    lines = Note.objects.filter(interview=house.talk)
    lines.filter(kind="observation").update(text=word["note"])
    lines.exclude(deleted_at=None).update(text=word["removed"])
    lines.filter(off_record=True).update(text=word["off record"])
    lines.exclude(theme_names=[]).update(theme_names=[word["typed theme"]])
    Debrief.objects.filter(interview=house.held).update(needs=word["debrief"])
    _said(house, "card", lambda text: house.theme.revise(owner, include=text))
    _said(house, "insight", lambda text: make_insight(study=study, statement=text))
    study.report.answer = f"As {NAME} says. {_line(house, 'report')}"  # type: ignore[attr-defined]
    study.report.save()  # type: ignore[attr-defined]
    _said(house, "old name", lambda text: house.theme.revise(owner, name=text[:80]))
    house.theme.revise(owner, name="Ovens")
    _said(house, "memo", lambda text: ThemeMemo.write(house.theme, text, house.editor))
    Settlement.objects.update(remark=word["settled"])
    scan = ConsentPaper.objects.get(participant=person)
    scan.file.storage.delete(scan.file.name)
    scan.file.storage.save(scan.file.name, ContentFile(f"%PDF-1.4 {word['scan']} %%EOF".encode()))
    _message(house, f"{NAME} ({word['session']}) is a contact now.")
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):  # the address is taken: the database writes of it in its log
        Contact.objects.create(workspace=study.workspace, name=f"Twin {CANARY['log']}", email=person.contact.email)  # type: ignore[union-attr]
    return house


def _line(house: House, place: str) -> str:
    """Five words and more that the person said, with the canary among them; they stand in a line as well."""
    text = f"the {CANARY[place]} stays where it always stood"
    Note.objects.create(study=house.study, interview=house.talk, kind="verbatim", text=f"Well, {text}.", position=1)
    return f"“{text}”"


def _said(house: House, place: str, put: Callable[[str], object]) -> None:
    put(f"Heard: {_line(house, place)}")


def _message(house: House, text: str) -> None:
    client = client_of(house.editor)
    session = client.session
    session[SessionStorage.session_key] = f'[["__json_message",0,25,"{text}",""]]'
    session.save()


def dumped() -> str:
    place = connection.settings_dict
    programs = Programs.find(Path("/tmp"), default_owner())
    command = [
        programs.folder / "pg_dump",
        "-h",
        place["HOST"],
        "-p",
        str(place["PORT"] or 5432),
        "-U",
        place["USER"],
        place["NAME"],
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def in_sessions() -> str:
    """What is in them, decoded: a dump shows them packed."""
    return "\n".join(str(SessionStore().decode(row.session_data)) for row in Session.objects.all())


def in_files(root: Path) -> str:
    files = [path for path in root.rglob("*") if path.is_file()]
    return "\n".join(f"{path.name} {path.read_bytes().decode(errors='replace')}" for path in files)


def in_logs() -> str:
    from tests.conftest import VAR

    logs = (Cluster(VAR).data / "log").glob("*")
    return "\n".join(path.read_text(errors="replace") for path in logs)


def shown(house: House) -> str:
    """What members and readers of a shared link get to see."""
    client, (_, token) = client_of(house.editor), ShareLink.issue(house.study, house.owner, 7)
    names = ["overview", "board", "themes", "insights", "report", "matrix", "history", "decisions", "withdrawals"]
    pages = [client.get(reverse(f"analysis:{name}", args=[house.study.pk])) for name in names]
    pages += [client.get(reverse("interviews:people", args=[house.study.pk]))]
    pages += [Client().get(reverse("analysis:shared_report", args=[token]))]
    pages += [client.get(reverse("analysis:search"), {"q": word}) for word in (CANARY["quote"], CANARY["insight"])]
    assert {page.status_code for page in pages} == {200}
    text = "\n".join(page.content.decode() for page in pages)
    for word in (CANARY["quote"], CANARY["insight"]):  # what was typed into the box is not an answer
        text = re.sub(rf'value="{word}"|“{word}”|<title>{word}[^<]*', "", text)
    return text + str(document(house.study, house.owner))


def everywhere(house: House, media: Path) -> Mapping[str, str]:
    return {
        "dump": dumped(), "sessions": in_sessions(), "files": in_files(media), "pages": shown(house),
        "cache": str(cache.get_many(list(CANARY.values()))), "ledger": in_files(media.parent),
    }  # fmt: skip


def hits(texts: Mapping[str, str]) -> dict[str, list[str]]:
    found = {where: [place for place, word in CANARY.items() if word in text.lower()] for where, text in texts.items()}
    return {where: places for where, places in found.items() if places}


def without(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {name: (lambda *_: None) if name == step else take for name, take in steps.ERASING.items()}
    monkeypatch.setattr("analysis.erasing.carrying_out.STEPS", dict.fromkeys(("delete", "counts"), broken))


@pytest.mark.parametrize("outcome", ["delete", "counts"])
def test_nothing_is_left_anywhere(transactional_db: None, settings: Any, outcome: str) -> None:
    house = planted()
    before = everywhere(house, settings.MEDIA_ROOT)
    planted_in = {place for places in hits(before).values() for place in places}
    assert planted_in == set(CANARY) - {"log"}, "a canary that is nowhere proves nothing"
    assert SearchEntry.objects.filter(words=CANARY["quote"]).exists() and Change.objects.exists()
    erase(house.person, outcome, house.owner)
    assert hits(everywhere(house, settings.MEDIA_ROOT)) == {}
    log = in_logs()
    assert "contact_email_once_a_workspace" in log and hits({"log": log}) == {}


@pytest.mark.parametrize("step", ["texts", "messages", "files", "words", "identity"])
def test_negative_control_a_step_left_out_is_found(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    house = planted()
    without(step, monkeypatch)
    if step == "files":
        # The scan goes with its row as well; it is the row's own deletion that is switched off here.
        monkeypatch.setattr("django.core.files.storage.FileSystemStorage.delete", lambda *_: None)
    erase(house.person, "counts" if step == "words" else "delete", house.owner)
    assert hits({"dump": dumped(), "sessions": in_sessions(), "files": in_files(settings.MEDIA_ROOT)})


def test_a_dump_would_show_them(transactional_db: None) -> None:
    """The looking itself can find: what is packed in a dump is unpacked, and case makes no difference."""
    assert hits({"x": CANARY["note"].upper()}) == {"x": ["note"]}
    assert "CREATE TABLE public.interviews_note" in dumped()
