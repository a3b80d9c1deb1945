"""Every rule that the tables of this round hold by themselves, broken once: the database names it and refuses."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import (
    FaultyAddress,
    HowReached,
    Message,
    PushDevice,
    RedFlag,
    RedFlagStep,
)
from tests.cast import LATER, cast

from .conftest import told

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BROKEN: list[tuple[type[Any], dict[str, Any], str]] = [
    (FaultyAddress, {"kind": "pigeon"}, "faulty_address_is_complete"),
    (FaultyAddress, {"why": ""}, "faulty_address_is_complete"),
    (FaultyAddress, {"mended_at": LATER - HOUR}, "an_address_is_mended_later"),
    (FaultyAddress, {"mended_by_id": "an"}, "an_address_is_mended_later"),
    (FaultyAddress, {}, "faulty_once_at_a_time"),
    (PushDevice, {"endpoint": "http://push.example/2"}, "push_device_is_complete"),
    (PushDevice, {"endpoint": "https://push.example/2", "auth": "x"}, "push_device_is_complete"),
    (PushDevice, {"endpoint": "https://push.example/2", "why_ended": "off"}, "push_device_ends_later"),
    (PushDevice, {}, "a_browser_belongs_to_one_person"),
    (HowReached, {"quiet_from": 2}, "quiet_hours_are_at_night"),
    (HowReached, {"digest_at": 4}, "quiet_hours_are_at_night"),
    (RedFlag, {}, "one_red_flag_for_one_thing"),
    (RedFlag, {"because": UUID(int=8), "what": ""}, "red_flag_is_complete"),
    (RedFlagStep, {"rung": ""}, "red_flag_step_is_complete"),
    (RedFlagStep, {"what": "nobody", "rung": ""}, "red_flag_step_is_complete"),
    (RedFlagStep, {}, "told_once_of_a_red_flag"),
    (RedFlagStep, {"what": "seen", "rung": ""}, "a_red_flag_is_seen_once"),
]


@pytest.fixture
def an() -> User:
    return cast().an


@pytest.fixture
def good(an: User) -> dict[type[Any], dict[str, Any]]:
    """A good row of every table, kept; a second one is refused where it is the same."""
    rows: dict[type[Any], dict[str, Any]] = {
        FaultyAddress: {
            "kind": "email", "address": "a@example.org", "why": "mail 5.1.1", "message": told(), "since": LATER,
        },
        PushDevice: {
            "user": an, "endpoint": "https://push.example/1", "p256dh": "A" * 87, "auth": "A" * 22, "made_at": LATER,
        },
        HowReached: {"user": an, "quiet_from": 21, "quiet_until": 7, "digest_at": 7},
        RedFlag: {
            "about": UUID(int=1), "what": "x", "because": UUID(int=7), "template": "urgent", "link": "family",
            "raised_at": LATER,
        },
    }  # fmt: skip
    for model, row in rows.items():
        made = model.objects.create(**named(model, row))
    rows[RedFlagStep] = {"flag": made, "what": "told", "rung": "circle", "user": an, "at": LATER}
    RedFlagStep.objects.create(id=new_id(LATER), **rows[RedFlagStep])
    RedFlagStep.objects.create(id=new_id(LATER), **rows[RedFlagStep] | {"what": "seen", "rung": ""})
    return rows


def named(model: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    return row if model is HowReached else {"id": new_id(LATER), **row}


@pytest.mark.parametrize(("model", "wrong", "name"), BROKEN)
def test_the_database_refuses_it(
    good: dict[type[Any], dict[str, Any]], model: type[Any], wrong: dict[str, Any], name: str
) -> None:
    if model is HowReached:
        HowReached.objects.all().delete()
    if "mended_by_id" in wrong:
        wrong = {"mended_by_id": User.objects.get(email="an@example.org").pk}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**named(model, good[model] | wrong))


def test_each_of_their_rules_was_broken() -> None:
    tables = {model for model, _, _ in BROKEN}
    declared = {
        constraint.name
        for model in apps.get_app_config("outbox").get_models()
        if model in tables
        for constraint in model._meta.constraints
    }
    assert declared == {name for _, _, name in BROKEN}


def test_what_is_pushed_goes_to_an_account_and_one_message_stands_for_another(an: User) -> None:
    first = told()
    with pytest.raises(IntegrityError, match="address_fits_its_channel"), transaction.atomic():
        copy(first, channel="push", address=str(an.pk))
    copy(first, instead_of_id=first.pk)
    with pytest.raises(IntegrityError, match="instead_of"), transaction.atomic():
        copy(first, instead_of_id=first.pk)


def copy(message: Message, **otherwise: Any) -> Message:
    known = {field.attname: getattr(message, field.attname) for field in Message._meta.concrete_fields}
    known |= {"id": new_id(LATER), "intention": str(new_id(LATER))} | otherwise
    return Message.objects.create(**known)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM outbox_faultyaddress",
        "DELETE FROM outbox_pushdevice",
        "UPDATE outbox_faultyaddress SET address = 'b@example.org'",
        "UPDATE outbox_pushdevice SET endpoint = 'https://push.example/9'",
    ],
)
def test_what_was_found_out_is_kept(good: dict[type[Any], dict[str, Any]], statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"Cannot (delete|update)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
