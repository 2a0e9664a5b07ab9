"""Taking words and putting them under themes, from the reading page and from the quote's card."""

import html
import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.refusal import Refused
from analysis.models import Quote, Side, Tag, Theme
from tests.factories import (
    make_assumption,
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_quote,
    make_theme,
    make_transcript,
)

HTMX = {"HX-Request": "true"}
WORDS = "I counted \U0001f34b\U0001f34b twice, e\u0301 voilà."
TURNS = [("team", "And then?"), ("participant", WORDS), ("team", "Why?"), ("participant", "Nobody helped me.")]


@pytest.fixture
def interview(study):
    return make_interview(study=study)


@pytest.fixture
def turns(interview):
    return list(make_transcript(interview=interview, turns=TURNS).turns.order_by("position"))


def add(client, interview, first, start, last, end, htmx=True, **fields):
    address = reverse("analysis:quote_add", args=[interview.study_id, interview.pk])
    data = {"first": first.pk, "start": start, "last": last.pk, "end": end, **fields}
    return client.post(address, data, headers=HTMX if htmx else {})


def act(client, name, quote, /, *more, htmx=True, **fields):
    address = reverse(f"analysis:{name}", args=[quote.study_id, quote.pk, *more])
    return client.post(address, fields, headers=HTMX if htmx else {})


def body(answer):
    return html.unescape(answer.content.decode())


def test_it_works(as_bob, bob, study, interview, turns):
    theme = make_theme(study=study, name="Counting")
    answer = add(as_bob, interview, turns[1], 2, turns[1], 9, theme=theme.pk)
    assert answer.status_code == 200
    quote = Quote.objects.get()
    assert (quote.text, quote.author, quote.participant) == ("counted", bob, interview.participant)
    assert [(tag.theme, tag.author) for tag in quote.tags.all()] == [(theme, bob)]
    page = body(answer)
    assert f'id="n-{turns[1].pk}"' in page
    assert f'id="n-{turns[0].pk}"' not in page
    assert f'data-q="{quote.pk}" tabindex="-1">counted</mark>' in page
    assert page.count("hx-swap-oob") == 4  # the line, the counts, the changed ones, the picker's themes


def test_without_htmx_one_is_led_back_to_the_words(as_bob, interview, turns):
    answer = add(as_bob, interview, turns[1], 2, turns[1], 9, htmx=False, name="Counting")
    address = reverse("analysis:transcript", args=[interview.study_id, interview.pk])
    assert answer.url == f"{address}#q{Quote.objects.get().pk}"


def test_offsets_are_code_points(as_bob, interview, turns):
    add(as_bob, interview, turns[1], 10, turns[1], 18, name="Fruit")
    add(as_bob, interview, turns[1], 20, turns[1], len(WORDS), name="End")
    assert [quote.text for quote in Quote.objects.order_by("start")] == ["\U0001f34b\U0001f34b twice", "e\u0301 voilà."]


def test_a_new_theme_on_the_fly_and_the_same_name_again(as_bob, study, interview, turns):
    add(as_bob, interview, turns[1], 0, turns[1], 9, name="Late hours")
    add(as_bob, interview, turns[3], 0, turns[3], 6, name="  late   HOURS ")
    assert [theme.name for theme in study.themes.all()] == ["Late hours"]
    assert Tag.objects.count() == 2


def test_a_quote_may_wait_without_a_theme(as_bob, interview, turns):
    add(as_bob, interview, turns[1], 0, turns[1], 9)
    assert Quote.objects.get().tags.count() == 0


def test_quotes_overlap_and_run_over_turns(as_bob, interview, turns):
    add(as_bob, interview, turns[1], 0, turns[1], 9, name="One")
    answer = add(as_bob, interview, turns[1], 2, turns[3], 6, name="Two")
    assert Quote.objects.count() == 2
    assert Quote.objects.latest("pk").text == f"{WORDS[2:]}\n[…]\nNobody"
    assert [f'id="n-{turn.pk}"' in body(answer) for turn in turns] == [False, True, True, True]


