"""Two people have the same theme's form open: both keep what they changed, and nobody's words are overruled unseen."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.models import Theme
from studies.models import Study
from tests.factories import make_theme

pytestmark = pytest.mark.django_db


class Page:
    """A form as its page shows it, to be sent with some fields changed."""

    def __init__(self, client: Client, theme: Theme, name: str) -> None:
        self.client, self.url = client, reverse(f"analysis:{name}", args=[theme.study_id, theme.pk])
        self.read(client.get(self.url))

    def read(self, response: Any) -> None:
        form = response.context.get("card_form") or response.context["form"]
        shown = response.content.decode()
        self.fields = {name: str(form[name].value() or "") for name in form.fields}
        self.fields |= {
            name: html.unescape(value) for name, value in re.findall(r'name="(seen-\w+)" value="([^"]*)"', shown)
        }

    def save(self, **changes: Any) -> Any:
        return self.client.post(self.url, self.fields | changes)


def test_two_lines_of_one_card(study: Study, as_alice: Client, as_bob: Client) -> None:
    theme = make_theme(study=study)
    hers, his = (Page(client, theme, "theme_definition") for client in (as_alice, as_bob))
    assert hers.save(include="Counts at night").status_code == 302
    assert his.save(exclude="Counts by day").status_code == 302
    theme.refresh_from_db()
    assert (theme.include, theme.exclude) == ("Counts at night", "Counts by day")


def test_the_card_that_comes_back_has_both(study: Study, as_alice: Client, as_bob: Client) -> None:
    theme = make_theme(study=study)
    his = Page(as_bob, theme, "theme_definition")
    Page(as_alice, theme, "theme_definition").save(include="Counts at night")
    answer = as_bob.post(his.url, his.fields | {"exclude": "By day"}, headers={"HX-Request": "true"}).content.decode()
    assert "Counts at night" in answer and "By day" in answer


def test_name_and_place_and_colour(study: Study, as_alice: Client, as_bob: Client) -> None:
    theme, other = make_theme(study=study, name="Anchors"), make_theme(study=study, name="Bins")
    hers, his = (Page(client, theme, "theme_edit") for client in (as_alice, as_bob))
    hers.save(parent=other.pk, definition="What holds them")
    his.save(name="Holds", colour=7)
    theme.refresh_from_db()
    assert (theme.name, theme.colour, theme.parent, theme.definition) == ("Holds", 7, other, "What holds them")


@pytest.mark.parametrize("name", ["theme_definition", "theme_edit"])
def test_the_same_words_are_shown_first(study: Study, as_alice: Client, as_bob: Client, name: str) -> None:
    theme = make_theme(study=study)
    hers, his = (Page(client, theme, name) for client in (as_alice, as_bob))
    hers.save(definition="Says “why” & counts")
    refused = his.save(definition="His sentence")
    assert refused.status_code == 422
    assert "Somebody changed this meanwhile, to “Says “why” &amp; counts”." in refused.content.decode()
    theme.refresh_from_db()
    assert theme.definition == "Says “why” & counts"
    his.fields["definition"] = "His sentence"
    his.read(refused)
    assert his.fields["definition"] == "His sentence"
    assert his.save().status_code == 302
    theme.refresh_from_db()
    assert theme.definition == "His sentence"


def test_the_same_change_twice_is_one(study: Study, as_alice: Client, as_bob: Client) -> None:
    theme = make_theme(study=study)
    hers, his = (Page(client, theme, "theme_definition") for client in (as_alice, as_bob))
    assert [page.save(definition="One  sentence").status_code for page in (hers, his)] == [302, 302]


def test_emptied_by_one(study: Study, as_alice: Client, as_bob: Client) -> None:
    theme = make_theme(study=study)
    theme.revise(study.owner, example="Told twice")  # type: ignore[arg-type]
    hers, his = (Page(client, theme, "theme_definition") for client in (as_alice, as_bob))
    hers.save(example="")
    assert "and emptied it" in his.save(example="Told three times").content.decode()
