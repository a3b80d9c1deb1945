"""A query that is asked often is made up once: it finds what the query itself finds, and asks it once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.asked_often import Often, OftenOfOne
from kraamkring.rooms.network.queries import episodes_of, memberships_in_force
from kraamkring.rooms.network.scope import hers_among, one_of_hers
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, joined

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_rows_are_those_of_the_query_with_all_that_comes_along(people: Cast) -> None:
    george = account("george", "gp")
    leen = booked(people.an).episode
    joined(leen, george, people.an)

    def places(user: object, now: object) -> QuerySet[object]:
        return (
            memberships_in_force(now)  # type: ignore[arg-type, return-value]
            .filter(user=user)
            .annotate(named=F("user__name"))
            .select_related("user", "episode")
        )

    often = Often(places)
    often.rows(user=people.an.pk, now=LATER)
    with CaptureQueriesContext(connection) as asked:
        (mine,) = often.rows(user=george.pk, now=LATER + DAY)
        (same,) = places(george.pk, LATER + DAY)
        assert (mine, mine.named, mine.user.name, mine.episode) == (same, same.named, same.user.name, leen)  # type: ignore[attr-defined]
    first, second = (each["sql"] for each in asked.captured_queries)
    assert first == second, "it is the same query, to the letter"
    assert often.rows(user=george.pk, now=LATER - DAY * 4000) == []


def test_what_stands_twice_in_a_query_is_replaced_twice(people: Cast) -> None:
    often = Often(lambda name: User.objects.filter(Q(name=name) | Q(email=name)).order_by("pk"))
    often.first(name="nobody")
    assert often.first(name=people.an.name) == people.an
    assert often.first(name=people.an.email) == people.an


def test_nothing_is_another_query_than_something(people: Cast) -> None:
    often = Often(lambda house: User.objects.filter(organisation=house))
    here = often.rows(house=people.an.organisation_id)
    assert people.an in here
    nowhere = account("zoe", "mother")
    assert nowhere.organisation_id is None
    assert nowhere in often.rows(house=None)
    assert nowhere not in here
    assert often.rows(house=people.an.organisation_id) == here


def test_a_query_that_can_find_nothing_is_not_asked(people: Cast) -> None:
    often = Often(lambda user: User.objects.filter(pk=user).none())
    with CaptureQueriesContext(connection) as asked:
        assert often.rows(user=people.an.pk) == []
        assert often.first(user=people.an.pk) is None
    assert len(asked) == 0


def test_a_value_that_the_query_does_not_use_as_it_is_is_refused(people: Cast) -> None:
    """Else the value of the first who asked would stand in everybody's question."""
    often = Often(lambda name: User.objects.filter(name__icontains=name))
    with pytest.raises(TypeError, match="name"):
        often.rows(name="an")
    told = Often(lambda user: User.objects.filter(pk=people.an.pk).annotate(it=Value(str(user))))
    also = Often(lambda user: User.objects.filter(pk=user).annotate(it=Value(f"it is {user}")))
    for often in (told, also):
        with pytest.raises(TypeError, match="user"):
            often.rows(user=people.an.pk)


def test_of_one_row_or_of_several_it_is_the_same_query(people: Cast) -> None:
    often = OftenOfOne(lambda ids: User.objects.filter(pk__in=ids).order_by("pk"))
    both = sorted((people.an, people.stranger), key=lambda user: user.pk)
    assert often.rows([people.an.pk]) == [people.an]
    assert often.rows([people.stranger.pk]) == [people.stranger]
    assert often.rows([user.pk for user in both]) == both
    assert often.rows([]) == often.rows([uuid4()]) == []


def test_values_come_as_the_query_gives_them(people: Cast) -> None:
    flat = Often(lambda user: User.objects.filter(pk=user).values_list("name", flat=True))
    pairs = Often(lambda user: User.objects.filter(pk=user).values_list("organisation", "name"))
    for user in (people.an, people.stranger):
        assert flat.rows(user=user.pk) == [user.name]
        assert pairs.rows(user=user.pk) == [(user.organisation_id, user.name)]


@pytest.mark.parametrize("who", ["an", "stranger", "gp", "former", "closed", "system", "nowhere"])
def test_a_pregnancy_is_hers_as_the_whole_list_says(people: Cast, who: str) -> None:
    """Whoever asks, and whoever asked before: what is made up for one is never another's answer."""
    leen, other = booked(people.an).episode, booked(people.stranger).episode
    users = {
        "an": people.an,
        "stranger": people.stranger,
        "gp": account("george", "gp"),
        "former": account("frida", "gp"),
        "closed": account("carl", "midwife", organisation=people.an.organisation),
        "system": account("ward", "ward_system", organisation=people.an.organisation),
        "nowhere": account("nele", "mother"),
    }
    joined(leen, users["gp"], people.an)
    joined(leen, people.an, people.an)
    User.objects.filter(pk=users["closed"].pk).update(is_active=False)
    users["closed"].refresh_from_db()
    for user in (*users.values(), users[who]):
        for episode in (leen, other):
            hers = episodes_of(user, LATER).filter(pk=episode.pk).exists()
            assert (one_of_hers(user, episode.pk, LATER) is not None) == hers
            assert bool(hers_among(user, {episode.pk}, LATER)) == hers
        among = hers_among(user, {leen.pk, other.pk}, LATER)
        assert {each.pk for each in among} == set(episodes_of(user, LATER).values_list("pk", flat=True))


def test_for_writing_it_is_locked(people: Cast) -> None:
    leen = booked(people.an).episode
    with CaptureQueriesContext(connection) as asked:
        assert one_of_hers(people.an, leen.pk, LATER, lock=True) == leen
        assert one_of_hers(people.an, leen.pk, LATER) == leen
    locked, looked = (each["sql"] for each in asked.captured_queries)
    assert locked.endswith('FOR NO KEY UPDATE OF "people_pregnancyepisode"')
    assert "FOR " not in looked
    assert (
        PregnancyEpisode.objects.count() == Organisation.objects.filter(pk=leen.organisation_id).count() == 1
    )


def test_it_is_planned_once_in_a_connection(people: Cast) -> None:
    """Where nobody notes queries. Whoever raises the version of Django or of psycopg sees here if that ends."""
    often = Often(lambda email, name: User.objects.filter(email=email, name=name, is_active=False))
    for _time in range(3):
        assert often.rows(email=people.an.email, name=people.an.name) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        asked = [
            times for said, times in cursor.fetchall() if '"email" = $1' in said and '"name" = $2' in said
        ]
    assert asked == [3]
