"""A new round of coding, somebody in a coder's place, and a settled disagreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count

from accounts.counted import counted
from accounts.models import User
from analysis.models.codes import lines_to_code
from analysis.models.coding import may_code
from interviews.models import Interview
from studies.models import Study

NOT_A_MEMBER = {"invalid_choice": "Choose somebody who edits in this workspace."}


class RoundForm(forms.Form):
    interviews = forms.ModelMultipleChoiceField(
        Interview.objects.none(),
        label="Interviews",
        help_text="Each turn of the participant is a unit; without a transcript, each of their sentences that was typed word for word.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one interview.", "invalid_choice": "One of these can’t be coded. Choose again."},
    )  # fmt: skip
    first = forms.ModelChoiceField(
        User.objects.none(), label="One coder", empty_label="Choose a person", error_messages=NOT_A_MEMBER
    )
    second = forms.ModelChoiceField(
        User.objects.none(), label="The other coder", empty_label="Choose a person", error_messages=NOT_A_MEMBER
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.study, self.units = study, units_by_interview(study)
        held = study.interviews.held().filter(pk__in=self.units).select_related("participant")
        choices: Any = self.fields["interviews"]
        choices.queryset = held.order_by("participant__number", "pk")
        choices.label_from_instance = self._interview
        for name in ("first", "second"):
            self.fields[name].queryset = may_code(study)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", "Choose somebody else: each codes without seeing the other.")
        return data

    def _interview(self, interview: Interview) -> str:
        count = self.units[interview.pk]
        held = f", {interview.held_at:%-d %b %Y}" if interview.held_at else ""
        return f"{interview.participant.code}{held}: {counted(count, 'unit', 'units')}"


def units_by_interview(study: Study) -> dict[int, int]:
    """How many units each interview held would give; those with none are left out."""
    lines = lines_to_code(study.interviews.held()).order_by().values_list("interview")
    return dict(lines.annotate(n=Count("pk")))


class ReplaceForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(), label="Who takes the place", empty_label="Choose a person", error_messages=NOT_A_MEMBER
    )

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = may_code(study)  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """`applies`: yes or no; "open" takes back what was settled."""

    applies = forms.ChoiceField(
        choices=[("yes", "Applies"), ("no", "Doesn’t apply"), ("open", "Open again")],
        error_messages={"required": "Say whether the theme applies.", "invalid_choice": "Say whether the theme applies."},
    )  # fmt: skip
    remark = forms.CharField(
        max_length=400, required=False, error_messages={"max_length": "Keep the remark under 400 characters."}
    )
