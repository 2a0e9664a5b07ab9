from typing import Any

from django import forms

from accounts.models import Role, User, Workspace


class LineField(forms.CharField):
    """Words on one line: names stand in mails and titles, where a line break would begin something of its own."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class NameForm(forms.Form):
    """Asked at sign-up, above e-mail and password."""

    name = LineField(max_length=120, label="Your name", help_text="Your team sees it, and your initials.")

    def signup(self, request: Any, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class ProfileForm(forms.ModelForm):
    name = LineField(max_length=120, label="Your name", help_text="Your team sees it, and your initials.")

    class Meta:
        model = User
        fields = ["name"]


class WorkspaceForm(forms.ModelForm):
    class Meta:
        model = Workspace
        fields = ["name"]
        field_classes = {"name": LineField}
        labels = {"name": "Name of the workspace"}
        help_texts = {"name": "Your company or team. Studies and contacts live in it."}


class InvitationForm(forms.Form):
    email = forms.EmailField(required=False, label="E-mail", help_text="Leave it empty to pass the link on yourself.")
    role = forms.ChoiceField(
        choices=[
            (Role.VIEWER, "Viewer: reads, sees no names"),
            (Role.EDITOR, "Editor: plans, interviews, tags, decides"),
            (Role.OWNER, "Owner: also runs the workspace"),
        ],
        initial=Role.EDITOR,
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)
