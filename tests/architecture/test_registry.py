"""No key points upwards, none can be followed backwards across rooms, and what is of an episode carries its id."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture import registry

Rule = Callable[[Iterable[type[models.Model]]], Iterator[str]]


def our_models() -> list[type[models.Model]]:
    """Every table of every room, those that Django makes for many-to-many fields included."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model.__module__.startswith("kraamkring.")]


@pytest.mark.parametrize(
    "rule", [registry.direction_faults, registry.reverse_faults, registry.episode_faults]
)
def test_the_tables_keep_the_rule(rule: Rule) -> None:
    assert not list(rule(our_models()))


def test_the_rules_look_at_something() -> None:
    assert {model._meta.app_label for model in our_models()} >= {"accounts", "people", "record"}
    assert any(getattr(model, "append_only", False) for model in our_models())


@isolate_apps()
def test_a_key_upwards_is_found() -> None:
    class Entry(models.Model):
        class Meta:
            app_label = "record"

    class Person(models.Model):
        entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

        class Meta:
            app_label = "people"

    assert list(registry.direction_faults([Person]))
    assert not list(registry.reverse_faults([Person]))


@isolate_apps()
def test_a_key_that_can_be_followed_backwards_is_found() -> None:
    class Person(models.Model):
        class Meta:
            app_label = "people"

    class Entry(models.Model):
        person = models.ForeignKey(Person, models.PROTECT, related_name="entries")

        class Meta:
            app_label = "record"

    assert list(registry.reverse_faults([Entry]))
    assert not list(registry.direction_faults([Entry]))


@isolate_apps()
def test_a_table_without_its_episode_is_found() -> None:
    class Entry(models.Model):
        of_episode = True

        class Meta:
            app_label = "record"

    class Note(models.Model):
        entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

        class Meta:
            app_label = "record"

    assert len(list(registry.episode_faults([Entry]))) == 1
    assert len(list(registry.episode_faults([Note]))) == 1
