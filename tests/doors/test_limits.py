"""Who asks too often waits, whichever process she asks; who asks as people do notices nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.doors.ui import limits
from kraamkring.doors.ui.limits import Rate, within
from tests import clock
from tests.cast import cast


@pytest.fixture(autouse=True)
def a_few(monkeypatch: Any, settings: Any) -> None:
    """Twice is enough, and the clock stands still: no window ends between two tries."""
    clock.set_to(f"{datetime.now(BRUSSELS):%Y-%m-%d %H:%M}")
    settings.CLOCK = clock.PATH
    few = {name: rate._replace(most=2) for name, rate in limits.RATES.items()}
    monkeypatch.setattr(limits, "RATES", few | {"many": Rate(10, 3600, "user")})


@pytest.mark.django_db
class TestWhatIsKept:
    def test_is_read_again_until_it_ends(self) -> None:
        cache.set("a", [1.5, 2], 100)
        assert cache.get("a") == [1.5, 2]
        cache.set("a", {"b": True}, 0)
        assert cache.get("a", "gone") == "gone"
        assert not cache.delete("never")

    def test_is_added_once_and_again_when_it_has_ended(self) -> None:
        assert cache.add("lock", True, 100)
        assert not cache.add("lock", True, 100)
        cache.touch("lock", 0)
        assert cache.add("lock", True, 100)

    def test_nothing_that_is_kept_can_run_and_no_address_stands_there(self) -> None:
        with pytest.raises(TypeError):
            cache.set("code", object())
        cache.set("who:10.1.2.3", 1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, value::text FROM accounts_kept")
            assert "10.1.2.3" not in str(cursor.fetchall())

    def test_counts_only_what_is_there(self) -> None:
        with pytest.raises(ValueError, match="no such key"):
            cache.incr("nothing")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_count_as_many() -> None:
    """Forty tries by eight at a time: ten go through, no more and no fewer."""

    def try_once(_number: int) -> bool:
        try:
            return within("many", "somebody")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(40))) == 10


@pytest.fixture
def midwife(db: None) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(cast().an)
    return client


def test_who_searches_too_often_reads_that_she_must_wait(midwife: Client) -> None:
    answers = [midwife.post("/search/", {"fragment": "voorbeeld"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Wait a moment" in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "60"
    assert midwife.get("/search/").status_code == 200


def test_breaking_the_glass_is_counted(midwife: Client) -> None:
    assert [midwife.post("/emergency/", {}).status_code for _ in range(3)][-1] == 429


@pytest.mark.django_db
def test_receipts_and_calendars_are_counted_by_network(settings: Any) -> None:
    settings.SMS_RECEIPT_SECRET = "a secret"
    assert [Client().post("/receipts/sms/", b"{}", "application/json").status_code for _ in range(3)] == [
        403,
        403,
        429,
    ]
    elsewhere = Client(REMOTE_ADDR="10.9.9.9")
    assert elsewhere.post("/receipts/sms/", b"{}", "application/json").status_code == 403
    assert [Client().get("/calendar/x.ics").status_code for _ in range(3)] == [404, 404, 429]
