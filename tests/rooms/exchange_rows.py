"""A good row of every table of the exchange, and every way in which one can be spoiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.models import (
    AccessToken,
    Export,
    ExportPart,
    Grant,
    Launch,
    Notification,
    Program,
    RefreshToken,
    Resource,
    SearchKey,
    Subscription,
    Superseded,
    UsedAssertion,
)
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER

HOUR = timedelta(hours=1)


def good(user: User, episode: PregnancyEpisode) -> dict[type[models.Model], dict[str, Any]]:
    """Of every table, the columns of a row that is taken. The mother of the episode went out when it was booked."""
    stored = {"home": episode.pk, "episode": episode, "module": "child", "updated_at": LATER, "text": "{}"}
    return {
        Resource: {"id": new_id(LATER), "type": "Flag", "version": 1, "digest": UUID(int=1), **stored},
        Superseded: {"id": new_id(LATER), "resource_id": episode.mother_id, "version": 1, **stored},
        SearchKey: {
            "resource_id": episode.mother_id, "place": 99, "home": episode.pk, "type": "Flag", "param": "code",
            "text": "x",
        },
        AccessToken: {
            "id": new_id(LATER), "digest": "a" * 64, "user": user, "client": "x", "scope": "user/*.rs", "since": LATER,
            "until": LATER + HOUR,
        },
        **_programs(user),
        **_exports(user),
        **_subscriptions(user),
    }  # fmt: skip


def _exports(user: User) -> dict[type[models.Model], dict[str, Any]]:
    columns = {
        "user": user, "client": "x", "scope": "user/*.rs", "level": "system", "request": "https://kraamkring.example/",
        "asked_at": LATER, "until": LATER + HOUR,
    }  # fmt: skip
    export = Export.objects.create(id=new_id(LATER), **columns)
    named = {"type": "Flag", "file": 1, "place": 0, "resources": [export.pk], "versions": [1]}
    return {
        Export: {"id": new_id(LATER), **columns},
        ExportPart: {"id": new_id(LATER), "export": export, **named},
    }


def _subscriptions(user: User) -> dict[type[models.Model], dict[str, Any]]:
    columns = {
        "user": user, "client": "x", "scope": "user/*.cruds", "type": "Flag", "endpoint": "https://receiver.example/",
        "since": LATER, "status": "active", "updated_at": LATER,
    }  # fmt: skip
    made = Subscription.objects.create(id=new_id(LATER), **columns)
    told = {"subscription": made, "resource": made.pk, "version": 1, "at": LATER}
    return {
        Subscription: {"id": new_id(LATER), **columns},
        Notification: {"id": new_id(LATER), **told},
    }


def _programs(user: User) -> dict[type[models.Model], dict[str, Any]]:
    program = Program.objects.create(
        id=new_id(LATER), name="growth", kind="public", scope="user/*.rs", since=LATER
    )
    columns = {"program": program, "user": user, "scope": "user/*.rs", "since": LATER, "until": LATER + HOUR}
    coded = {"code_until": LATER + HOUR, "redirect_uri": "https://app.example/", "challenge": "x" * 43}
    grant = Grant.objects.create(id=new_id(LATER), code_digest=2 * new_id(LATER).hex, **columns, **coded)
    return {
        Program: {"id": new_id(LATER), "name": "x", "kind": "public", "scope": "user/*.rs", "since": LATER},
        Grant: {"id": new_id(LATER), "code_digest": "c" * 64, **columns, **coded},
        RefreshToken: {
            "id": new_id(LATER), "grant": grant, "digest": "d" * 64, "since": LATER, "until": LATER + HOUR,
        },
        Launch: {
            "id": new_id(LATER), "program": program, "user": user, "patient": UUID(int=9), "digest": "f" * 64,
            "since": LATER, "until": LATER + HOUR,
        },
        UsedAssertion: {"id": new_id(LATER), "program": program, "digest": "e" * 64, "until": LATER},
    }  # fmt: skip


def cases(twice: Callable[..., Callable[[Any], object]]) -> dict[str, Callable[[Any], object]]:
    """What the database refuses, by the name of the constraint. twice: the same row under two ids."""
    elsewhere = {"home": UUID(int=9)}
    return {
        "resource_is_complete": lambda w: w.write(Resource, text=""),
        "resource_versions_begin_at_one": lambda w: w.write(Resource, version=0),
        "resource_of_an_episode_lives_there": lambda w: w.write(Resource, **elsewhere),
        "resource_stands_in_a_module": lambda w: w.write(Resource, module="attic"),
        "superseded_once": twice(Superseded),
        "superseded_is_complete": lambda w: w.write(Superseded, text=""),
        "superseded_of_an_episode_lived_there": lambda w: w.write(Superseded, **elsewhere),
        "superseded_stood_in_a_module": lambda w: w.write(Superseded, module="attic"),
        "search_key_is_one_of_three": lambda w: w.write(SearchKey, number=1),
        "search_key_lasts": lambda w: w.write(SearchKey, text=None, since=LATER, until=LATER),
        "token_digest_is_sha_256": lambda w: w.write(AccessToken, digest="x"),
        "token_ends_after_it_begins": lambda w: w.write(AccessToken, until=LATER),
        "token_says_who_and_what_for": lambda w: w.write(AccessToken, scope=""),
        "program_has_what_its_kind_needs": lambda w: w.write(Program, kind="backend"),
        "program_says_who_and_what_for": lambda w: w.write(Program, scope=""),
        "grant_code_is_sha_256": lambda w: w.write(Grant, code_digest="x"),
        "grant_ends_after_it_begins": lambda w: w.write(Grant, until=LATER),
        "grant_opens_something_to_one": lambda w: w.write(Grant, challenge=""),
        "launch_digest_is_sha_256": lambda w: w.write(Launch, digest="x"),
        "launch_ends_after_it_begins": lambda w: w.write(Launch, until=LATER),
        "program_opened_by_people": lambda w: w.write(
            Program, kind="backend", jwks={"keys": []}, acts_as=w.user, launch_uri="https://x.example/"
        ),
        "refresh_digest_is_sha_256": lambda w: w.write(RefreshToken, digest="x"),
        "refresh_ends_after_it_begins": lambda w: w.write(RefreshToken, until=LATER),
        "export_says_who_and_what_for": lambda w: w.write(Export, client=""),
        "export_is_kept_a_while": lambda w: w.write(Export, until=LATER),
        "export_went_one_way": lambda w: w.write(Export, done_at=LATER),
        "export_part_once": twice(ExportPart),
        "export_part_names_some": lambda w: w.write(ExportPart, resources=[]),
        "subscription_says_who_and_what": lambda w: w.write(Subscription, endpoint=""),
        "subscription_off_says_why": lambda w: w.write(Subscription, status="off"),
        "notification_once": twice(Notification),
        "notification_closed_is_settled": lambda w: w.write(Notification, closed=True),
        "assertion_once": twice(UsedAssertion),
        "assertion_digest_is_sha_256": lambda w: w.write(UsedAssertion, digest="x"),
    }
