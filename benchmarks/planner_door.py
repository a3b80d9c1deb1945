"""How long the week of a whole region takes: 500 carers, 14 days, 450 families. `python benchmarks/planner_door.py`.

Rows are written straight into a database of its own. Server: the page as the test client gets it, wall clock and
processor. Browser: first paint, then the lanes scrolled from top to bottom, time between frames.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

CARERS, FAMILIES, DAYS, ROUNDS, SEED = 500, 450, 14, 7, 2026
PAGE = f"/planning/?days={DAYS}"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
SCROLL = """async () => {
  const frame = document.querySelector('.lane-frame'), took = [];
  frame.scrollIntoView();
  await new Promise(requestAnimationFrame);
  let last = performance.now();
  for (let top = 0; top < frame.scrollHeight; top += 120) {
    frame.scrollTop = top;
    const now = await new Promise(requestAnimationFrame);
    took.push(now - last);
    last = now;
  }
  return took;
}"""


def main() -> None:
    from benchmarks.visit_app import compressed, served

    with tempfile.TemporaryDirectory(prefix="kraamkring-planner-") as folder:
        Path(folder).chmod(0o755)
        os.environ |= {
            "KRAAMKRING_HOME": folder,
            "KRAAMKRING_STAGE": "test",
            "KRAAMKRING_STATIC_ROOT": f"{folder}/static",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
        from kraamkring.config.processes.database_use import database_in_use

        with database_in_use(settings={"fsync": "off"}):
            planner = made()
            compressed()
            with served() as address:
                print(json.dumps(measured(planner, address), indent=1))


def made() -> Any:
    """The region: carers with contracts, families with care days, two thirds promised, the others proposed."""
    from kraamkring.config.commands.migrating import migrate_now

    migrate_now()
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.packs.postcodes import _points
    from kraamkring.rooms.accounts.actions import give_account, open_organisation
    from kraamkring.rooms.accounts.models import User
    from kraamkring.rooms.people.models import Person, PlaceOfCare, PregnancyEpisode
    from kraamkring.rooms.planner import models

    now, chance = datetime.now(UTC), Random(SEED)
    today = now.date()
    house = open_organisation(name="Kraamzorg", kind="maternity_care", region="be-vlg", now=now)
    planner = give_account(
        email="petra@example.org", name="Petra", profession="planner", organisation=house, now=now
    )
    codes = [code for code in sorted(_points("be")) if code.startswith("9")]
    carers = [
        User(
            id=new_id(now), email=f"c{n}@example.org", name=f"Carer {n:03}", profession="maternity_carer",
            organisation=house,
        )
        for n in range(CARERS)
    ]  # fmt: skip
    User.objects.bulk_create(carers)
    models.Contract.objects.bulk_create(
        models.Contract(
            id=new_id(now), organisation=house, carer=carer, number=1, kind="employed",
            hours_a_week=chance.choice((20, 24, 28, 32)), first_day=date(2026, 1, 1), postcode=chance.choice(codes),
            written_by=planner, written_at=now,
        )
        for carer in carers
    )  # fmt: skip
    mothers = [
        Person(id=(pk := new_id(now)), given_name="Leen", family_name=f"Voorbeeld {n}", stands_for_id=pk)
        for n in range(FAMILIES)
    ]
    Person.objects.bulk_create(mothers)
    episodes = [
        PregnancyEpisode(
            id=new_id(now), mother=mother, region="be-vlg", booked_on=today, zone="Europe/Brussels",
            registered_by=planner, registered_at=now, organisation=house,
        )
        for mother in mothers
    ]  # fmt: skip
    PregnancyEpisode.objects.bulk_create(episodes)
    PlaceOfCare.objects.bulk_create(
        PlaceOfCare(
            id=new_id(now), episode=each, postcode=chance.choice(codes), written_by=planner, written_at=now
        )
        for each in episodes
    )
    requests = [
        models.CareRequest(id=new_id(now), episode=each, organisation=house, asked_by=planner, asked_at=now)
        for each in episodes
    ]
    models.CareRequest.objects.bulk_create(requests)
    models.CareNeed.objects.bulk_create(
        models.CareNeed(
            id=new_id(now), episode=each.episode, request=each, number=1, written_by=planner, written_at=now
        )
        for each in requests
    )
    _shifts(house, carers, episodes, today, now, chance)
    return planner


def _shifts(
    house: Any, carers: list[Any], episodes: list[Any], today: date, now: datetime, chance: Random
) -> None:
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.rooms.planner import models

    days, claims, shifts = [], {}, []
    for number, episode in enumerate(episodes):
        carer, first = carers[number], chance.randrange(DAYS - 7)
        for day in (today + timedelta(days=first + ahead) for ahead in range(8)):
            days.append(
                models.CareDay(
                    id=new_id(now), episode=episode, organisation=house, day=day, hours=6, expected=False
                )
            )
            fate = chance.random()
            if fate < 0.05:
                continue
            row = models.Shift(
                id=new_id(now), episode=episode, organisation=house, day=day, carer=carer, hours=6, full_hours=6,
                state="proposed",
            )  # fmt: skip
            if fate < 0.7:
                claim = models.CarerDay(id=new_id(now), carer=carer, day=day, organisation=house)
                claims[carer.pk, day] = claim
                row.state, row.claim, row.appointment = "published", claim, new_id(now)
                row.starts_at, row.ends_at = now, now + timedelta(hours=6)
            shifts.append(row)
    models.CareDay.objects.bulk_create(days)
    models.CarerDay.objects.bulk_create(claims.values())
    models.Shift.objects.bulk_create(shifts)


def measured(planner: Any, address: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from kraamkring.config.collecting import collect_seldom
    from tests.browser import chromium_path, open_browser, open_page

    collect_seldom()  # as a server does
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(planner, backend="django.contrib.auth.backends.ModelBackend")
    walls, work, size = _timed(client, [PAGE] * ROUNDS)
    days = [f"/planning/days/{request}/{day.isoformat()}/" for request, day in _promised(ROUNDS + 1)]
    day_walls, day_work, _ = _timed(client, days)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": address}
    path = chromium_path()
    if path is None:
        raise SystemExit("There is no Chromium here.")
    with open_browser(path) as browser, open_page(browser, "desktop", address) as page:
        page.set_default_timeout(120_000)
        page.context.add_cookies([cookie])
        page.goto(PAGE)
        paint = page.evaluate(PAINT)
        frames = page.evaluate(SCROLL)
    frames = sorted(frames)
    return {
        "server_ms_median": round(statistics.median(walls)),
        "server_processor_ms_median": round(statistics.median(work)),
        "page_kb": round(size / 1024),
        "day_ms_median": round(statistics.median(day_walls[1:])),
        "day_processor_ms_median": round(statistics.median(day_work[1:])),
        "first_day_ms": round(day_walls[0]),
        "first_paint_ms": round(paint),
        "frames": len(frames),
        "frame_ms_median": round(statistics.median(frames), 1),
        "frame_ms_p95": round(frames[int(0.95 * len(frames))], 1),
        "rounds": ROUNDS,
        "load": round(os.getloadavg()[0], 1),
    }


def _timed(client: Any, pages: list[str]) -> tuple[list[float], list[float], int]:
    """Milliseconds on the clock and of the processor for each page, and how large the last one is."""
    walls, work, size = [], [], 0
    for page in pages:
        wall, worked = time.perf_counter(), time.process_time()
        answer = client.get(page)
        walls.append(1000 * (time.perf_counter() - wall))
        work.append(1000 * (time.process_time() - worked))
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")
        size = len(answer.content)
    return walls, work, size


def _promised(many: int) -> list[tuple[Any, date]]:
    """As many families' days that are promised, each of another family."""
    from kraamkring.rooms.planner.models import CareRequest, Shift

    requests = dict(CareRequest.objects.values_list("episode", "pk"))
    days = Shift.objects.filter(state="published").values_list("episode", "day")
    of_each = {episode: (requests[episode], day) for episode, day in days}
    return list(of_each.values())[:many]


if __name__ == "__main__":
    main()