def test_the_same_words_again_are_the_same_quote(as_bob, as_alice, bob, alice, study, interview, turns):
    theme = make_theme(study=study)
    add(as_bob, interview, turns[1], 0, turns[1], 9, theme=theme.pk)
    add(as_alice, interview, turns[1], 0, turns[1], 9, theme=theme.pk)
    add(as_alice, interview, turns[1], 0, turns[1], 9, name="Another")
    quote = Quote.objects.get()
    assert quote.author == bob
    assert [tag.author for tag in quote.tags.all()] == [bob, alice]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_tag_the_same_words_at_once(bob, alice, interview, turns):
    together, wrong = threading.Barrier(2), []

    def take(person):
        try:
            note = type(turns[1]).objects.get(pk=turns[1].pk)
            together.wait()
            quote = Quote.take(note, 0, note, 9, person)
            Theme.called(quote.study, "Counting", person).tag(quote, person)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in (bob, alice)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert (Quote.objects.count(), Theme.objects.count(), Tag.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 5), (0, 999), (99, 100), ("x", 5), ("", 5), (0, ""), (0, 10**30)],
)  # fmt: skip
def test_bad_offsets_are_answered_with_a_sentence(as_bob, interview, turns, start, end):
    answer = add(as_bob, interview, turns[1], start, turns[1], end, name="Never made")
    assert answer.status_code == 422
    assert "Select the words again" in body(answer)
    assert (Quote.objects.count(), Theme.objects.count()) == (0, 0)


def test_lines_that_are_not_there(as_bob, study, interview, turns):
    elsewhere = make_note(interview=make_interview(study=study))
    answer = add(as_bob, interview, elsewhere, 0, elsewhere, 3, name="Never made")
    assert answer.status_code == 422
    assert "isn’t here any more" in body(answer)
    assert Quote.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "start", "last", "end", "why"),
    [
        (0, 0, 0, 3, "This line is ours"),
        (3, 0, 1, 3, "ends before it starts"),
        (1, 5, 1, 5, "no words"),
        (1, 9, 1, 4, "no words"),
    ],
)
def test_selections_that_are_no_quote(as_bob, interview, turns, first, start, last, end, why):
    answer = add(as_bob, interview, turns[first], start, turns[last], end, name="Never made")
    assert answer.status_code == 409
    assert why in body(answer)
    assert (Quote.objects.count(), Theme.objects.count()) == (0, 0)


def test_without_a_yes_to_quotes_nothing_is_quoted(as_bob, study):
    interview = make_interview(study=study, participant=make_participant(study=study, agrees=["notes"]))
    note = make_transcript(interview=interview, turns=TURNS).turns.get(position=1)
    answer = add(as_bob, interview, note, 0, note, 5, name="Never made")
    assert answer.status_code == 409
    assert f"{interview.participant.code} said no to being quoted" in body(answer)
    assert (Quote.objects.count(), Theme.objects.count()) == (0, 0)


def test_a_refused_form_without_script_keeps_what_was_typed(as_bob, interview, turns):
    answer = add(as_bob, interview, turns[1], 0, turns[1], 5, htmx=False, name="x" * 81)
    assert answer.status_code == 422
    assert "at most 80 characters" in body(answer)
    assert "x" * 81 in body(answer)


def test_the_line_form_works_without_script(as_bob, interview, turns):
    address = reverse("analysis:transcript", args=[interview.study_id, interview.pk])
    page = body(as_bob.get(f"{address}?line={turns[1].pk}"))
    assert f'name="end" value="{len(WORDS)}"' in page
    assert page.count('class="lineform"') == 1
    assert 'class="lineform"' not in body(as_bob.get(f"{address}?line={turns[0].pk}x"))


def test_viewers_and_strangers_tag_nothing(as_vera, as_charlie, interview, turns):
    assert add(as_vera, interview, turns[1], 0, turns[1], 5).status_code == 403
    assert add(as_charlie, interview, turns[1], 0, turns[1], 5).status_code == 404
    assert Quote.objects.count() == 0


def test_the_card_shows_what_hangs_on_a_quote(as_vera, alice, study):
    quote = make_quote(study=study, theme=make_theme(study=study, name="Counting"))
    assumption = make_assumption(study=study, statement="Counting takes too long.")
    quote.weigh(assumption, "against", alice)
    insight = make_insight(study=study)
    insight.cite(quote, Side.FOR, alice)
    card = body(as_vera.get(reverse("analysis:quote_card", args=[study.pk, quote.pk])))
    for words in ("Auto words", "Counting", "Counting takes too long.", "Against", insight.code):
        assert words in card
    assert "<form" not in card


