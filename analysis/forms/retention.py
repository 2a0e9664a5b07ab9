from __future__ import annotations

from typing import Any

from django import forms

from interviews.models import Participant
from studies.models import Study


class HoldForm(forms.Form):
    participant = forms.ModelChoiceField(
        Participant.objects.none(), required=False, label="On whom", empty_label="Everybody in the study",
        error_messages={"invalid_choice": "Choose somebody of this study."},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", max_length=300, help_text="Who asked for it, and by which right. It stays on record.",
        error_messages={"required": "Say why: a hold keeps what was promised to go."},
    )  # fmt: skip

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = study.participants.all()  # type: ignore[attr-defined]
