"""The head of every page: it offers each one the pages that are open to her, and no other."""

import re

import pytest

from kraamkring.rooms.accounts.actions import open_organisation
from tests.cast import BOOKED, account

from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "profession", ["midwife", "maternity_carer", "planner", "governor", "privacy_officer", "mother"]
)
def test_no_page_that_is_offered_is_refused(profession: str) -> None:
    house = open_organisation(name="De Brug", kind="maternity_care", region="be-vlg", now=BOOKED)
    client = signed_in(account("somebody", profession, None if profession == "mother" else house))
    head = client.get("/me/").content.decode().split("<main")[0]
    offered = set(re.findall(r'<a href="(/[^"]*)"', head))
    assert len(offered) > 2
    assert {address: client.get(address, follow=True).status_code for address in offered} == dict.fromkeys(
        offered, 200
    )


def test_who_may_book_is_offered_it() -> None:
    house = open_organisation(name="De Linde", kind="practice", region="be-vlg", now=BOOKED)
    head = signed_in(account("somebody", "midwife", house)).get("/me/").content.decode().split("<main")[0]
    assert {"/families/new/", "/emergency/"} <= set(re.findall(r'<a href="(/[^"]*)"', head))
