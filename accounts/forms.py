from typing import Any

from django import forms

from accounts.models import Role, Workspace


class NameForm(forms.Form):
    """Asked at sign-up, above e-mail and password."""

    name = forms.CharField(max_length=120, label="Your name", help_text="Your team sees it, and your initials.")

    def signup(self, request: Any, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class WorkspaceForm(forms.ModelForm):
    class Meta:
        model = Workspace
        fields = ["name"]


class InvitationForm(forms.Form):
    email = forms.EmailField(required=False, label="E-mail", help_text="Empty: you pass the link on yourself.")
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
