from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms import LineField
from accounts.models import User, Workspace
from interviews.contact_table.values import LARGEST, number_cell, whole
from interviews.models import AttributeKind, Contact, ContactAttribute
from interviews.models.contact_attribute import LONGEST

PREFIX = "attribute_"


class NumberField(forms.FloatField):
    """Whole numbers stay whole."""

    def clean(self, value: Any) -> float | int | None:
        number = super().clean(value)
        return None if number is None else whole(number)


class ContactForm(forms.ModelForm):
    """The fixed fields, then the workspace's own attributes in their order."""

    name = LineField(max_length=160)
    company = LineField(max_length=160, required=False)
    job = LineField(max_length=160, required=False, label="Role")

    class Meta:
        model = Contact
        fields = ["name", "email", "company", "job", "do_not_contact"]
        labels = {"do_not_contact": "Do not contact"}
        help_texts = {"do_not_contact": "No invitation and no mail goes out to them."}

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.own = list(workspace.contact_attributes.all())
        for attribute in self.own:
            value = self.instance.attributes.get(attribute.key)
            self.fields[PREFIX + attribute.key] = attribute_field(attribute, value)
            self.initial[PREFIX + attribute.key] = value
        self.order_fields([*(name for name in self.fields if name != "do_not_contact"), "do_not_contact"])

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[PREFIX + attribute.key] for attribute in self.own]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        taken = self.workspace.contacts.filter(email=email).exclude(pk=self.instance.pk).first() if email else None
        if taken:
            raise forms.ValidationError(f"{taken.name} has this address already. Change that contact instead.")
        return email

    def attributes(self) -> dict[str, Any]:
        """What the contact keeps: values of attributes that the form doesn't show stay."""
        kept = dict(self.instance.attributes)
        for attribute in self.own:
            value = self.cleaned_data[PREFIX + attribute.key]
            if value in (None, ""):
                kept.pop(attribute.key, None)
            else:
                kept[attribute.key] = value
        return kept

    def keep(self, by: User) -> Contact:
        attributes = self.attributes()
        if self.instance.pk is None:
            return Contact.add(self.workspace, by, **self._fixed(), attributes=attributes)
        changed = [name for name in self.changed_data if not name.startswith(PREFIX)]
        if attributes != self.instance.attributes:
            self.instance.attributes = attributes
            changed.append("attributes")
        self.instance.change(by, changed)
        return self.instance

    def _fixed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def attribute_field(attribute: ContactAttribute, value: Any) -> forms.Field:
    if attribute.kind == AttributeKind.NUMBER:
        return NumberField(
            label=attribute.name, required=False, min_value=-LARGEST, max_value=LARGEST,
            widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
        )  # fmt: skip
    if attribute.kind == AttributeKind.CHOICE:
        listed = [*attribute.choices, *([value] if value and value not in attribute.choices else [])]
        return forms.ChoiceField(
            label=attribute.name, required=False, choices=[("", "Not known"), *((choice, choice) for choice in listed)]
        )
    return LineField(label=attribute.name, required=False, max_length=LONGEST)


def cell_of(attribute: ContactAttribute, contact: Contact) -> str:
    """A contact's value as a table has it."""
    value = contact.attributes.get(attribute.key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_cell(value)
    return attribute.shown(contact.attributes)


class AttributeForm(forms.Form):
    name = LineField(max_length=60, label="Name", help_text="For example “Plan” or “Seats”.")
    kind = forms.ChoiceField(choices=AttributeKind.choices, label="Kind", help_text="It can’t be changed later.")
    choice_lines = forms.CharField(
        label="The list", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For “One of a list”: one choice a line.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, workspace: Workspace, attribute: ContactAttribute | None = None, **kwargs: Any
    ) -> None:
        if attribute:
            kwargs["initial"] = {"name": attribute.name, "choice_lines": "\n".join(attribute.choices)}
        super().__init__(*args, **kwargs)
        self.workspace, self.attribute = workspace, attribute
        if attribute:
            del self.fields["kind"]
            if attribute.kind != AttributeKind.CHOICE:
                del self.fields["choice_lines"]
            else:
                self.fields["choice_lines"].help_text = "One a line. A choice taken away stays where it was chosen."

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = self.workspace.contact_attributes.filter(name__iexact=name)
        if others.exclude(pk=self.attribute.pk if self.attribute else 0).exists():
            raise forms.ValidationError(f"There is an attribute called “{name}” already. Choose another name.")
        return name

    def clean_choice_lines(self) -> list[str]:
        found: list[str] = []
        for number, line in enumerate(self.cleaned_data["choice_lines"].splitlines(), start=1):
            choice = " ".join(line.split())
            if len(choice) > 80:
                raise forms.ValidationError(f"Line {number} has {len(choice)} letters; 80 fit.")
            if choice and choice.casefold() not in {other.casefold() for other in found}:
                found.append(choice)
        if len(found) > 100:
            raise forms.ValidationError(f"The list has {len(found)} choices; 100 fit.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = self.attribute.kind if self.attribute else data.get("kind")
        if kind == AttributeKind.CHOICE and not data.get("choice_lines") and "choice_lines" not in self.errors:
            self.add_error("choice_lines", "Type what one may choose, one a line.")
        return data

    def choices(self) -> list[str]:
        kind = self.attribute.kind if self.attribute else self.cleaned_data["kind"]
        return self.cleaned_data.get("choice_lines", []) if kind == AttributeKind.CHOICE else []
