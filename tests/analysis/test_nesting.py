"""Themes inside others, one level deep: the order, the verbs, and what the database refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Theme
from analysis.models.nesting import in_tree_order, shifted
from studies.models import Study
from tests.factories import make_interview, make_quote, make_study, make_theme

HTMX = {"HX-Request": "true"}


@dataclass
class Row:
    pk: int
    parent_id: int | None = None


def order(rows: list[Row]) -> list[int]:
    return [row.pk for row in rows]


class TestOrder:
    def test_those_inside_come_behind(self) -> None:
        rows = [Row(1), Row(2), Row(3, parent_id=1), Row(4), Row(5, parent_id=1), Row(6, parent_id=4)]
        assert order(in_tree_order(rows)) == [1, 3, 5, 2, 4, 6]

    def test_whose_parent_is_away_stands_for_itself(self) -> None:
        assert order(in_tree_order([Row(3, parent_id=99), Row(1)])) == [3, 1]

    @pytest.mark.parametrize(
        ("pk", "steps", "after"),
        [
            (2, -1, [2, 1, 3, 5, 4]),
            (2, 1, [1, 3, 5, 4, 2]),
            (1, 1, [2, 1, 3, 5, 4]),
            (5, -1, [1, 5, 3, 2, 4]),
            (3, -1, [1, 3, 5, 2, 4]),
            (4, 1, [1, 3, 5, 2, 4]),
        ],
    )
    def test_moving_among_its_like(self, pk: int, steps: int, after: list[int]) -> None:
        rows = [Row(1), Row(3, parent_id=1), Row(5, parent_id=1), Row(2), Row(4)]
        assert order(shifted(rows, pk, steps)) == after


@pytest.fixture
def themes(study: Study) -> list[Theme]:
    return [make_theme(study=study, name=name) for name in ("Count", "Trust", "Waste")]


def url(study: Study, name: str, *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


@pytest.mark.django_db
class TestVerbs:
    def test_inside_and_out_again(self, study: Study, themes: list[Theme], alice: User) -> None:
        count, trust, waste = themes
        waste.nest(count, alice)
        assert list(study.themes.all()) == [count, waste, trust]
        waste.nest(None, alice)
        waste.refresh_from_db()
        assert waste.parent is None and list(study.themes.all()) == [count, waste, trust]

    def test_one_level_only(self, study: Study, themes: list[Theme], alice: User) -> None:
        count, trust, waste = themes
        waste.nest(count, alice)
        with pytest.raises(Refused, match="one level"):
            trust.nest(waste, alice)
        with pytest.raises(Refused, match="stands for itself"):
            count.nest(trust, alice)
        for other in (waste, make_theme(study=make_study())):
            with pytest.raises(Refused, match="Choose another theme"):
                waste.nest(other, alice)

    def test_removing_the_one_around_it_leaves_it(self, study: Study, themes: list[Theme], alice: User) -> None:
        count, trust, waste = themes
        waste.nest(count, alice)
        count.remove(alice)
        waste.refresh_from_db()
        assert waste.parent is None and set(study.themes.all()) == {trust, waste}

    def test_merging_takes_those_inside_along(self, study: Study, themes: list[Theme], alice: User) -> None:
        count, trust, waste = themes
        waste.nest(count, alice)
        count.merge_into(trust, alice)
        waste.refresh_from_db()
        assert waste.parent == trust

    def test_merging_into_one_of_those_inside(self, study: Study, themes: list[Theme], alice: User) -> None:
        count, trust, waste = themes
        trust.nest(count, alice)
        waste.nest(count, alice)
        count.merge_into(waste, alice)
        trust.refresh_from_db()
        waste.refresh_from_db()
        assert waste.parent is None and trust.parent == waste


@pytest.mark.django_db(transaction=True)
class TestTheDatabase:
    """Whatever goes past the verbs."""

    def test_not_inside_itself(self, themes: list[Theme]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Theme.objects.filter(pk=themes[0].pk).update(parent=themes[0].pk)

    def test_not_two_levels_deep(self, themes: list[Theme]) -> None:
        count, trust, waste = themes
        Theme.objects.filter(pk=trust.pk).update(parent=count)
        for inner, outer in ((waste, trust), (count, waste)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Theme.objects.filter(pk=inner.pk).update(parent=outer)

    def test_not_in_another_study(self, themes: list[Theme]) -> None:
        foreign = make_theme(study=make_study())
        with pytest.raises(IntegrityError), transaction.atomic():
            Theme.objects.filter(pk=themes[0].pk).update(parent=foreign)

    def test_the_migration_goes_back_and_forth(self, themes: list[Theme]) -> None:
        from django.db.migrations.executor import MigrationExecutor

        latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
        try:
            MigrationExecutor(connection).migrate([("analysis", "0001_initial")])
            with connection.cursor() as cursor:
                cursor.execute("select name from analysis_theme order by id")
                assert [name for (name,) in cursor.fetchall()] == ["Count", "Trust", "Waste"]
        finally:
            MigrationExecutor(connection).migrate(latest)
        assert Theme.objects.filter(parent=None, archived_at=None).count() == 3


@pytest.mark.django_db
class TestPages:
    def test_by_the_menu(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        count, trust, waste = themes
        page = as_bob.get(url(study, "theme_nest", waste.pk)).content.decode()
        assert ">Count</option>" in page and ">Waste</option>" not in page
        answer = as_bob.post(url(study, "theme_nest", waste.pk), {"parent": count.pk}, headers=HTMX)
        html = answer.content.decode()
        assert "“Waste” is inside “Count” now." in html
        assert f'data-order="0 {count.pk} {waste.pk} {trust.pk}"' in html
        assert f'data-parent="{count.pk}"' in html and "1 theme inside" in html
        as_bob.post(url(study, "theme_nest", waste.pk), {"out": "1"})
        waste.refresh_from_db()
        assert waste.parent is None

    def test_nothing_chosen_and_what_cant_be(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        count, trust, waste = themes
        for parent in ("", "x", str(waste.pk), "99999999"):
            assert as_bob.post(url(study, "theme_nest", waste.pk), {"parent": parent}).status_code == 422
        as_bob.post(url(study, "theme_nest", waste.pk), {"parent": count.pk})
        assert "stands for itself" in as_bob.get(url(study, "theme_nest", count.pk)).content.decode()
        assert as_bob.post(url(study, "theme_nest", count.pk), {"parent": trust.pk}).status_code == 409

    def test_in_the_form_of_the_theme(self, as_bob: Client, study: Study, themes: list[Theme]) -> None:
        count, _, waste = themes
        fields = {"name": "Waste", "colour": 3, "parent": count.pk}
        assert as_bob.post(url(study, "theme_edit", waste.pk), fields).status_code == 302
        waste.refresh_from_db()
        assert waste.parent == count
        assert "It holds other themes" in as_bob.get(url(study, "theme_edit", count.pk)).content.decode()
        as_bob.post(url(study, "theme_edit", waste.pk), {**fields, "parent": ""})
        waste.refresh_from_db()
        assert waste.parent is None

    def test_a_folded_column_counts_everybody_inside_once(
        self, as_bob: Client, study: Study, themes: list[Theme], alice: User
    ) -> None:
        count, trust, waste = themes
        waste.nest(count, alice)
        talkative = make_interview(study=study)
        make_quote(study=study, theme=count, interview=talkative)
        make_quote(study=study, theme=waste, interview=talkative)
        both = make_quote(study=study, theme=waste)
        count.tag(both, alice)
        make_quote(study=study, theme=trust)
        html = as_bob.get(url(study, "board")).content.decode()
        column = re.search(rf'<section class="col[^"]*" id="theme-{count.pk}".*?</header>', html, re.S)[0]
        assert column.index("<b>2 of 3</b> people here") < column.index("<b>2 of 3</b> people in all")
        assert "in 2 quotes of its own" in column and "in 3 quotes, with the themes inside it" in column
        rows = as_bob.get(url(study, "themes")).content.decode()
        assert "<small>2 of 3 in all</small>" in rows and '<td class="n">2<small>3 in all</small></td>' in rows
        assert rows.count(" in all</small>") == 2

    def test_a_change_inside_reaches_the_column_around_it(
        self, as_bob: Client, study: Study, themes: list[Theme], alice: User
    ) -> None:
        count, _, waste = themes
        waste.nest(count, alice)
        quote = make_quote(study=study)
        seq = Study.objects.get(pk=study.pk).event_seq
        waste.tag(quote, alice)
        html = as_bob.get(url(study, "board_changes"), {"after": seq}).content.decode()
        assert set(re.findall(r'id="theme-(\d+)"', html)) == {"0", str(count.pk), str(waste.pk)}

    def test_the_list_keeps_them_together(self, as_bob: Client, study: Study, themes: list[Theme], alice: User) -> None:
        themes[2].nest(themes[0], alice)
        html = as_bob.get(url(study, "themes")).content.decode()
        rows = re.findall(r'<th scope="row">(.*?)</th>', html, re.S)
        assert [re.sub(r"<svg.*?</svg>|<[^>]+>", "", row).strip() for row in rows] == [
            "Count",
            "Inside Count: Waste",
            "Trust",
        ]
