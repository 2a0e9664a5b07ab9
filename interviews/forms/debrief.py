from typing import Any

from django import forms
from django.db.models.functions import Length

from interviews.models import Debrief, Interview, Kind, Note, NoteSignal, Signal, SpeakerRole

SHORTEST_MEMORABLE = 40  # of a transcript's turns, those with something in them
MOST_TURNS = 80


class DebriefForm(forms.ModelForm):
    class Meta:
        model = Debrief
        fields = ["quick_facts", "memorable", "surprises", "follow_ups"]
        labels = {
            "quick_facts": "Quick facts",
            "memorable": "The words you remember",
            "surprises": "What surprised you",
            "follow_ups": "What to follow up",
        }
        help_texts = {
            "quick_facts": "Who they are, in two or three facts. No names.",
            "surprises": "What you would not have guessed this morning.",
            "follow_ups": "What to ask next time, whom to write to, what to look up.",
        }
        widgets = {
            "quick_facts": forms.Textarea(attrs={"rows": 3}),
            "surprises": forms.Textarea(attrs={"rows": 3}),
            "follow_ups": forms.Textarea(attrs={"rows": 3}),
            "memorable": forms.RadioSelect,
        }

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview = interview
        self.assumptions = list(interview.study.assumptions.order_by("number"))
        self.heard = heard_about(interview)
        self._offer_words()
        mine = {row.assumption_id: row.signal for row in self.instance.signals.all()} if self.instance.pk else {}
        for assumption in self.assumptions:
            self.fields[f"signal_{assumption.pk}"] = forms.ChoiceField(
                choices=Signal.choices, required=False, widget=forms.RadioSelect,
                label=f"{assumption.code} {assumption.statement}", initial=mine.get(assumption.pk),
            )  # fmt: skip

    def _offer_words(self) -> None:
        """Only what the participant said can be remembered as their words."""
        memorable = self.fields["memorable"]
        self.words = words_of(self.interview)
        offered = Note.objects.filter(pk__in=[note.pk for note in self.words])
        memorable.queryset = offered.order_by("position", "pk")  # type: ignore[attr-defined]
        memorable.label_from_instance = lambda note: note.text  # type: ignore[attr-defined]
        memorable.empty_label = "None of these"  # type: ignore[attr-defined]

    @property
    def signals(self) -> list[Any]:
        """(assumption, its bound field, what was typed about it in the call), in the assumptions' order."""
        return [(one, self[f"signal_{one.pk}"], self.heard.get(one.pk, ())) for one in self.assumptions]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if not any(fields.values()):
            raise forms.ValidationError("Write a line or give a signal: an empty debrief would open your teammates’.")
        return fields

    def write(self) -> Debrief:
        fields = dict(self.cleaned_data)
        given = {one.pk: fields.pop(f"signal_{one.pk}") for one in self.assumptions}
        signals = {pk: signal for pk, signal in given.items() if signal}
        return Debrief.write(self.interview, self.instance.author, signals, **fields)


def heard_about(interview: Interview) -> dict[int, list[NoteSignal]]:
    """Lines of the call by the assumption they were typed to speak of: a reminder, never an answer. Not those off the
    record: what is written in a debrief goes into exports."""
    standing = {"note__interview": interview, "note__deleted_at": None, "note__off_record": False}
    heard: dict[int, list[NoteSignal]] = {}
    for row in NoteSignal.objects.filter(**standing).select_related("note").order_by("note__position", "pk"):
        heard.setdefault(row.assumption_id, []).append(row)
    return heard


def words_of(interview: Interview) -> list[Note]:
    """The quotes typed in the call; without any, the participant's longer turns in the transcript."""
    typed = list(interview.notes.standing().on_record().filter(kind=Kind.VERBATIM).order_by("position", "pk"))
    if typed:
        return typed
    said = interview.notes.turns().on_record().filter(speaker__role=SpeakerRole.PARTICIPANT)
    longer = said.alias(length=Length("text")).filter(length__gte=SHORTEST_MEMORABLE)
    return list(longer.order_by("position", "pk")[:MOST_TURNS])
