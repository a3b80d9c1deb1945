"""Every row of the log says from where: the door, the device, and of the network what names no one."""

from uuid import UUID

import pytest
from django.test import Client

from kraamkring.config.whence import device_of
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.whence import Whence, coming_from, network_of, whence
from tests.cast import account, booked, cast, joined

from .test_staff_pages import signed_in

DEVICE = UUID("0199b1f0-0000-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:12:34:56:78:9a:bc", "2001:db8:12::/48"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("::1", "::/48"),
        (" 192.0.2.17 ", "192.0.2.0/24"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_the_part_that_names_one_connection_is_not_kept(address: str, kept: str) -> None:
    assert network_of(address) == kept


def test_what_is_said_once_holds_inside_and_is_forgotten_after() -> None:
    with coming_from(Whence("staff", DEVICE, "192.0.2.0/24")):
        assert whence().door == "staff"
    assert whence() == Whence()


@pytest.mark.django_db
def test_reads_writes_and_refusals_say_it(settings: object) -> None:
    people = cast()
    episode, mother = booked(people.an).episode, account("leen", "mother")
    joined(episode, mother, people.an)
    client = signed_in(people.an)
    client.get(f"/families/{episode.pk}/record/", REMOTE_ADDR="192.0.2.17")
    signed_in(mother).get(f"/my/{episode.pk}/record/", REMOTE_ADDR="2001:db8::7")
    signed_in(people.stranger).get(f"/families/{episode.pk}/record/", REMOTE_ADDR="198.51.100.9")

    def row(actor: object) -> tuple[str, str, object, str]:
        found = AuditEvent.objects.get(actor=actor, what="record")
        return found.action, found.door, found.device, found.network

    device = device_of(str(client.session.session_key))
    assert row(people.an) == ("read", "staff", device, "192.0.2.0/24")
    assert row(mother)[:2] == ("read", "parents")
    assert row(mother)[3] == "2001:db8::/48"
    assert row(mother)[2] not in (None, device), "another device"
    assert row(people.stranger)[0:2] == ("refused", "staff")
    assert row(people.stranger)[3] == "198.51.100.0/24"
    assert whence() == Whence()


@pytest.mark.django_db
def test_behind_our_proxy_the_address_is_that_which_it_saw(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    an = cast().an
    forged = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.5, 192.0.2.17"}
    signed_in(an).get("/families/", **forged)
    assert AuditEvent.objects.get(actor=an, what="families:0").network == "192.0.2.0/24"


@pytest.mark.django_db
def test_without_a_proxy_nobody_says_where_she_comes_from(settings: object) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0  # type: ignore[attr-defined]
    an = cast().an
    signed_in(an).get("/families/", REMOTE_ADDR="192.0.2.17", HTTP_X_FORWARDED_FOR="203.0.113.5")
    assert AuditEvent.objects.get(actor=an, what="families:0").network == "192.0.2.0/24"


def test_nobody_is_asked_for_a_device_without_a_session(client: Client) -> None:
    assert client.get("/healthz").status_code in (200, 503)
