from typing import Any

from django import forms

from accounts.models import User, audit
from interviews.models import Contact, Participant, Stage
from studies.models import Study


class ParticipantForm(forms.ModelForm):
    """Attributes are typed one a line, as “kitchen size: 5 people”."""

    attribute_lines = forms.CharField(
        label="Attributes", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line, as “seats: 40”. No names here: this shows outside the people pages.",
    )  # fmt: skip

    class Meta:
        model = Participant
        fields = ["persona"]

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = study.personas.all()  # type: ignore[attr-defined]
        self.fields["persona"].empty_label = "None yet"  # type: ignore[attr-defined]
        lines = [f"{key}: {value}" for key, value in self.instance.attributes.items()]
        self.fields["attribute_lines"].initial = "\n".join(lines)

    def clean_attribute_lines(self) -> dict[str, str]:
        attributes = {}
        for number, line in enumerate(self.cleaned_data["attribute_lines"].splitlines(), start=1):
            if not line.strip():
                continue
            key, colon, value = line.partition(":")
            if not (colon and key.strip() and value.strip()):
                raise forms.ValidationError(f"Line {number} has no colon between name and value, as in “seats: 40”.")
            attributes[key.strip()[:60]] = value.strip()[:200]
        return attributes

    def save(self, commit: bool = True) -> Participant:
        self.instance.attributes = self.cleaned_data["attribute_lines"]
        return super().save(commit)


LISTED = 200


class AddParticipantForm(forms.Form):
    """A contact the workspace has, or a new one typed here. Of many contacts only the first are in the list; the others are
    added from their own pages."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label="Contact", empty_label="Somebody new"
    )
    name = forms.CharField(max_length=160, required=False, label="Name", help_text="Kept in contacts only.")
    email = forms.EmailField(required=False, label="E-mail")
    company = forms.CharField(max_length=160, required=False, label="Company")
    job = forms.CharField(max_length=160, required=False, label="Role")
    persona = forms.ModelChoiceField(Study.objects.none(), required=False, label="Persona", empty_label="None yet")

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study
        contacts = study.workspace.contacts.filter(do_not_contact=False).exclude(participations__study=study)
        self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]
        listed = list(contacts.order_by("name", "pk")[: LISTED + 1])
        named = [(row.pk, row.name) for row in listed[:LISTED]]
        self.fields["contact"].choices = [("", "Somebody new"), *named]  # type: ignore[attr-defined]
        self.more_contacts = len(listed) > LISTED
        self.fields["persona"].queryset = study.personas.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("contact") and "contact" not in self.errors and not data.get("name"):
            self.add_error("name", "Choose a contact above, or type the name of somebody new.")
        email = (data.get("email") or "").lower()
        taken = self.study.workspace.contacts.filter(email=email).first() if email and not data.get("contact") else None
        if taken:
            self.add_error("email", f"{taken.name} has this address already. Choose them as the contact.")
        return data

    def save(self, by: User) -> Participant:
        data = self.cleaned_data
        contact = data["contact"] or Contact.add(
            self.study.workspace, by,
            name=data["name"], email=data["email"].lower(), company=data["company"], job=data["job"],
        )  # fmt: skip
        row = Participant.add(self.study, contact, persona=data["persona"])
        audit(self.study.workspace, "participant.added", by, thing=row.pk, study=self.study.pk, contact=contact.pk)
        return row


class StageForm(forms.Form):
    stage = forms.ChoiceField(choices=Stage.choices)
