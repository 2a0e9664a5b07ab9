"""Which contacts are listed: words, the workspace's own attributes, who isn't to be contacted. All of it stands in the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Workspace
from interviews.forms.contacts import NumberField
from interviews.models import AttributeKind, Contact, ContactAttribute


class ContactFilters(forms.Form):
    q = forms.CharField(required=False)
    calls = forms.ChoiceField(
        required=False, label="May be contacted", choices=[("", "Everybody"), ("yes", "Yes"), ("no", "No")]
    )

    def __init__(self, address: QueryDict, workspace: Workspace) -> None:
        super().__init__(address, auto_id="by-%s")
        self.own = list(workspace.contact_attributes.all())
        for attribute in self.own:
            self.fields |= _fields(attribute)
        # What can't be read is left out, so that a shortened address still lists something.
        self.full_clean()

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """Everything but the words."""
        return [bound for bound in self if bound.name != "q"]

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "").strip()

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def narrows(self) -> bool:
        return bool(set(self.chosen) - {"q"})

    @property
    def query(self) -> str:
        """The address without the page."""
        return urlencode(self.chosen)

    def narrow(self, contacts: Any) -> QuerySet[Contact]:
        found = contacts.matching(self.words)
        chosen = self.chosen
        if "calls" in chosen:
            found = found.filter(do_not_contact=chosen["calls"] == "no")
        for attribute in self.own:
            found = found.filter(**_conditions(attribute, chosen))
        return found


def _fields(attribute: ContactAttribute) -> dict[str, forms.Field]:
    name = attribute.key
    if attribute.kind == AttributeKind.NUMBER:
        return {
            f"{name}_from": NumberField(label=f"{attribute.name}, from", required=False),
            f"{name}_to": NumberField(label=f"{attribute.name}, to", required=False),
        }
    if attribute.kind == AttributeKind.CHOICE:
        choices = [("", "Any"), *((choice, choice) for choice in attribute.choices)]
        return {name: forms.ChoiceField(label=attribute.name, choices=choices, required=False)}
    return {name: forms.CharField(label=attribute.name, required=False, max_length=200)}


def _conditions(attribute: ContactAttribute, chosen: dict[str, Any]) -> dict[str, Any]:
    name, key = attribute.key, f"attributes__{attribute.key}"
    if attribute.kind == AttributeKind.NUMBER:
        bounds = {f"{key}__gte": chosen.get(f"{name}_from"), f"{key}__lte": chosen.get(f"{name}_to")}
        return {lookup: bound for lookup, bound in bounds.items() if bound is not None}
    if name not in chosen:
        return {}
    if attribute.kind == AttributeKind.CHOICE:
        return {"attributes__contains": {attribute.key: chosen[name]}}
    return {f"{key}__icontains": chosen[name]}
