"""The rows of a participant, table by table, as the registry says how to reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from analysis.models import Change, Redaction
from analysis.personal import TABLES, Table
from interviews.models import Contact, Participant


def contact_of(participant: Participant) -> models.QuerySet[Contact]:
    """The contact, unless another study knows it: then it stays."""
    elsewhere = Participant.objects.filter(contact=models.OuterRef("pk")).exclude(pk=participant.pk)
    return Contact.objects.filter(~models.Exists(elsewhere), participations=participant)


def changes_of(participant: Participant) -> models.QuerySet[Change]:
    """What the journal has of their quotes, those that are gone included, and of what hung on them."""
    return Change.objects.filter(quote_id__in=_quotes(participant), step__study=participant.study_id)


def _quotes(participant: Participant) -> list[int]:
    told = Change.objects.filter(step__study=participant.study_id, kind="quote")
    whole = models.Q(after__participant_id=participant.pk) | models.Q(before__participant_id=participant.pk)
    gone = told.filter(whole).values_list("row_id", flat=True).distinct()
    return [*gone, *participant.quotes.values_list("pk", flat=True)]


def redactions_of(participant: Participant) -> models.QuerySet[Redaction]:
    """Words that were taken out of what they said, and can still be put back."""
    return Redaction.objects.exclude(words="").filter(study=participant.study_id, people__contains=[participant.pk])


FINDERS: dict[str, Callable[[Participant], models.QuerySet[Any]]] = {
    "contact_of": contact_of,
    "changes_of": changes_of,
    "redactions_of": redactions_of,
}


def model_of(table: Table) -> type[models.Model]:
    """Join tables without a model of their own are found as well."""
    found = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return found[table.model]


def rows_of(table: Table, participant: Participant) -> models.QuerySet[Any]:
    if finder := FINDERS.get(table.to):
        return finder(participant)
    return model_of(table)._default_manager.filter(**{table.to: participant.pk})


def all_rows(participant: Participant) -> Iterator[tuple[Table, models.QuerySet[Any]]]:
    for table in TABLES:
        if table.of_a_person:
            yield table, rows_of(table, participant)