def test_themes_come_and_go_in_the_card(as_bob, bob, study):
    quote = make_quote(study=study)
    card = act(as_bob, "quote_tag", quote, name="Late")
    theme = study.themes.get()
    assert f'data-of="{quote.pk}"' in body(card)
    assert "Late" in body(card)
    assert quote.tags.get().author == bob
    act(as_bob, "quote_untag", quote, theme.pk)
    assert quote.tags.count() == 0
    answer = act(as_bob, "quote_tag", quote, htmx=False, theme=theme.pk)
    assert answer.url == reverse("analysis:quote", args=[study.pk, quote.pk])
    assert quote.tags.count() == 1


def test_one_more_theme_must_be_named(as_bob, study):
    quote = make_quote(study=study)
    answer = act(as_bob, "quote_tag", quote)
    assert answer.status_code == 422
    assert "Type the theme’s name" in body(answer)
    assert act(as_bob, "quote_tag", quote, htmx=False).status_code == 422


def test_a_quote_speaks_for_or_against_an_assumption(as_bob, bob, study):
    quote, assumption = make_quote(study=study), make_assumption(study=study)
    card = act(as_bob, "quote_weigh", quote, assumption=assumption.pk, stance="against")
    assert assumption.code in body(card)
    assert [(row.stance, row.author) for row in quote.evidence.all()] == [("against", bob)]
    act(as_bob, "quote_unweigh", quote, assumption.pk)
    assert quote.evidence.count() == 0


@pytest.mark.parametrize("fields", [{"stance": "for"}, {"assumption": 0, "stance": "for"}, {"stance": "maybe"}])
def test_a_stance_needs_both_its_parts(as_bob, study, fields):
    quote = make_quote(study=study)
    fields.setdefault("assumption", "" if "maybe" not in fields.values() else make_assumption(study=study).pk)
    assert act(as_bob, "quote_weigh", quote, **fields).status_code == 422
    assert quote.evidence.count() == 0


def test_deleting_says_what_goes_with_it(as_bob, alice, study):
    quote = make_quote(study=study, theme=make_theme(study=study, name="Counting"))
    make_insight(study=study).cite(quote, Side.FOR, alice)
    page = body(as_bob.get(reverse("analysis:quote_remove", args=[study.pk, quote.pk])))
    assert "It leaves the insight I1" in page
    assert "It leaves the theme “Counting”" in page
    answer = act(as_bob, "quote_remove", quote, htmx=False)
    assert answer.url == reverse("analysis:read", args=[study.pk, quote.interview_id])
    assert Quote.objects.count() == 0


def test_the_bell_rings_for_each_act(as_bob, study, interview, turns):
    add(as_bob, interview, turns[1], 0, turns[1], 9, name="Late")
    quote = Quote.objects.get()
    act(as_bob, "quote_untag", quote, study.themes.get().pk)
    act(as_bob, "quote_remove", quote)
    kinds = list(study.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-5:] == ["quote", "theme", "tag", "untag", "quote_gone"]


def test_the_picker_knows_what_one_used_last(as_bob, as_alice, study, interview, turns):
    for name in ("First", "Second", "Third"):
        add(as_bob, interview, turns[1], 0, turns[1], 9, name=name)
    add(as_bob, interview, turns[3], 0, turns[3], 6, name="First")
    from analysis.reading.page import theme_options
    from tests.factories import make_user

    bob = Tag.objects.first().author
    assert {option.theme.name: option.recent for option in theme_options(study, bob)} == {
        "First": 1,
        "Second": 3,
        "Third": 2,
    }
    assert {option.theme.name: option.quotes for option in theme_options(study, bob)} == {
        "First": 2,
        "Second": 1,
        "Third": 1,
    }
    assert {option.recent for option in theme_options(study, make_user())} == {0}


def test_a_selection_is_drawn_in_to_what_the_participant_said(turns, alice):
    """Words of the team never become the participant's by being selected together with theirs."""
    asked, said, asked_more, said_more = turns[:4]
    assert [turn.is_said for turn in turns[:4]] == [False, True, False, True]
    quote = Quote.take(asked, 0, said_more, len(said_more.text), alice)
    assert quote.text == f"{said.text}\n[…]\n{said_more.text}"
    assert (quote.first_note, quote.start, quote.last_note) == (said, 0, said_more)
    for first, start, last, end in ((asked, 0, said, 0), (said, len(said.text), asked_more, 5)):
        with pytest.raises(Refused, match="no words of the participant"):
            Quote.take(first, start, last, end, alice)
    assert Quote.objects.count() == 1
