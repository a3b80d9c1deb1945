"""Every page of a family, asked for by everybody in every relation and after every word of the mother, answers as
core.access decides; and what may not be written is not.

Daily a seeded sample, with each page and each relation at least once; all of it in `make prove`.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kraamkring.core.access import MODULES, Standing
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import Membership
from tests.cast import booked

from .addresses import addresses
from .bodies import body
from .expecting import ALLOWED, LED, NO_WAY, NOT_THERE, REFUSED, SIGN_IN, expected, modules_of
from .table import TABLE, Row
from .world import NOBODY, RELATIONS, ROLES, TO_WHOM, Word, World, consent, possible, standing, world

pytestmark = pytest.mark.django_db

DAILY = 150
PROVE = os.environ.get("KRAAMKRING_PROVE") == "1"
PARTS = 8 if PROVE else 1  # the whole matrix goes in as many tests, so that two processes share them
METHODS = ("GET", "POST")
OF_NO_FAMILY = ("family", "program")  # itself, and what is the same for all of them
KINDS = {200: ALLOWED, 302: ALLOWED, 303: ALLOWED, 422: ALLOWED, 403: REFUSED, 404: NOT_THERE, 405: NO_WAY}
SAME = re.compile(r'value="[\w-]{64}"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|nonce="[^"]*"')


class Question(NamedTuple):
    """Who asks for what. said: what the mother said before."""

    page: str
    method: str
    role: str
    relation: str
    said: tuple[Word, ...] = ()


@pytest.fixture
def here(db: None, settings: Any) -> World:
    settings.CLOCK = "tests.clock.this_morning"
    return world()


@cache
def family_pages() -> dict[str, dict[str, str]]:
    """Every page with a family in its address: what else stands there."""
    return {each.name: each.asks for each in addresses() if "family" in each.asks}


def questions() -> Iterator[Question]:
    """All of them: each page, by each role in each relation; and where the relation holds, after each word about each
    part that the page asks for."""
    for page in family_pages():
        row = TABLE[page]
        for role in ROLES:
            for relation in RELATIONS:
                if not possible(role, relation):
                    continue
                for method in METHODS:
                    if (row.get if method == "GET" else row.post) == "." and relation != "organisation":
                        continue  # there is no such way, for nobody: asked by some
                    yield Question(page, method, role, relation)
                    if relation not in ("in_force", "organisation", "emergency", "cover"):
                        continue
                    for module in modules_of(row):
                        for given in (True, False):
                            yield Question(page, method, role, relation, (Word(module, given),))
                    for to in TO_WHOM[1:]:
                        for module in modules_of(row)[:1]:
                            yield Question(page, method, role, relation, (Word(module, False, to),))


def sample(all_of_them: list[Question]) -> list[Question]:
    """The same ones every day: each page by each method, each relation, each role; the rest at random."""
    if PROVE:
        return all_of_them
    chance = random.Random(20261122)
    chance.shuffle(all_of_them)
    chosen, met = [], Counter[object]()
    for each in all_of_them:
        marks = (
            (each.page, each.method),
            (each.relation, each.method),
            (each.role,),
            (each.page, each.relation),
        )
        if any(not met[mark] for mark in marks[:3]) or (len(chosen) < DAILY and not met[marks[3]]):
            chosen.append(each)
            met.update(marks)
    return chosen


def together(here: World, asked: list[Question]) -> list[Question]:
    """The same questions; of one person at one page, what she gave and that should change nothing is said at once, and
    so is what she refused: giving never closes, and refusing never opens."""
    alone: list[Question] = []
    said: dict[tuple[Question, bool], list[Word]] = defaultdict(list)
    stands: dict[tuple[str, str], tuple[User, Standing]] = {}
    for each in asked:
        if len(each.said) == 1:
            if (who := (each.role, each.relation)) not in stands:
                with standing(here, *who, ()) as stands[who]:
                    pass
            user, before = stands[who]
            after = replace(before, consents=(consent(here, user, each.role, each.said[0]),))
            row, plain = TABLE[each.page], each._replace(said=())
            if expected(row, each.method, each.role, before, here.now) == expected(
                row, each.method, each.role, after, here.now
            ):
                said[plain, each.said[0].given].append(each.said[0])
                continue
        alone.append(each)
    return alone + [plain._replace(said=tuple(words)) for (plain, _given), words in said.items()]


def ask(here: World, each: Question) -> tuple[str, str]:
    """What the page answers, and what it should; with a mark if it wrote what it should not have."""
    row = TABLE[each.page]
    client = here.client(here.user(each.role, each.relation))  # signed in before, and for all her questions
    with standing(here, each.role, each.relation, each.said) as (user, stands):
        should = expected(row, each.method, each.role, stands, here.now)
        if each.relation == "organisation_closed" and should != NO_WAY:
            should = SIGN_IN
        before = here.writes() if each.method == "POST" and should != ALLOWED else {}
        url = reverse(each.page, kwargs=address(here, each.page, user))
        answer = client.get(url) if each.method == "GET" else client.post(url, body(here, each.page))
        found = KINDS.get(answer.status_code, str(answer.status_code))
        if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
            found = SIGN_IN
        elif answer.status_code == 302 and should == LED:
            found = LED
        if row.whose == "parent" and should == NO_WAY and answer.status_code == 302:
            found = NO_WAY  # a carer is led away before anything is asked
        if before and (after := here.writes()) != before:
            more = sorted(name for name in after if after[name] != before.get(name))
            found += f", and wrote {more}"
    return found, should


def address(here: World, page: str, user: User | None = None) -> dict[str, object]:
    """What stands in its address: everything named is there; her own place is that of who asks, if she has one."""
    kwargs: dict[str, object] = {"family": here.episode.pk}
    for name, kind in family_pages()[page].items():
        if name == "family":
            continue
        if kind != "UUIDConverter":
            kwargs[name] = WORDS.get((page, name), WORDS.get(name, "x"))
        else:
            kwargs[name] = here.nested.get(page) or here.nested[name]
    if page == "member_leave" and user is not None:
        hers = Membership.objects.filter(episode=here.episode, user=user).values_list("pk", flat=True)
        kwargs["member"] = next(iter(hers), kwargs["member"])
    return kwargs


WORDS: dict[Any, str] = {
    "module": "plan", ("record_add_kind", "kind"): "mother_condition", "who": "mother", "what": "temperature_c",
    "thing": "temperature", "form": "ebirth-medical",
}  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_answers_everybody_as_the_table_says(
    here: World, caplog: pytest.LogCaptureFixture, part: int
) -> None:
    caplog.set_level("CRITICAL", "django.request")
    asked = sample(list(questions()))
    many = len(asked)
    asked = together(here, asked)[part::PARTS] if PROVE else asked
    faults, kinds = [], Counter[str]()
    for each in asked:
        found, should = ask(here, each)
        kinds[should] += 1
        if found != should:
            faults.append(f"{each}: {found}, and should be {should}")
            sys.stdout.write(f"{faults[-1]}\n")
    sys.stdout.write(
        f"part {part + 1} of {PARTS}: {len(asked)} questions, of {many} in all, "
        f"to {len(family_pages())} pages: {dict(kinds)}\n"
    )
    assert not faults, f"{len(faults)} of {len(asked)}\n" + "\n".join(faults[:60])
    assert set(kinds) == {ALLOWED, LED, REFUSED, NOT_THERE, NO_WAY, SIGN_IN}, "the sample holds each answer"


def test_a_foreign_id_and_an_unknown_one_are_the_same_answer_byte_for_byte(
    here: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a family, and of everything inside one: to a stranger, and to a midwife who sees another family."""
    caplog.set_level("CRITICAL", "django.request")
    stranger, mother = here.people.stranger, here.user("mother", "none")
    other = booked(stranger).episode
    for page in family_pages():
        row = TABLE[page]
        client = here.client(mother if row.whose == "parent" else stranger)
        kwargs = address(here, page)
        families = [(kwargs | {"family": each}) for each in (here.episode.pk, NOBODY)]
        within = [
            name for name, value in kwargs.items() if name not in OF_NO_FAMILY and isinstance(value, UUID)
        ]
        nested = [
            kwargs | {"family": other.pk} | dict.fromkeys(within, each)
            for each in (NOBODY, UUID(int=7 << 76))
        ]
        if within and row.whose != "parent":
            nested.append(kwargs | {"family": other.pk})  # what is there, and of another family
        for pair in (families, nested if within else families):
            answers = [_plain(client, row, page, each, here) for each in pair]
            assert len(set(answers)) == 1, (page, pair)
        assert _plain(client, row, page, families[0], here)[0] in (404, 405), page


def _plain(client: Client, row: Row, page: str, kwargs: dict[str, object], here: World) -> tuple[int, str]:
    """The answer without what differs in every answer: the token of the form, and the address in it."""
    with transaction.atomic():
        url = reverse(page, kwargs=kwargs)
        answer = client.post(url, body(here, page)) if row.get == "." else client.get(url)
        transaction.set_rollback(True)
    return answer.status_code, SAME.sub("", answer.content.decode(errors="replace"))


def test_the_sample_holds_each_page_relation_and_role() -> None:
    asked = sample(list(questions()))
    assert {each.page for each in asked} == set(family_pages())
    assert {each.relation for each in asked} == set(RELATIONS)
    assert {each.role for each in asked} == set(ROLES)
    assert {word.module for each in asked for word in each.said} == set(MODULES)
