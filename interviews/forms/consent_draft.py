"""The consent form while it is written: its texts in one language, and what it asks and promises."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html

from interviews.consent.notice_fields import FIELDS
from interviews.consent_words import WORDS
from interviews.models import ConsentDraft, Outcome, Purpose, StudyPrivacy
from interviews.models.promises import MEANS, kept_to
from studies.models import Study


class NoticeTextsForm(forms.Form):
    """Gaps may be saved: only publishing asks for all of it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, label="Version you began with")

    def __init__(self, data: Any = None, *, draft: ConsentDraft, language: str) -> None:
        super().__init__(data, initial={**draft.texts_in(language), "revision": draft.revision})
        for row in FIELDS:
            self.fields[row.name] = forms.CharField(
                required=False,
                max_length=4000,
                label=row.label,
                help_text=row.help,
                widget=forms.Textarea(attrs={"rows": row.rows, "lang": language}),
            )

    def texts(self) -> dict[str, str]:
        return {row.name: self.cleaned_data[row.name].replace("\r\n", "\n").strip() for row in FIELDS}

    def lay_beside(self, draft: ConsentDraft, language: str) -> None:
        """What somebody else saved meanwhile stands at each field that differs; saving again keeps one's own."""
        theirs = draft.texts_in(language)
        for name, mine in self.texts().items():
            if theirs.get(name, "") != mine:
                self.add_error(name, f"It says now: “{theirs.get(name, '')}”. Save again to put yours in its place.")
        self.data = {**self.data.dict(), "revision": draft.revision}  # type: ignore[attr-defined]


class ChoicesForm(forms.ModelForm):
    purposes = forms.MultipleChoiceField(
        choices=[(purpose.value, purpose.label) for purpose in Purpose if purpose != Purpose.NOTES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What you ask for",
        help_text="Each gets its own yes or no. Written notes are always asked for: without them there is no interview.",
    )
    languages = forms.MultipleChoiceField(
        choices=[(code, words.name) for code, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        label="Languages of the form",
        help_text="People choose theirs. The form is written in each.",
        error_messages={"required": "Choose at least one language."},
    )

    class Meta:
        model = StudyPrivacy
        fields = ["outcome", "withdraw_until", "media_until", "words_until", "identity_until"]
        labels = {
            "outcome": "When somebody withdraws",
            "withdraw_until": "They can withdraw until",
            "media_until": "Recordings until",
            "words_until": "Notes and transcripts until",
            "identity_until": "Names and addresses until",
        }
        help_texts = {
            "withdraw_until": "The last day, say when the report comes out. Leave it empty and they can for as long as you keep their words.",
            "media_until": "The last day. Short is kind: a recording is only needed until it is written down.",
            "words_until": "The last day.",
            "identity_until": "The last day. You may need names for less time than words.",
        }
        days = {"withdraw_until", "media_until", "words_until", "identity_until"}
        widgets: ClassVar[dict[str, forms.Widget | type[forms.Widget]]] = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in sorted(days)
        }
        widgets["outcome"] = forms.RadioSelect

    def __init__(self, data: Any = None, *, study: Study) -> None:
        self.study = study
        draft = ConsentDraft.of(study)
        initial = {"purposes": draft.purposes, "languages": draft.languages}
        super().__init__(data, instance=StudyPrivacy.of(study), initial=initial)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (one.value, format_html("<b>{}.</b> {}", one.label, MEANS[one])) for one in Outcome
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = set(data.get("purposes", []))
        if Purpose.TRANSCRIPTION in asked and Purpose.RECORDING not in asked:
            self.add_error("purposes", "Machine transcription needs a recording: ask for that too, or for neither.")
        if Purpose.NAMED_QUOTES in asked and Purpose.QUOTES not in asked:
            self.add_error("purposes", "Quotes under their name need quotes: ask for those too.")
        for name, broken in kept_to(self.study, {name: data.get(name) for name in self.Meta.fields}).items():
            if name not in self.errors:
                self.add_error(name, broken)
        return data
