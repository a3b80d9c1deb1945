"""Persons who were registered before can be found by their names; each stands for whom the merges say."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from kraamkring.core.finding import endings

AT_ONCE = 2_000


def fill(apps: Any, schema_editor: Any) -> None:
    Person, NameEnding = apps.get_model("people", "Person"), apps.get_model("people", "NameEnding")
    merges = apps.get_model("people", "PersonMerge").objects.filter(undone_at=None)
    kept = dict(merges.values_list("merged_id", "kept_id"))
    persons: list[Any] = []

    def write() -> None:
        for person in persons:
            person.stands_for_id = _followed(person.pk, kept)
        Person.objects.bulk_update(persons, ["stands_for"])
        NameEnding.objects.bulk_create(
            [
                NameEnding(person_id=person.pk, ending=ending)
                for person in persons
                for ending in endings(person.given_name) | endings(person.family_name)
            ],
            batch_size=10_000,
            ignore_conflicts=True,
        )
        persons.clear()

    for person in Person.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        persons.append(person)
        if len(persons) == AT_ONCE:
            write()
    write()


def _followed(person: Any, kept: dict[Any, Any]) -> Any:
    met = {person}
    while person in kept and kept[person] not in met:
        person = kept[person]
        met.add(person)
    return person


class Migration(migrations.Migration):
    dependencies = [("people", "0002_finding_people")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
