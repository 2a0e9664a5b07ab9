from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from analysis.models import Sought
from analysis.search.candidates import Narrowed
from studies.models import Persona, Study

NOT_YOURS = "There is no such study among yours."


class SearchForm(forms.Form):
    """Only from the person's own studies can one be chosen, and only a persona of the chosen study."""

    # The query is cut where it is read, so that no length is an error.
    q = forms.CharField(label="Words", required=False, strip=False)
    study = forms.ChoiceField(required=False, error_messages={"invalid_choice": NOT_YOURS})
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *Sought.choices])
    persona = forms.ChoiceField(required=False, error_messages={"invalid_choice": "This study has no such persona."})
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, studies: Sequence[Study], personas: Sequence[Persona] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.studies = {str(study.pk): study for study in studies}
        self.fields["study"].choices = [("", "All studies"), *((pk, study.title) for pk, study in self.studies.items())]  # type: ignore[attr-defined]
        self.fields["persona"].choices = [("", "Everybody"), *((str(one.pk), one.name) for one in personas)]  # type: ignore[attr-defined]
        if not personas:
            self.fields["persona"].widget = forms.HiddenInput()

    def narrowed(self) -> Narrowed:
        data = self.cleaned_data
        return Narrowed(
            study=self.studies.get(data["study"]),
            kind=data["kind"],
            persona=int(data["persona"]) if data["persona"] else None,
            since=data["since"],
            until=data["until"],
        )
