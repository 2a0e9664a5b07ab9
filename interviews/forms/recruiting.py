from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from interviews.models import CallPlan, Recruit, Stage
from interviews.scheduling.wall_time import NotATime, read, zone_names
from studies.models import Study

MOST_AT_ONCE = 20
FURTHEST = timedelta(days=730)


class PlaceForm(forms.Form):
    stage = forms.ChoiceField(choices=Stage.choices)
    seen = forms.ChoiceField(choices=Stage.choices, required=False)


class RecruitForm(forms.ModelForm):
    class Meta:
        model = Recruit
        fields = ["screener", "incentive", "currency", "paid_on"]
        labels = {"screener": "Screener notes", "incentive": "Incentive", "currency": "Currency", "paid_on": "Paid on"}
        help_texts = {
            "screener": "Why they fit, or don’t. Only those who see names see this.",
            "incentive": "It doesn’t depend on what they agree to.",
            "paid_on": "Leave it empty while it is owed.",
        }
        widgets = {
            "screener": forms.Textarea(attrs={"rows": 4}),
            "incentive": forms.NumberInput(attrs={"min": "0", "step": "0.01", "inputmode": "decimal"}),
            "currency": forms.TextInput(attrs={"maxlength": "3", "autocapitalize": "characters"}),
            "paid_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "incentive": {"invalid": "Give an amount, as in 40 or 12.50.", "max_digits": "Give a smaller amount."},
            "paid_on": {"invalid": "Give a day, as in 2026-11-25."},
        }

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].strip().upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise forms.ValidationError("Give the three letters of a currency, as in EUR.")
        return currency

    def clean_incentive(self) -> Any:
        amount = self.cleaned_data["incentive"]
        if amount is not None and amount < 0:
            raise forms.ValidationError("An incentive can’t be below zero. Give an amount, as in 40.")
        return amount

    def clean_paid_on(self) -> date | None:
        day = self.cleaned_data["paid_on"]
        if day and day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError("This day is still to come. Give the day it was paid.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("paid_on") and data.get("incentive") is None and "incentive" not in self.errors:
            self.add_error("incentive", "Give the amount that was paid.")
        return data


class PlanForm(forms.ModelForm):
    class Meta:
        model = CallPlan
        fields = ["zone", "minutes", "place", "late_hours"]
        labels = {
            "zone": "The team’s time zone",
            "minutes": "Length, in minutes",
            "place": "Where",
            "late_hours": "Late, from so many hours before",
        }
        help_texts = {
            "place": "A link to the call, or an address. A slot may say another.",
            "late_hours": "Cancelling later than this is noted.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"] = forms.ChoiceField(
            label="The team’s time zone", choices=[(name, name) for name in zone_names()]
        )

    def clean_minutes(self) -> int:
        return sane_minutes(self.cleaned_data["minutes"])

    def clean_late_hours(self) -> int:
        hours = self.cleaned_data["late_hours"]
        if hours > 336:
            raise forms.ValidationError("Give at most 336 hours, which is two weeks.")
        return hours


class SlotsForm(forms.Form):
    """Times of one day, as a row: “9:00, 10:30, 14:00”."""

    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give a day.", "invalid": "Give a day, as in 2026-11-25."},
    )  # fmt: skip
    times = forms.CharField(
        label="Times", max_length=300, help_text="With commas between, as in 9:00, 10:30, 14:00.",
        error_messages={"required": "Give at least one time, as in 14:00."},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="Length, in minutes", error_messages={"invalid": "Give whole minutes, as in 45."}
    )
    interviewer = forms.ModelChoiceField(
        User.objects.none(), label="Who interviews", empty_label=None,
        error_messages={"required": "Choose who interviews.", "invalid_choice": "Choose somebody of the workspace."},
    )  # fmt: skip
    place = forms.CharField(label="Where", max_length=300, required=False)

    def __init__(self, *args: Any, study: Study, plan: CallPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        who = self.fields["interviewer"]
        team = User.objects.filter(memberships__workspace=study.workspace, memberships__role__in=["editor", "owner"])
        who.queryset = team.order_by("name", "email")  # type: ignore[attr-defined]
        self.fields["place"].help_text = (
            "Empty: as the study says." if plan.place else "A link to the call, or an address."
        )

    def clean_minutes(self) -> int:
        return sane_minutes(self.cleaned_data["minutes"])

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        today = timezone.localdate(timezone=self.plan.clock)
        if not today <= day <= today + FURTHEST:
            raise forms.ValidationError("Give a day from today on, at most two years ahead.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "day" in data and "times" in data:
            try:
                data["starts"] = self._starts(data["day"], data["times"])
            except NotATime as wrong:
                self.add_error("times", str(wrong))
        return data

    def _starts(self, day: date, typed: str) -> list[Any]:
        parts = [part for part in typed.replace(";", ",").replace("\n", ",").split(",") if part.strip()]
        if not parts:
            raise NotATime("Give at least one time, as in 14:00.")
        if len(parts) > MOST_AT_ONCE:
            raise NotATime(f"These are {len(parts)} times. Offer at most {MOST_AT_ONCE} at once.")
        starts = [read(day, part, self.plan.clock) for part in parts]
        if min(starts) <= timezone.now():
            raise NotATime("One of these times is over already.")
        return starts


def sane_minutes(minutes: int) -> int:
    if not 5 <= minutes <= 480:
        raise forms.ValidationError("Give 5 to 480 minutes.")
    return minutes
