"""Answers that the team writes down: by whom they were heard, where they stand, which text they answer."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.consent.paper_scan import MOST_BYTES, too_large, why_not
from interviews.consent_words import WORDS
from interviews.importers.times import milliseconds
from interviews.models import ConsentForm, ConsentRecord, Interview, InterviewState, Method, Participant

HELD = (InterviewState.LIVE, InterviewState.DONE)


class CallChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.held_at:%-d %b %Y, %H:%M}{', under way' if obj.is_live else ''}"


class AnswersForm(forms.Form):
    """Yes, no, or left as it stands, for each purpose the form asks about. Nothing is chosen beforehand."""

    method = forms.ChoiceField(choices=Method.by_hand(), widget=forms.RadioSelect, label="How they said it")
    language = forms.ChoiceField(required=False, label="Language of the text")
    heard_by = forms.ModelChoiceField(User.objects.none(), required=False, empty_label=None, label="Who heard it")
    said_in = CallChoice(
        Interview.objects.none(), required=False, label="In which call", empty_label="Not in a call, or before it"
    )
    said_at = forms.CharField(
        required=False,
        max_length=12,
        label="How far into the call",
        help_text="Such as 1:23 or 1:02:30. A line at that time says what was said.",
    )
    scan = forms.FileField(
        required=False,
        label="Scan or photo of the signed form",
        help_text=f"PDF, JPEG or PNG, up to {MOST_BYTES // 2**20} MB. Only those see it who see names. Without one, keep the paper.",
    )

    def __init__(
        self,
        *args: Any,
        participant: Participant,
        consent_form: ConsentForm,
        standing: dict[str, ConsentRecord],
        by: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing, self.asked, self.by = standing, consent_form.asked, by
        for purpose in self.asked:
            self.fields[purpose.value] = forms.ChoiceField(
                choices=[("yes", "Yes"), ("no", "No")], required=False, widget=forms.RadioSelect, label=purpose.label
            )
        languages = consent_form.languages()
        self.fields["language"].choices = [(code, WORDS[code].name) for code in languages]  # type: ignore[attr-defined]
        if len(languages) < 2:
            self.fields["language"].widget = forms.HiddenInput()
            self.fields["language"].initial = languages[0] if languages else ""
        workspace = participant.study.workspace
        self.fields["heard_by"].queryset = User.objects.filter(memberships__workspace=workspace)  # type: ignore[attr-defined]
        self.fields["heard_by"].initial = by
        held = participant.interviews.filter(state__in=HELD)
        self.fields["said_in"].queryset = held.order_by("-started_at")  # type: ignore[attr-defined]

    @property
    def purposes(self) -> list[tuple[Any, ConsentRecord | None]]:
        return [(self[purpose.value], self.standing.get(purpose.value)) for purpose in self.asked]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(purpose) for purpose in self.asked):
            self.add_error(None, "Choose yes or no for at least one use.")
        if data.get("method") == Method.SPOKEN:
            self._clean_spoken(data)
        if data.get("scan") and data.get("method") and data["method"] != Method.PAPER:
            self.add_error("method", "A scan goes with “On paper”.")
        if self.errors and data.get("scan"):
            self.add_error("scan", "Choose the file once more: browsers don’t keep it.")
        return data

    def _clean_spoken(self, data: dict[str, Any]) -> None:
        data["heard_by"] = data.get("heard_by") or self.by
        data["said_ms"] = None
        call, clock = data.get("said_in"), data.get("said_at", "")
        if call is None or "said_at" in self.errors:
            return
        at = milliseconds(clock)
        if at is None:
            self.add_error("said_at", "Type how far the call was, such as 1:23 or 1:02:30.")
        elif at > call.length_ms:
            self.add_error("said_at", "The call wasn’t that long.")
        else:
            data["said_ms"] = at

    def clean_scan(self) -> Any:
        scan = self.cleaned_data["scan"]
        if not scan:
            return None
        content: bytes = scan.read() if scan.size <= MOST_BYTES else b""
        problem = why_not(content) if content else too_large(scan.size)
        if problem:
            raise forms.ValidationError(problem)
        return content

    def answers(self) -> dict[str, bool]:
        data = self.cleaned_data
        return {purpose.value: data[purpose] == "yes" for purpose in self.asked if data[purpose]}
