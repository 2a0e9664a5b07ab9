"""What a participant fills in on their own page, in their language. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from accounts.forms import LineField
from interviews.consent.notice import Document
from interviews.consent_words import ConsentWords


class SignForm(forms.Form):
    def __init__(self, *args: Any, document: Document, words: ConsentWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = document["purposes"]
        for row in self.asked:
            self.fields[row["purpose"]] = forms.ChoiceField(
                choices=[("yes", words.yes), ("no", words.no)],
                label=row["label"],
                widget=forms.RadioSelect,
                error_messages={"required": words.one_each, "invalid_choice": words.one_each},
            )
        wrong = {"required": words.no_name, "max_length": words.no_name, "null_characters_not_allowed": words.no_name}
        self.fields["name"] = LineField(
            max_length=160, label=words.sign_label, help_text=words.sign_hint, error_messages=wrong
        )
        self.fields["name"].widget.attrs.update({"autocomplete": "name", "maxlength": 160})

    @property
    def asks(self) -> Iterator[tuple[Any, str]]:
        """Each use with its explanation."""
        return ((self[row["purpose"]], row["help"]) for row in self.asked)

    def answers(self) -> dict[str, bool]:
        return {row["purpose"]: self.cleaned_data[row["purpose"]] == "yes" for row in self.asked}


class CopyForm(forms.Form):
    def __init__(self, *args: Any, words: ConsentWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = {"required": words.copy_wrong, "invalid": words.copy_wrong}
        self.fields["email"] = forms.EmailField(max_length=254, label=words.copy_address, error_messages=wrong)
        self.fields["email"].widget.attrs.update({"autocomplete": "email"})
