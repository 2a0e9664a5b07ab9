from django import forms

from analysis.models import Report

DAYS = (7, 30, 90)


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["answer", "unknown"]
        labels = {"answer": "The answer, in short", "unknown": "What we do not know"}
        help_texts = {
            "answer": "Two or three sentences that answer the study’s question.",
            "unknown": "One line each. Whom you did not meet, what you did not ask.",
        }
        widgets = {"answer": forms.Textarea(attrs={"rows": 5}), "unknown": forms.Textarea(attrs={"rows": 5})}


class ShareForm(forms.Form):
    label = forms.CharField(
        label="For whom", required=False, max_length=80, help_text="Only your team sees this. As in “the board”."
    )
    days = forms.TypedChoiceField(
        label="Open for", coerce=int, initial=30, choices=[(days, f"{days} days") for days in DAYS]
    )
