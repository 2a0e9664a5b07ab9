from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html

from interviews.models import Outcome, Participant, StudyPrivacy
from interviews.models.promises import MEANS, promised_to


class WithdrawForm(forms.Form):
    """Which of the outcomes, and the person's code typed: a click alone takes nobody out."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect, label="What becomes of it")
    code = forms.CharField(label="Their code", max_length=12)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.privacy = StudyPrivacy.of(participant.study)
        open_ones = promised_to(participant) if self.privacy.may_withdraw else [Outcome.STOP]
        if self.privacy.may_withdraw and len(open_ones) < len(Outcome):
            self.fields["outcome"].help_text = "Less than the form promised them isn’t offered."
        if participant.has_withdrawn:  # further use is stopped already; what is kept can still be erased
            open_ones = [one for one in open_ones if one != Outcome.STOP]
        self.fields["outcome"].choices = [(one.value, self._words(one)) for one in open_ones]  # type: ignore[attr-defined]
        promised = Outcome(self.privacy.outcome)
        self.fields["outcome"].initial = promised if promised in open_ones else next(iter(open_ones), None)
        self.is_open = bool(open_ones)
        self.fields["code"].help_text = f"Type {participant.code} to say whom you mean."
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }

    def _words(self, outcome: Outcome) -> str:
        promised = " This is what the study promised." if outcome == self.privacy.outcome else ""
        return format_html("<b>{}.</b> {}{}", outcome.label, MEANS[outcome], promised)

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).strip().upper()
        if typed != self.participant.code:
            raise forms.ValidationError(f"This is {typed}. Type {self.participant.code}, or leave this page.")
        return typed

    def look_here(self) -> None:
        """After a wrong code the page opens where it was typed, not above all that it reaches."""
        if "code" in self.errors:
            self.fields["code"].widget.attrs["autofocus"] = True
