"""What has to be said in a language before a form can be in it: leave one out and it isn't a language yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ConsentWords:
    code: str
    name: str  # as its speakers call it
    months: tuple[str, ...]
    day_pattern: str  # with {day}, {month}, {year}

    # The form, kept with each version
    title: str
    headings: dict[str, str]
    named: str  # with {code}
    keep_rows: dict[str, str]  # media, words, identity
    until: str  # with {day}
    choices_intro: str
    purposes: dict[str, tuple[str, str]]  # label and what a yes means
    change: str
    outcomes: dict[str, str]
    cut_off: str  # with {day}
    no_cut_off: str
    rights: str
    complain: str
    starts: dict[str, str]  # what a draft begins with

    # The page around it
    title_held: str  # above it once they were heard
    skip: str
    language: str
    yes: str
    no: str
    sign_label: str
    sign_place: str  # beside it, on paper
    sign_hint: str
    sign_button: str
    choices_left: str
    one_each: str  # the error at a purpose without an answer
    no_name: str
    no_contact: str
    errors_heading: str
    preview: str
    sample_words: str
    sample_hint: str
    observers_none: str
    observers_heading: str
    watched_heading: str
    call_at: str  # with {when}, {minutes}
    no_call: str
    stands_heading: str
    stands_intro: str  # with {when}
    change_to_yes: str
    change_to_no: str
    not_asked: str
    new_form: str
    answer_again: str
    copy_heading: str
    copy_known: str  # with {address}
    copy_unknown: str
    copy_button: str
    copy_address: str
    copy_wrong: str
    copy_enough: str
    copy_sent: str
    copy_failed: str
    print_hint: str
    data_heading: str
    data_text: str
    data_button: str
    done_signed: str
    done_changed: str
    mail_subject: str
    mail_intro: str
    mail_answers: str
    mail_back: str
    times_link: str
    times_move: str
    form_line: str  # with {version}, {day}
    withdraw_link: str
    back: str
    withdraw_title: str
    withdrawn_title: str
    withdraw_over: str  # with {day}
    withdrawn: dict[str, str]  # what happens now, by outcome
    withdraw_first: str  # what goes can be had before
    withdraw_button: str
    withdraw_stay: str
    withdraw_asked: str  # with {when}
    withdraw_end: str
    stopped_title: str
    stopped_text: str  # with {when}
    stopped_stays: str
    erase_link: str
    team_only: str  # said in a preview
    unwritten: str
    not_yet_title: str
    not_yet: str
    gone_title: str
    gone_text: str

    def day(self, day: date) -> str:
        return self.day_pattern.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        return f"{self.day(at.date())}, {at:%H:%M}"
