"""A practice says who is on call: its own people, one at a time."""

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import OnCall, User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import LATER, Cast, account, cast

NEW = "01999999-0000-7000-8000-000000000000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(people: Cast) -> None:
    assert Client().get("/on-call/").status_code == 302
    assert Client().post("/on-call/", {"who": str(people.an.pk)}).status_code == 302
    assert not OnCall.objects.exists()


def test_whoever_works_for_no_organisation_may_not(people: Cast) -> None:
    free = account("free", "midwife")
    assert signed_in(free).get("/on-call/").status_code == 403


def test_nobody_of_elsewhere_is_listed_or_taken(people: Cast) -> None:
    client = signed_in(people.an)
    html = client.get("/on-call/").content.decode()
    assert "Nobody is on call for your organisation." in html
    assert str(people.colleague.pk) in html
    assert str(people.stranger.pk) not in html
    assert client.post("/on-call/", {"who": str(people.stranger.pk), "id": NEW}).status_code == 422
    assert not OnCall.objects.exists()


def test_a_colleague_is_put_on_call_once_and_nobody_afterwards(people: Cast) -> None:
    client = signed_in(people.an)
    made = str(new_id(LATER))
    for _ in range(2):
        answer = client.post("/on-call/", {"who": str(people.colleague.pk), "id": made})
        assert (answer.status_code, answer["Location"]) == (302, "/on-call/")
    assert OnCall.objects.get().user == people.colleague
    assert "Bea is on call for your organisation." in client.get("/on-call/").content.decode()
    client.post("/on-call/", {"who": "nobody", "id": str(new_id(LATER))})
    client.post("/on-call/", {"who": str(people.colleague.pk), "id": made})  # the first one, sent again
    assert not OnCall.objects.filter(until=None).exists()
    assert AuditEvent.objects.filter(what="accounts:oncall", actor=people.an).exists()
