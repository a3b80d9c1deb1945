"""Who signs in, and which numbers a professional has."""

import pytest
from django.test import Client

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.identifiers import professional_number, unchecked
from kraamkring.rooms.accounts.actions import give_account, note_professional_number
from kraamkring.rooms.accounts.models import User
from tests.cast import LATER, Cast

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account_whatever_its_capitals(people: Cast) -> None:
    with pytest.raises(Refusal, match="has an account"):
        give_account(email=" AN@Example.org ", name="", profession="midwife", organisation=None, now=LATER)
    assert User.objects.get_by_natural_key("AN@example.org") == people.an


def test_without_a_password_nobody_signs_in(people: Cast) -> None:
    assert not people.an.has_usable_password()
    parent = give_account(
        email="leen@example.org", name="Leen", profession="mother", organisation=None, now=LATER,
        language="fr", password="a long enough secret",
    )  # fmt: skip
    assert parent.check_password("a long enough secret")
    assert not parent.check_password("another")


def test_a_professional_number_says_whether_it_was_checked(people: Cast) -> None:
    told = unchecked("nihdi", "18749705477")
    assert not note_professional_number(user=people.an, number=told, now=LATER).checked
    right = professional_number("nihdi", "18749704477")
    noted = note_professional_number(user=people.an, number=right, now=LATER)
    assert (noted.value, noted.checked) == ("18749704477", True)
    assert people.an.professional_numbers.count() == 1
    with pytest.raises(Refusal, match="check digits"):
        professional_number("nihdi", "18749705477")


def test_she_signs_in_with_address_and_password(people: Cast, client: Client) -> None:
    give_account(
        email="leen@example.org", name="Leen", profession="mother", organisation=None, now=LATER,
        password="a long enough secret",
    )  # fmt: skip
    assert client.login(email="leen@example.org", password="a long enough secret")
    assert client.get("/account/login/").status_code == 302  # she is in already
    assert not Client().login(email="leen@example.org", password="another")
