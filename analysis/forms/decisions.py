from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from analysis.models import Decision, Lens, LensAnswer, Outcome
from studies.models import Study

NO_CHANGE, CHANGES = "no", "yes"


class LensForm(forms.Form):
    """What an insight changes in one place. "No change" is an answer and needs no words."""

    changes = forms.ChoiceField(
        label="Does it change something here?",
        choices=[(CHANGES, "Yes"), (NO_CHANGE, "No change")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose “Yes” or “No change”."},
    )
    text = forms.CharField(
        label="What follows", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    stage = forms.CharField(
        label="Which stage", required=False, max_length=80, help_text="As in “week 2 to 3” or “first order”."
    )

    def __init__(self, *args: Any, lens: str, standing: LensAnswer | None = None, **kwargs: Any) -> None:
        if standing:
            changes = NO_CHANGE if standing.no_change else CHANGES
            kwargs["initial"] = {"changes": changes, "text": standing.text, "stage": standing.stage}
        super().__init__(*args, **kwargs)
        if lens != Lens.JOURNEY:
            del self.fields["stage"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("changes") == CHANGES and not data.get("text") and "text" not in self.errors:
            self.add_error("text", "Say what follows, or choose “No change”.")
        return data

    @property
    def answer(self) -> dict[str, str]:
        """The words for `Insight.answer_lens`; none means "no change"."""
        if self.cleaned_data["changes"] == NO_CHANGE:
            return {}
        return {"text": self.cleaned_data["text"], "stage": self.cleaned_data.get("stage", "")}


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ["text", "lens", "owner", "due_on", "expected_signal", "check_back_on"]
        labels = {
            "text": "So we",
            "lens": "Where it changes something",
            "owner": "Who does it",
            "due_on": "By when",
            "expected_signal": "We will know it was right when",
            "check_back_on": "Ask again on",
        }
        help_texts = {
            "text": "Goes on from “So we …”, as in “show what the last count changed”.",
            "expected_signal": "Something to be seen, with a number: “6 of 10 kitchens hand in a fourth count”.",
            "check_back_on": "On this day the overview asks: did it hold?",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "check_back_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__workspace=study.workspace_id).order_by("name", "pk")
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]
        self.fields["owner"].required = False
        self.fields["owner"].empty_label = "Nobody yet"  # type: ignore[attr-defined]
        self.fields["lens"].choices = [("", "Nowhere in particular"), *Lens.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        due, back = data.get("due_on"), data.get("check_back_on")
        if due and back and back < due:
            self.add_error("check_back_on", f"Ask again after it is done: choose a day from {due:%-d %b %Y} on.")
        return data


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Did it hold?",
        choices=[(Outcome.HELD, "It held"), (Outcome.FAILED, "It did not hold"), (Outcome.WAITING, "Too early to say")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three answers."},
    )
    note = forms.CharField(
        label="What you saw", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    again_on = forms.DateField(
        label="Ask again on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answered = data.get("outcome") in {Outcome.HELD, Outcome.FAILED}
        if answered and not data.get("note"):
            self.add_error("note", "Say what you saw, as in “4 of 10 kitchens handed in a fourth count”.")
        if data.get("outcome") == Outcome.WAITING and "again_on" not in self.errors:
            again = data.get("again_on")
            if again is None or again <= timezone.localdate():
                self.add_error("again_on", "Choose a day after today to be asked again.")
        return data
