from typing import Any

from django import forms

from interviews.models import ConsentForm, ConsentRecord, Method, Purpose

FIRST_TEXT = """Who we are
We are (company), and we want to learn how people like you work today. Our address: (e-mail).

What happens
We talk for about 45 minutes. You can skip any question and stop at any time.

What we keep, and for how long
Notes of what you say under a code, without your name. We delete them on (date).

Who sees it
The people of our team who work on this study.

Your choice
Each use below has its own yes or no. You can change or take back any of them later: write to us, and it takes effect at once.

Thank you
You get (incentive) for your time, whatever you choose below.
"""


# What the first text leaves open, and nobody should agree to.
BLANKS = ("(company)", "(e-mail)", "(date)", "(incentive)")


class ConsentTextForm(forms.ModelForm):
    class Meta:
        model = ConsentForm
        fields = ["body"]
        labels = {"body": "What people read before they choose"}
        help_texts = {"body": "Plain words, one page. Replace everything in brackets."}
        widgets = {"body": forms.Textarea(attrs={"rows": 22})}

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        open_still = [blank for blank in BLANKS if blank in body]
        if open_still:
            raise forms.ValidationError(
                f"Still to be replaced: {', '.join(open_still)}. People agree to this very text."
            )
        return body


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
