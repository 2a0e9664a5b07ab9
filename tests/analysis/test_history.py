"""The pages of history, and undo and redo by request."""

from __future__ import annotations

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.journal.undoing import redo, undo
from analysis.models import Change, Quote, Step, Tag, Theme
from studies.models import Study
from tests.factories import make_interview, make_quote, make_study, make_theme, make_workspace

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def url(study: Study, name: str, *args: int) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def theme(study: Study) -> Theme:
    return make_theme(study=study, name="Waste is invisible")


def test_it_says_who_did_what(as_bob: Client, bob: User, study: Study, theme: Theme) -> None:
    quote = make_quote(study=study, theme=theme, text="The bin knows.")
    theme.rename("Waste hides", bob)
    page = body(as_bob.get(url(study, "history")))
    assert "<b>You</b> renamed “Waste is invisible” to “Waste hides”." in page
    assert f"<b>Alice Owner</b> put a quote of {quote.participant.code} under “Waste hides”." in page
    assert "The bin knows" not in page
    assert page.count(">Undo</button>") == 1


def test_mine_alone(as_bob: Client, bob: User, study: Study, theme: Theme) -> None:
    theme.rename("Waste hides", bob)
    page = body(as_bob.get(url(study, "history") + "?who=me"))
    assert "renamed" in page and "Alice Owner" not in page


def test_nothing_yet(as_bob: Client, study: Study) -> None:
    assert "Nothing yet" in body(as_bob.get(url(study, "history")))
    assert "Nothing by you yet" in body(as_bob.get(url(study, "history") + "?who=me"))


def test_a_viewer_reads_and_undoes_nothing(as_vera: Client, study: Study, theme: Theme) -> None:
    page = body(as_vera.get(url(study, "history")))
    assert "made the theme" in page and "data-history" not in page and ">Undo</button>" not in page
    assert as_vera.post(url(study, "undo")).status_code == 403


def test_undo_and_redo_by_request(as_bob: Client, bob: User, study: Study, theme: Theme) -> None:
    theme.rename("Waste hides", bob)
    answer = as_bob.post(url(study, "undo"), headers=HTMX)
    assert "Undone: renamed “Waste is invisible” to “Waste hides”." in body(answer)
    assert "data-redo" in body(answer) and theme.name != Theme.objects.get().name
    page = body(as_bob.get(url(study, "history")))
    assert "undid: renamed" in page and ">Redo</button>" in page and "Undone since." in page
    answer = as_bob.post(url(study, "redo"), {"next": url(study, "history")})
    assert answer["Location"] == url(study, "history") and Theme.objects.get().name == "Waste hides"
    assert "Done again: renamed" in body(as_bob.get(answer["Location"]))


def test_a_refusal_says_who_and_what(as_bob: Client, alice: User, bob: User, study: Study, theme: Theme) -> None:
    theme.rename("Waste hides", bob)
    Theme.objects.get().rename("Waste", alice)
    answer = as_bob.post(url(study, "undo"), headers=HTMX)
    assert answer.status_code == 409
    assert "Alice Owner renamed “Waste hides” to “Waste” since." in body(answer)


@pytest.mark.parametrize("step", ["x", "0", "99999999"])
def test_steps_that_are_none(as_bob: Client, bob: User, study: Study, theme: Theme, step: str) -> None:
    theme.rename("Waste hides", bob)
    answer = as_bob.post(url(study, "undo"), {"step": step, "next": "https://elsewhere.example/"})
    if answer.status_code == 302:
        assert answer["Location"] == url(study, "history")
    else:
        assert answer.status_code == 409


def test_another_studys_step_is_out_of_reach(
    as_bob: Client, alice: User, bob: User, study: Study, theme: Theme
) -> None:
    theme.rename("Waste hides", bob)
    step = Step.objects.latest("pk")
    other = make_study(workspace=study.workspace, owner=alice)
    assert as_bob.post(url(other, "undo"), {"step": step.pk}, headers=HTMX).status_code == 409
    strange = make_study(workspace=make_workspace())
    assert as_bob.post(url(strange, "undo"), {"step": step.pk}).status_code == 404
    assert Theme.objects.get(pk=theme.pk).name == "Waste hides"


def test_the_history_of_one_theme_and_of_one_quote(as_bob: Client, study: Study, theme: Theme) -> None:
    other = make_theme(study=study, name="Counting at night")
    quote = make_quote(study=study, theme=theme, text="The bin knows.")
    page = body(as_bob.get(url(study, "theme_history", theme.pk)))
    assert "put a quote" in page and "Counting at night" not in page
    page = body(as_bob.get(url(study, "quote_history", quote.pk)))
    assert "took a quote" in page and "put a quote" in page and "made the theme" not in page
    assert "made the theme" in body(as_bob.get(url(study, "theme_history", other.pk)))


