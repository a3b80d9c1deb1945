"""Parents read six languages, one of them from the right; those who care for them four."""

import pytest
from django.test import Client

from kraamkring.rooms.accounts.models import User

from ..cast import Cast, account, cast

pytestmark = pytest.mark.django_db

SIGN_IN, WEEK, TODAY, SETTINGS = "/account/login/", "/my/", "/today/", "/me/"


@pytest.fixture
def people() -> Cast:
    return cast()


def page(client: Client, address: str, language: str, **headers: str) -> str:
    client.cookies["language"] = language
    return client.get(address, follow=True, headers=headers).content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("tr", "ltr"), ("nl", "ltr")])
def test_a_page_runs_as_its_language_does(language: str, direction: str) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in page(Client(), SIGN_IN, language)


def test_signing_in_is_offered_in_six_languages_and_the_desk_in_four(people: Cast) -> None:
    assert page(Client(), SIGN_IN, "nl").count('<button name="language"') == 6
    assert page(signed_in(people.an), TODAY, "nl").count('<button name="language"') == 4


@pytest.mark.parametrize(
    ("browser", "spoken"),
    [
        ("tr,nl-BE;q=0.8,en;q=0.5", "nl"),
        ("ar, fr;q=0.7", "fr"),
        ("tr", "en"),
        ("", "en"),
        ("nonsense;;q", "en"),
    ],
)
def test_the_desk_in_a_language_it_does_not_have_speaks_another_of_the_browser(
    people: Cast, browser: str, spoken: str
) -> None:
    shown = page(signed_in(people.an), TODAY, "tr", **{"accept-language": browser})
    assert f'<html lang="{spoken}" dir="ltr">' in shown


def test_her_own_settings_and_her_week_speak_her_language() -> None:
    mother = signed_in(account("leen", "mother"))
    for address in (WEEK, SETTINGS):
        assert '<html lang="ar" dir="rtl">' in page(mother, address, "ar")
