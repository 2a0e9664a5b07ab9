"""Suggested themes on the reading page: off by default, from this study alone, never from words that were taken back."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from analysis.models import About
from analysis.quoting import suggestions
from analysis.redaction.taking_out import redact
from analysis.sample import load_sample
from interviews.models import ConsentRecord, Method, Purpose
from tests.factories import make_interview, make_note, make_quote, make_study, make_theme


@pytest.fixture(autouse=True)
def nothing_kept():
    suggestions._kept.clear()


@pytest.fixture
def themes(study):
    money, hours = make_theme(study=study, name="Money"), make_theme(study=study, name="Hours")
    for text in ("We pay money every month", "The price is money lost", "Money, money"):
        make_quote(study=study, text=text, theme=money)
    for text in ("It takes an hour", "An hour after closing", "The hour is late"):
        make_quote(study=study, text=text, theme=hours)
    return money, hours


def asked(client, note, **place):
    place = {"first": note.pk, "start": 0, "last": note.pk, "end": len(note.text), **place}
    return client.get(reverse("analysis:suggested", args=[note.study_id, note.interview_id]), place)


def names(client, note, **place):
    return [
        row.partition(">")[2].partition("<")[0]
        for row in asked(client, note, **place).content.decode().split("<li")[1:]
    ]


def line(study, text="That is an hour gone"):
    return make_note(interview=make_interview(study=study), text=text)


def test_off_nothing_is_computed(as_bob, study, themes, monkeypatch):
    monkeypatch.setattr(suggestions.Model, "learn", lambda *_: pytest.fail("learned"))
    note = line(study)
    assert names(as_bob, note) == []
    page = as_bob.get(reverse("analysis:notes", args=[study.pk, note.interview_id])).content.decode()
    assert "data-suggested-url" not in page


def test_on_the_likeliest_comes_first(as_bob, study, themes):
    study.revise(suggests_themes=True)
    note = line(study)
    assert names(as_bob, note)[0] == "Hours"
    assert names(as_bob, line(study, "All the money"))[0] == "Money"
    page = as_bob.get(reverse("analysis:notes", args=[study.pk, note.interview_id])).content.decode()
    assert reverse("analysis:suggested", args=[study.pk, note.interview_id]) in page


def test_only_the_chosen_words_count(as_bob, study, themes):
    study.revise(suggests_themes=True)
    note = line(study, "Money, and an hour")
    assert names(as_bob, note, end=5)[0] == "Money"
    assert names(as_bob, note, start=7)[0] == "Hours"


def test_readers_are_not_offered_any(as_vera, study, themes):
    study.revise(suggests_themes=True)
    assert asked(as_vera, line(study)).status_code == 403


def test_other_studies_teach_nothing(as_bob, study, themes):
    other = make_study(workspace=study.workspace, suggests_themes=True)
    assert names(as_bob, line(other)) == []


def test_words_taken_back_teach_nothing_at_once(as_bob, study):
    study.revise(suggests_themes=True)
    quote = make_quote(study=study, text="An hour", theme=make_theme(study=study, name="Hours"))
    note = line(study)
    assert names(as_bob, note) == ["Hours"]
    ConsentRecord.capture(quote.participant, {Purpose.QUOTES: False}, Method.WRITTEN, study.owner)
    assert names(as_bob, note) == []


def test_words_taken_out_teach_nothing_at_once(study):
    study.revise(suggests_themes=True)
    make_quote(study=study, text="Ask Lidia", theme=make_theme(study=study, name="Hours"))
    assert [theme.name for theme in suggestions.suggest(study, "Lidia")] == ["Hours"]
    redact(study, "Lidia", About.PERSON, 7, study.owner)
    study.refresh_from_db()
    assert suggestions.suggest(study, "Lidia") == []


def test_lines_that_may_not_be_quoted_get_none(as_bob, study, themes):
    study.revise(suggests_themes=True)
    note = line(study)
    note.go_off_record(study.owner)
    assert names(as_bob, note) == []


def test_a_theme_that_is_gone_is_not_suggested(as_bob, bob, study, themes):
    study.revise(suggests_themes=True)
    note = line(study)
    assert "Money" in names(as_bob, note)
    themes[0].remove(bob)
    assert "Money" not in names(as_bob, note)


def test_an_archived_theme_is_not_suggested(as_bob, bob, study, themes):
    study.revise(suggests_themes=True)
    themes[0].archive(bob)
    note = line(study, "All the money")
    assert "Money" not in names(as_bob, note)


def test_nonsense_gets_none(as_bob, study, themes):
    study.revise(suggests_themes=True)
    note = line(study)
    assert names(as_bob, note, end=10_000) == []
    assert names(as_bob, note, first="x") == []


def test_the_switch_stands_on_the_settings(as_bob, study):
    page = as_bob.get(reverse("studies:settings", args=[study.pk])).content.decode()
    assert "Suggest themes while tagging" in page
    assert "Language of the interviews" in page


def test_the_hit_rate_on_the_sample(db, capsys):
    _, study = load_sample()
    hits = suggestions.check(study)
    assert hits.quotes == 41
    assert hits.model >= hits.most_used + 5
    call_command("check_suggestions")
    assert "among the three suggested" in capsys.readouterr().out
