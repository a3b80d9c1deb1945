"""A midwife signs in with her e-mail address; nobody signs up alone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from kraamkring.rooms.accounts.actions import give_account

EMAIL, PASSWORD = "amina@practice.example", "a long sentence is a password"


@pytest.fixture
def midwife(transactional_db: None) -> None:
    give_account(
        email=EMAIL,
        name="Amina",
        profession="midwife",
        organisation=None,
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        language="en",
        password=PASSWORD,
    )


def test_with_the_right_password_she_is_in(page: Page, midwife: None) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[method=post] button[type=submit]:has-text('Sign In')")
    page.wait_for_url(lambda address: "/login" not in address)
    assert any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_with_a_wrong_password_she_is_not(page: Page, midwife: None) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", "something else")
    page.click("form[method=post] button[type=submit]:has-text('Sign In')")
    page.wait_for_selector("text=not correct")
    assert not any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_nobody_signs_up_alone(page: Page) -> None:
    page.goto("/account/signup/")
    assert page.locator("input[name=password1]").count() == 0
