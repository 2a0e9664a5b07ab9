from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from accounts.ids import as_id
from accounts.models import User, Workspace
from analysis.audit.page import NOUNS
from analysis.audit.words import GROUPS

DAY = {"type": "date"}


class AuditFilters(forms.Form):
    """Read from the address; what can't be read is left out."""

    by = forms.ModelChoiceField(User.objects.none(), required=False, label="Who", empty_label="Everybody")
    act = forms.ChoiceField(required=False, label="What")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    about = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, address: QueryDict, workspace: Workspace) -> None:
        super().__init__(address, auto_id="by-%s")
        # Those who left stand in the log as the thing of their leaving.
        ends = workspace.audit_entries.filter(act__in=["member.left", "member.removed"])
        left = [pk for thing in ends.values_list("thing", flat=True)[:500] if (pk := as_id(thing)) is not None]
        people = User.objects.filter(memberships__workspace=workspace) | User.objects.filter(pk__in=left)
        self.fields["by"].queryset = people.distinct().order_by("name", "email")  # type: ignore[attr-defined]
        groups = [(label, [(key, f"All of “{label}”"), *acts.items()]) for key, (label, acts) in GROUPS.items()]
        listed = [(label, [(value, _short(words)) for value, words in choices]) for label, choices in groups]
        self.fields["act"].choices = [("", "Everything"), *listed]  # type: ignore[attr-defined]
        self.full_clean()

    def clean_about(self) -> tuple[str, int] | None:
        noun, _, thing = self.cleaned_data["about"].partition("-")
        pk = as_id(thing)
        return (noun, pk) if noun in NOUNS and pk is not None else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "This day comes before the other one. Choose that day or a later one.")
        return data

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The address without the page."""
        return urlencode({name: self.data[name] for name in self.chosen})


def _short(words: str) -> str:
    """“read {thing}” as a choice in a list."""
    plain = words.split(":")[0].replace("{thing}", "…")
    while "{" in plain:
        start, end = plain.index("{"), plain.index("}")
        plain = f"{plain[:start]}…{plain[end + 1 :]}"
    return plain[:1].upper() + plain[1:]
