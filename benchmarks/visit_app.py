"""How soon a carer sees her day on a slow telephone, and how much travels for 8 families.

`python benchmarks/visit_app.py`. The telephone: 390x844, processor four times slower, "3G Slow" of WebPageTest
(400 kbit/s, 400 ms there and back), emulated by Chromium. Cold: nothing is kept, signed in. Warm and offline: the app
was used before, and there is no network.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

FAMILIES, ROUNDS = 8, 5
HOUR = timedelta(hours=1)
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1000 / 8,
    "uploadThroughput": 400 * 1000 / 8,
}
MEASURED = ("temperature_c", 36.8), ("pulse_per_min", 74)
OF_CHILD = ("weight_g", 3300), ("newborn_temperature_c", 36.9)
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kraamkring-visit-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "KRAAMKRING_HOME": folder,
            "KRAAMKRING_STAGE": "test",
            "KRAAMKRING_STATIC_ROOT": f"{folder}/static",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        from kraamkring.config.processes.database_use import database_in_use

        with database_in_use(settings={"fsync": "off"}):
            user, families = made()
            compressed()
            with served() as address:
                told = measured(user, families, address)
    print(json.dumps(told, indent=1))


def made() -> tuple[Any, list[Any]]:
    """A midwife, and eight families at home since two days, seen twice a day, whom she visits in the next days."""
    from kraamkring.config.commands.migrating import migrate_now

    migrate_now()
    from kraamkring.core.facts import Appointment, Birth, Discharge, DueDate, PregnancyFacts
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
    from kraamkring.flows.make_appointment import make_appointment
    from kraamkring.flows.observe import Said, observe
    from kraamkring.flows.record_fact import record_fact
    from kraamkring.rooms.accounts.actions import give_account, open_organisation

    now = datetime.now(UTC)
    practice = open_organisation(name="De Linde", kind="practice", region="be-vlg", now=now)
    user = give_account(
        email="an@example.org", name="An", profession="midwife", organisation=practice, now=now
    )
    families = []
    for number in range(FAMILIES):
        due = now.date()
        birth = Birth(
            newborn="newborn-1",
            born_at=now - 60 * HOUR,
            outcome="live",
            place="hospital",
            mode="vaginal",
            weight_g=3420,
        )
        facts = PregnancyFacts(
            booked_on=due - timedelta(days=210),
            region="be-vlg",
            due_dates=(DueDate(due_on=due, set_on=due - timedelta(days=210)),),
            births=(birth,),
        )
        mother = Mother(given_name="Leen", family_name=f"Voorbeeld {number}")
        episode = book_pregnancy(facts=facts, mother=mother, by=user, now=now).episode
        home = Discharge(who=("mother", "newborn-1"), at=now - 20 * HOUR)
        record_fact(episode_id=episode.pk, value=home, by=user, now=now)
        for back in (18, 10, 2):
            seen = [("mother", *each) for each in MEASURED] + [("newborn-1", *each) for each in OF_CHILD]
            said = [
                Said(id=new_id(now), who=who, what=what, value=value, at=now - back * HOUR)
                for who, what, value in seen
            ]
            observe(episode_id=episode.pk, said=said, by=user, now=now)
        start = now + timedelta(days=number // 4, hours=1 + number % 4)
        fact = Appointment(care="home_visit", start=start, end=start + HOUR, role="midwife", accepted=True)
        make_appointment(
            episode_id=episode.pk, appointment=fact, by=user, now=now, with_whom="An", id=new_id(now)
        )
        families.append(episode.pk)
    return user, families


def compressed() -> None:
    """The files as docs/how-to/run.md has them served: collected, and compressed beside themselves."""
    from django.core.management import call_command
    from whitenoise.compress import Compressor

    call_command("collectstatic", verbosity=0)
    compressor = Compressor(quiet=True)
    for path in Path(os.environ["KRAAMKRING_STATIC_ROOT"]).rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))


@contextmanager
def served() -> Iterator[str]:
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from kraamkring.config.wsgi import application

    WSGIRequestHandler.log_message = lambda *_given: None  # type: ignore[method-assign]
    server = ThreadedWSGIServer(("localhost", 0), WSGIRequestHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()


def measured(user: Any, families: list[Any], address: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from tests.browser import chromium_path, open_browser, open_page

    client = Client(HTTP_ACCEPT_LANGUAGE="nl", headers={"Accept-Encoding": "gzip"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    bundle = client.get("/visits/bundle/").content
    plain = gzip.decompress(bundle) if bundle[:2] == b"\x1f\x8b" else bundle
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": address}
    visit = f"/visits/{families[0]}/"
    path = chromium_path()
    if path is None:
        raise SystemExit("There is no Chromium here.")
    cold: dict[str, list[float]] = {"/visits/": [], visit: []}
    warm: dict[str, list[float]] = {"/visits/": [], visit: []}
    with open_browser(path) as browser:
        for _round in range(ROUNDS):
            for place in cold:
                with open_page(browser, "phone", address) as page:
                    page.context.add_cookies([cookie])
                    cold[place].append(painted(page, place, SLOW_3G))
        with open_page(browser, "phone", address) as page:
            page.context.add_cookies([cookie])
            page.goto("/visits/")
            page.wait_for_function(
                "path => navigator.serviceWorker.controller && vault.page(path).then(Boolean)", arg=visit
            )
            page.context.set_offline(True)
            for _round in range(ROUNDS):
                for place in warm:
                    page.goto("about:blank")
                    warm[place].append(painted(page, place, None))
    names = {"/visits/": "my day", visit: "visit screen"}

    def seconds(took: dict[str, list[float]]) -> dict[str, float]:
        return {names[place]: round(statistics.median(each) / 1000, 2) for place, each in took.items()}

    return {
        "first_screen_cold_s_median": seconds(cold),
        "warm_and_offline_s_median": seconds(warm),
        "bundle_families": len(json.loads(plain)["pages"]) - 2,
        "bundle_kb": round(len(plain) / 1024),
        "bundle_gzip_kb": round(len(gzip.compress(plain)) / 1024),
        "sent_kb": round(len(bundle) / 1024),
        "rounds": ROUNDS,
        "load": os.getloadavg()[0],
    }


def painted(page: Any, place: str, network: dict[str, Any] | None) -> float:
    """Milliseconds from asking for the page to its first contents."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
    page.goto(place, wait_until="commit")
    page.wait_for_function(f"() => {FIRST_PAINT}", timeout=60_000)
    took = float(page.evaluate(FIRST_PAINT))
    session.detach()
    return took


if __name__ == "__main__":
    main()
