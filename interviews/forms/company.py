from django import forms

from interviews.models import Observer


class ObserverForm(forms.ModelForm):
    """Nobody's name: whoever is asked for consent is told who listens as an organisation and a role."""

    class Meta:
        model = Observer
        fields = ["role", "organisation"]
        labels = {"role": "Role", "organisation": "Organisation"}
        error_messages = {"role": {"required": "Say what they do: product manager, say."}}
