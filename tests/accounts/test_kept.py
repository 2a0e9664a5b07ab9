"""A queryset's statement that is put together once: the same rows as the queryset's own, whatever is given."""

from django.db.models import Value

from accounts.kept import Kept, any_of, given
from accounts.models import User
from tests.factories import make_user

ODD = "50 % of 'it' %s \\ {0}"


def named(name):
    return User.objects.filter(name=name).order_by("pk").values_list("pk", Value(ODD))


def test_what_is_given_and_what_is_written_in(db):
    odd, other = make_user(name=ODD), make_user(name="other")
    kept = Kept(lambda: named(given("name", "text")))
    for _ in range(7):  # the server keeps the plan after some times
        assert kept.rows(name=ODD) == [(odd.pk, ODD)]
        assert kept.rows(name="other") == [(other.pk, ODD)]
    assert kept.rows(name=ODD) == list(named(ODD))


def test_a_list_is_given_as_one_value(db):
    people = [make_user(name="x") for _ in range(3)]
    kept = Kept(lambda: User.objects.filter(pk__in=any_of("who", "bigint"), name__contains="x").values_list("pk"))
    assert kept.rows(who=[one.pk for one in people[:2]]) == [(one.pk,) for one in people[:2]]
    assert kept.rows(who=[]) == []


def test_what_was_given_is_never_part_of_the_statement(db):
    kept = Kept(lambda: named(given("name", "text")))
    assert kept.rows(name="' or true --") == []
