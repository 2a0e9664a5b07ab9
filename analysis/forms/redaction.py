from __future__ import annotations

from typing import Any

from django import forms

from analysis.models.redaction import About
from interviews.models import Interview
from studies.models import Study

DAYS = [("30", "for 30 days"), ("7", "for a week"), ("90", "for 90 days"), ("0", "not at all")]


class RedactionForm(forms.Form):
    """`where`: "study", or the id of one of its interviews."""

    words = forms.CharField(
        max_length=400,
        label="Words to take out",
        help_text="As they stand, in capitals or not. Only whole words are found.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    about = forms.ChoiceField(choices=About.choices, label="They are about")
    where = forms.ChoiceField(label="Look in", required=False)
    days = forms.ChoiceField(choices=DAYS, label="An owner can put them back", initial="30")

    def __init__(self, *args: Any, study: Study, interview: Interview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study = study
        self.fields["where"].choices = [("study", "the whole study")]  # type: ignore[attr-defined]
        if interview is not None:
            named = (str(interview.pk), f"this interview with {interview.participant.code} only")
            self.fields["where"].choices.append(named)  # type: ignore[attr-defined]
        else:
            self.fields["where"].widget = forms.HiddenInput()
        self.interview = interview

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split())
        if not any(character.isalnum() for character in words):
            raise forms.ValidationError("Name at least one letter or number.")
        if len(words) < 2:
            raise forms.ValidationError("One letter stands in too many places. Name the whole word.")
        return words

    @property
    def only_in(self) -> Interview | None:
        return self.interview if self.cleaned_data.get("where") not in {"", "study", None} else None
