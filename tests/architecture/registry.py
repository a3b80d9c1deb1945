"""The rules of the house about tables, over model classes."""

from collections.abc import Iterable, Iterator

from django.db.models import Field, Model

ROOMS = (
    "accounts",
    "people",
    "audit",
    "outbox",  # the label of the room `messages`: Django has messages of its own
    "network",
    "record",
    "wards",
    "devices",
    "vulnerability",
    "careplan",
    "kraamzorg",
    "groups",
    "planner",
    "exchange",  # reads all below, and is read by none: ADR 0801
    "line",
    "registry",
    "capacity",
)


def direction_faults(models: Iterable[type[Model]]) -> Iterator[str]:
    """Keys that point to a higher room."""
    for model, field, target in _keys(models):
        if ROOMS.index(target._meta.app_label) > ROOMS.index(model._meta.app_label):
            yield f"{_name(model, field)} points up, to {target._meta.label}"


def reverse_faults(models: Iterable[type[Model]]) -> Iterator[str]:
    """Keys across rooms through which a lower room could read a higher one."""
    for model, field, target in _keys(models):
        crosses = target._meta.app_label != model._meta.app_label
        if crosses and not str(field.remote_field.related_name or "").endswith("+"):
            yield f"{_name(model, field)} crosses rooms and needs related_name='+'"


def episode_faults(models: Iterable[type[Model]]) -> Iterator[str]:
    """Tables of an episode that do not carry its id, and tables that hang on them without saying so."""
    for model in models:
        if getattr(model, "of_episode", False):
            keys = {field.name: field for field in model._meta.concrete_fields}
            if "episode" not in keys or keys["episode"].null or not keys["episode"].is_relation:
                yield f"{model._meta.label} is of an episode and needs a key `episode` that is never null"
        for field in _own_keys(model):
            if getattr(field.related_model, "of_episode", False) and not getattr(model, "of_episode", False):
                yield f"{_name(model, field)} hangs on a table of an episode; say `of_episode = True`"


def _keys(models: Iterable[type[Model]]) -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Every relation between two tables of ours."""
    for model in models:
        for field in _own_keys(model):
            if field.related_model._meta.app_label in ROOMS:
                yield model, field, field.related_model


def _own_keys(model: type[Model]) -> list[Field]:
    return [
        field
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and isinstance(field.related_model, type)
    ]


def _name(model: type[Model], field: Field) -> str:
    return f"{model._meta.label}.{field.name}"