def test_the_boards_answer_offers_the_undo_of_just_this(as_bob: Client, study: Study, theme: Theme) -> None:
    quote = make_quote(study=study)
    answer = as_bob.post(url(study, "cards_move"), {"card": f"{quote.pk}.0", "to": theme.pk}, headers=HTMX)
    assert f'data-undo data-step="{Step.objects.latest("pk").pk}"' in body(answer)
    there = {"card": f"{quote.pk}.{theme.pk}", "to": theme.pk}
    assert "data-undo" not in body(as_bob.post(url(study, "cards_move"), there, headers=HTMX))


def test_pages_follow_by_key_and_ask_a_fixed_number_of_times(as_bob: Client, alice: User, study: Study) -> None:
    talk = make_interview(study=study)
    theme = make_theme(study=study)
    counts = []
    for more in (3, 60):
        for n in range(more):
            theme.tag(make_quote(study=study, interview=talk, text=f"words {n} of {more}"), alice)
        with CaptureQueriesContext(connection) as asked:
            page = body(as_bob.get(url(study, "history")))
        counts.append(len(asked))
    assert counts[0] + 1 >= counts[1]
    assert page.count("<li") >= 50 and "Earlier" in page
    after = page.split("?before=")[1].split('"')[0]
    second = body(as_bob.get(url(study, "history") + f"?before={after}"))
    assert "Newest" in second and 'class="steps"' in second


def test_old_acts_are_cleared_away(as_bob: Client, bob: User, study: Study, theme: Theme) -> None:
    theme.rename("Waste hides", bob)
    undo(study, bob)
    Step.objects.filter(way="act").update(at=timezone.now() - timedelta(days=400))
    theme.tag(make_quote(study=study), bob)
    call_command("clear_history", days=365, stdout=StringIO())
    assert set(Step.objects.values_list("way", flat=True)) == {"undo", "act"}
    assert not Change.objects.exclude(step__in=Step.objects.all()).exists()
    assert "undid: renamed “Waste hides” to “Waste is invisible”" in body(as_bob.get(url(study, "history")))


def test_a_merge_of_two_thousand_quotes_is_undone_quickly(alice: User, study: Study) -> None:
    one, other = make_theme(study=study, name="One"), make_theme(study=study, name="Other")
    quote = make_quote(study=study, theme=one)
    fields = {f.name: getattr(quote, f.name) for f in Quote._meta.concrete_fields if f.name not in {"id", "text"}}
    quotes = Quote.objects.bulk_create(Quote(**fields, text=f"words {n}") for n in range(2000))
    Tag.objects.bulk_create(Tag(theme=one, quote=each, author=alice) for each in quotes)
    Tag.objects.bulk_create(Tag(theme=other, quote=each, author=alice) for each in quotes[:200])
    before = set(Tag.objects.values_list("pk", "theme", "quote", "author", "created_at"))
    one.merge_into(other, alice)
    began = time.perf_counter()
    undo(study, alice)
    took = time.perf_counter() - began
    print(f"undo of 2,000: {took * 1000:.0f} ms")
    assert set(Tag.objects.values_list("pk", "theme", "quote", "author", "created_at")) == before
    began = time.perf_counter()
    redo(study, alice)
    print(f"redo of 2,000: {(time.perf_counter() - began) * 1000:.0f} ms")
    assert took < 2  # 300 ms on a quiet machine


def test_an_act_on_a_page_of_its_own_offers_its_undo_on_the_next(as_bob: Client, study: Study, theme: Theme) -> None:
    """As the dialog does that the board opens for it; an act that tells nothing says what it was."""
    other = make_theme(study=study, name="Nobody counts")
    make_quote(study=study, theme=theme, text="The bin knows.")
    acts = [
        (url(study, "theme_edit", theme.pk), {"name": "Waste hides", "colour": 1}, "You renamed “Waste is invisible”"),
        (url(study, "theme_merge", theme.pk), {"into": other.pk}, "“Waste hides” is now part of “Nobody counts”."),
        (url(study, "theme_remove", other.pk), {}, "The theme “Nobody counts” is gone."),
    ]
    for address, data, told in acts:
        page = body(as_bob.post(address, data, follow=True))
        assert told in page
        assert f'data-undo data-step="{Step.objects.order_by("-pk")[0].pk}"' in page
        assert "data-undo data-step" not in body(as_bob.get(url(study, "board")))
