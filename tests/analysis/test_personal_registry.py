"""The registry of participant data knows every field of every model, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from analysis.erasing.rows import FINDERS, model_of
from analysis.personal import BY_MODEL, STORES, TABLES, Held, What
from analysis.personal.record import record_of_processing

ROOT = Path(__file__).resolve().parents[2]
MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
ENDS_OF_EMPTIED = {What.TEAM}


def fields_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_concrete_fields}


def wrong_in(tables: dict[str, set[str]], there: dict[str, type[models.Model]]) -> list[str]:
    """What the registry misses, and what it has that isn't there."""
    wrong = [f"{name}: not in the registry" for name in there.keys() - tables.keys()]
    wrong += [f"{name}: no such table" for name in tables.keys() - there.keys()]
    for name in there.keys() & tables.keys():
        wrong += [f"{name}.{field}: not in the registry" for field in fields_of(there[name]) - tables[name]]
        wrong += [f"{name}.{field}: no such field" for field in tables[name] - fields_of(there[name])]
    return sorted(wrong)


def test_every_field_of_every_model_has_an_entry_and_every_entry_a_field() -> None:
    assert wrong_in({table.model: table.known for table in TABLES}, MODELS) == []


def test_negative_control_a_field_without_an_entry_and_an_entry_without_a_field_are_seen() -> None:
    known = {table.model: set(table.known) for table in TABLES}
    known["interviews.Note"] = known["interviews.Note"] - {"text"} | {"smell"}
    del known["analysis.Quote"]
    assert {
        "analysis.Quote: not in the registry",
        "interviews.Note.smell: no such field",
        "interviews.Note.text: not in the registry",
    } <= set(wrong_in(known, MODELS))


def test_no_field_is_said_twice() -> None:
    assert [table.model for table in TABLES if set(table.fields) & set(table.plain.split())] == []
    assert len(BY_MODEL) == len(TABLES)


def test_free_text_is_never_called_plain_unless_it_is_no_participants() -> None:
    """A text field that is new is looked at, not waved through: the ones that hold nothing of participants are named here."""
    none = {
        "accounts.Workspace.name", "accounts.User.email", "accounts.User.name", "accounts.Invitation.email",
        "interviews.ConsentForm.body", "interviews.ConsentForm.promises", "interviews.ConsentText.document",
        "interviews.ConsentDraft.texts", "interviews.CallPlan.place", "interviews.Slot.place",
            "analysis.RetentionReport.people", "analysis.RetentionReport.held",
    }  # fmt: skip
    kinds = (models.TextField, models.EmailField, models.JSONField, models.FileField)
    plain = {
        f"{table.model}.{name}"
        for table in TABLES
        if table.model.split(".")[0] in {"accounts", "studies", "interviews", "analysis"}
        for name in table.plain.split()
        if isinstance(field := MODELS[table.model]._meta.get_field(name), kinds)
        or (isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) > 64)
    }
    harmless = {
        "accounts.AuditEntry.details", "studies.StudyEvent.ids", "accounts.User.password",
        "interviews.ContactAttribute.choices", "interviews.ContactImport.columns", "interviews.ContactImport.left_out",
    }  # fmt: skip
    assert plain - none - harmless == set()


def test_rows_of_a_person_go_or_are_emptied_or_are_said_to_stay() -> None:
    for table in TABLES:
        if table.of_a_person:
            assert table.to in FINDERS or table.to, table.model
            assert table.delete in {Held.GOES, Held.ALONE}, table.model
            hold = {What.IDENTITY, What.WORDS, What.MEDIA} & set(table.fields.values())
            if hold and table.counts is Held.EMPTIED:
                emptied = {
                    name for name, what in table.fields.items() if what in {What.IDENTITY, What.WORDS, What.MEDIA}
                }
                assert emptied <= set(table.emptied), f"{table.model} keeps {emptied - set(table.emptied)}"
            elif hold:
                assert table.counts in {Held.GOES, Held.ALONE}, table.model
        for name in table.emptied:
            assert name in fields_of(model_of(table)), f"{table.model}.{name}"


def test_whatever_is_said_to_be_done_elsewhere_is_done_in_a_file_that_is_there() -> None:
    assert [store.code for store in STORES if store.code and not (ROOT / store.code).exists()] == []


def test_the_record_of_processing_names_every_table_of_a_person_and_every_store(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("record_of_processing")
    told = capsys.readouterr().out
    assert told == record_of_processing()
    assert [table.model for table in TABLES if table.of_a_person and f"`{table.model}`" not in told] == []
    assert [store.name for store in STORES if store.name not in told] == []
