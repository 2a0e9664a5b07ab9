from __future__ import annotations

from typing import Any

from django import forms

from analysis.forms.seen import SeenForm
from analysis.models import Theme, ThemeMemo


class DefinitionForm(SeenForm):
    """The definition card of a theme: what belongs here, so that two people tag the same words alike."""

    class Meta:
        model = Theme
        fields = ["definition", "include", "exclude", "example", "counter_example"]
        labels = {
            "definition": "In one sentence",
            "include": "What counts",
            "exclude": "What doesn’t count",
            "example": "An example",
            "counter_example": "A counter-example",
        }
        help_texts = {
            "definition": "As in “Reasons to put off the count until nobody is watching.”",
            "include": "When do you tag words with it?",
            "exclude": "What looks like it and belongs elsewhere? Say where.",
            "example": "Clearly belongs here. In words of your own: a quote goes when its person says so, this line doesn’t.",
            "counter_example": "Close, and doesn’t belong.",
        }
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 2}),
            **{
                name: forms.Textarea(attrs={"rows": 3}) for name in ("include", "exclude", "example", "counter_example")
            },
        }

    def clean(self) -> dict[str, Any]:
        """Each is a line or two of running text."""
        return {name: " ".join(value.split()) for name, value in (super().clean() or {}).items()}


class MemoForm(forms.ModelForm):
    class Meta:
        model = ThemeMemo
        fields = ["text"]
        labels = {"text": "A memo on this theme"}
        error_messages = {"text": {"required": "Write something first, as in “Only owners say this. Ask a manager.”"}}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
