from typing import Any

from django import forms

from interviews.models import ConsentRecord, Method, Purpose


class AnswersForm(forms.Form):
    """Yes, no, or left as it stands, for each purpose. Nothing is chosen beforehand."""

    method = forms.ChoiceField(choices=Method.by_hand(), widget=forms.RadioSelect, label="How they said it")

    def __init__(self, *args: Any, standing: dict[str, ConsentRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        for purpose in Purpose:
            self.fields[purpose.value] = forms.ChoiceField(
                choices=[("yes", "Yes"), ("no", "No")], required=False, widget=forms.RadioSelect, label=purpose.label
            )

    @property
    def purposes(self) -> list[tuple[Any, ConsentRecord | None]]:
        return [(self[purpose.value], self.standing.get(purpose.value)) for purpose in Purpose]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(purpose) for purpose in Purpose.values):
            raise forms.ValidationError("Choose yes or no for at least one use.")
        return data

    def answers(self) -> dict[str, bool]:
        data = self.cleaned_data
        return {purpose: data[purpose] == "yes" for purpose in Purpose.values if data[purpose]}
