"""What the door FHIR answers in a second, asked by wrk over 8 connections. `python benchmarks/fhir.py [families]`.

A region (benchmarks.region) with what goes out of each family: a million resources at 10,000 families. Two processes
of the server as it runs everywhere, a bearer token, consent and the log of looks on; PostgreSQL on the same cores, and
not waiting for the disk. The peer in the same run: a view of Django that does nothing, on two processes too. Needs wrk
(Debian: apt install wrk).
"""

from __future__ import annotations

import json
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.region import region

ROOT = Path(__file__).parents[1]
SECONDS = int(os.environ.get("BENCHMARK_SECONDS", "20"))
CONNECTIONS = 8
PROCESSES = 2
SEEN = 24  # observations of each family
ASKED = 4000  # different requests of a kind
IN_A_BUNDLE = 20
READS, WRITES = ("read", "search", "everything"), ("create", "bulk")
AIMS = {"read": 1200, "search": 500, "everything": 140, "create": 260, "bulk": 500}
ID = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def main() -> None:
    families = int(sys.argv[1]) if len(sys.argv) > 1 else 10_200
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not there: apt install wrk")
    now = datetime.now(UTC)
    with region(families, now, lambda midwife: _observe(midwife, now)) as made:
        begun = time.perf_counter()
        stored = _multiplied(made.times)
        spent = time.perf_counter() - begun
        told = {
            "families": made.families,
            **stored,
            "seconds_to_make": round(made.seconds_to_make + spent),
            "midwife of a practice": _measured(made.practice, now, READS),
            "midwife of a hospital": _measured(made.hospital, now, (*READS, *WRITES)),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        }
    print(json.dumps(told, indent=1))


# --- what is there


def _observe(midwife: Any, now: datetime) -> None:
    """What is seen of each mother: as many readings as a week at home brings."""
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.flows.exchange.project_all import project_all
    from kraamkring.flows.observe import Said, observe
    from kraamkring.rooms.people.models import PregnancyEpisode

    chance = random.Random(2026)
    for episode in PregnancyEpisode.objects.all():
        readings = [
            ("temperature_c", round(chance.uniform(36.2, 37.6), 1))
            if number % 2
            else ("pulse_per_min", chance.randint(62, 88))
            for number in range(SEEN)
        ]
        said = [
            Said(id=new_id(now), who="mother", what=what, value=value, at=now - timedelta(hours=6 * number))
            for number, (what, value) in enumerate(readings)
        ]
        observe(episode_id=episode.pk, said=said, by=midwife, now=now)
    project_all(now=now)


def _multiplied(times: int) -> dict[str, int]:
    """What goes out of each original, for each of its copies: the same words, with the ids of the copy."""
    import psycopg
    from django.db import connection, transaction

    from kraamkring.config.database.connection import administrative_url
    from kraamkring.core.exchange import TYPES
    from kraamkring.flows.exchange.directory import of_people
    from kraamkring.rooms.accounts.models import User
    from kraamkring.rooms.exchange.actions import store

    with transaction.atomic():
        store(list(of_people(set(User.objects.values_list("pk", flat=True)))), datetime.now(UTC))
    listed = [name for name, type in TYPES.items() if type.directory]
    connection.close()
    with psycopg.connect(administrative_url(), autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            "CREATE TEMP TABLE homes AS SELECT DISTINCT home, COALESCE(r.episode_id, s.episode_id) AS episode"
            " FROM exchange_resource r LEFT JOIN people_subject s ON s.person_id = r.home"
            " AND s.episode_id IN (SELECT episode_id FROM exchange_resource WHERE episode_id IS NOT NULL)"
            " WHERE NOT r.type = ANY(%s)",
            [listed],
        )
        _copy_resources(owner, listed, times)
        owner.execute(
            "INSERT INTO exchange_searchkey (resource_id, place, home, type, param, text, system, since, until, number,"
            " unit) SELECT md5(k.resource_id::text || n)::uuid, k.place, md5(k.home::text || n)::uuid, k.type, k.param,"
            " CASE WHEN k.system IN ('Practitioner', 'PractitionerRole') THEN e.registered_by_id::text"
            " WHEN k.system = 'Organization' THEN e.organisation_id::text"
            " WHEN k.text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-' THEN md5(k.text || n)::uuid::text ELSE k.text END,"
            " k.system, k.since, k.until, k.number, k.unit"
            " FROM exchange_searchkey k JOIN homes h ON h.home = k.home CROSS JOIN generate_series(2, %s) n"
            " JOIN people_pregnancyepisode e ON e.id = md5(h.episode::text || n)::uuid",
            [times],
        )
        for table in ("exchange_resource", "exchange_searchkey"):
            owner.execute(f"VACUUM ANALYZE {table}")
        counts = owner.execute(
            "SELECT (SELECT count(*) FROM exchange_resource), (SELECT count(*) FROM exchange_searchkey),"
            " pg_database_size(current_database()) >> 20, current_setting('fsync')"
        ).fetchone()
    return dict(zip(("resources", "search_keys", "megabytes", "fsync"), counts or (), strict=True))


def _copy_resources(owner: Any, listed: list[str], times: int) -> None:
    rows = owner.execute(
        "SELECT r.id, r.type, r.home, r.episode_id, r.module, r.version, r.updated_at, r.text, h.episode"
        " FROM exchange_resource r JOIN homes h ON h.home = r.home WHERE NOT r.type = ANY(%s)",
        [listed],
    ).fetchall()
    makers = {
        episode: (str(maker), str(house))
        for episode, maker, house in owner.execute(
            "SELECT id, registered_by_id, organisation_id FROM people_pregnancyepisode"
        ).fetchall()
    }
    templates = [(*row[:7], ID.split(row[7]), row[8]) for row in rows]
    columns = "id, type, home, episode_id, module, version, updated_at, digest, text"
    with owner.cursor().copy(f"COPY exchange_resource ({columns}) FROM STDIN") as copy:
        for number in range(2, times + 1):
            known: dict[str, str] = {}
            for id, type, home, episode, module, version, at, parts, family in templates:
                maker, house = makers[UUID(_anew(str(family), number, known))]
                whose = makers[family]
                own = {whose[0]: maker, whose[1]: house}
                text = "".join(
                    part if place % 2 == 0 else own.get(part) or _anew(part, number, known)
                    for place, part in enumerate(parts)
                )
                here = _anew(str(id), number, known)
                of = _anew(str(episode), number, known) if episode else None
                copy.write_row(
                    (here, type, _anew(str(home), number, known), of, module, version, at, here, text)
                )


def _anew(id: str, number: int, known: dict[str, str]) -> str:
    """As `md5(id || number)::uuid` of the tables (benchmarks.region)."""
    found = known.get(id)
    if found is None:
        found = known[id] = str(UUID(md5(f"{id}{number}".encode(), usedforsecurity=False).hexdigest()))
    return found


# --- what is asked


def _measured(user: Any, now: datetime, asked: tuple[str, ...]) -> dict[str, Any]:
    """Each kind of request for as many seconds, the peer before them. What is written is spread over many families:
    each reading is judged beside those that were there."""
    from kraamkring.flows.exchange import tokens
    from kraamkring.rooms.network.queries import episodes_of

    token = tokens.give(user=user, client="benchmark", scope="user/*.cruds", lasts=timedelta(days=1), now=now)
    mothers = [str(id) for id in episodes_of(user, now).values_list("mother_id", flat=True)]
    kinds = _requests(user, now, mothers)
    found: dict[str, Any] = {"families": len(mothers)}
    with _serving("benchmarks.peers.bare_django:application") as bare:
        found["bare Django"] = _asked(bare, ["/"], token)
    with _serving("kraamkring.config.wsgi:application") as address:
        for kind in asked:
            lines = kinds[kind]
            _asked(address, lines, token, seconds=3)  # warm
            found[kind] = _asked(address, lines, token)
            print(f"  {kind}: {found[kind]}", file=sys.stderr)
            if kind == "bulk":
                found[kind]["per_second"] = round(found[kind]["per_second"] * IN_A_BUNDLE, 1)
            of_bare = found[kind]["per_second"] / found["bare Django"]["per_second"]
            found[kind] |= {"aim": AIMS[kind], "of_bare_django": round(of_bare, 3)}
    return found


def _requests(user: Any, now: datetime, mothers: list[str]) -> dict[str, list[str]]:
    from kraamkring.core.exchange.scopes import scopes_in
    from kraamkring.flows.exchange.reach import Asker, reach_of_all
    from kraamkring.flows.exchange.reading import RECORDS
    from kraamkring.rooms.exchange.queries import open_to

    chance = random.Random(2026)
    where = reach_of_all(Asker(user=user, scopes=scopes_in("user/*.rs")), now).where(RECORDS)
    open_here = list(open_to(where).values_list("type", "pk"))
    chosen = chance.sample(open_here, min(ASKED, len(open_here)))
    print(f"  {len(open_here):,} resources are open to her in {len(mothers):,} families", file=sys.stderr)
    return {
        "read": [f"/fhir/{type}/{id}" for type, id in chosen],
        "search": [f"/fhir/Observation?subject=Patient/{mother}&_count=20" for mother in mothers],
        "everything": [f"/fhir/Patient/{mother}/$everything" for mother in mothers],
        "create": [f"/fhir/Observation\t{json.dumps(_reading(chance, now, mother))}" for mother in mothers],
        "bulk": [f"/fhir/\t{json.dumps(_bundle(chance, now, mother))}" for mother in mothers[:400]],
    }


def _reading(chance: random.Random, now: datetime, mother: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
        "subject": {"reference": f"Patient/{mother}"},
        "effectiveDateTime": now.isoformat(timespec="seconds"),
        "valueQuantity": {
            "value": round(chance.uniform(36.2, 37.6), 1),
            "unit": "°C",
            "system": "http://unitsofmeasure.org",
            "code": "Cel",
        },
    }


def _bundle(chance: random.Random, now: datetime, mother: str) -> dict[str, Any]:
    request = {"method": "POST", "url": "Observation"}
    entries = [{"request": request, "resource": _reading(chance, now, mother)} for _ in range(IN_A_BUNDLE)]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


@contextmanager
def _serving(application: str) -> Iterator[str]:
    """The address of a server of two processes."""
    from kraamkring.config.processes.children import web_command, working_environment
    from kraamkring.config.processes.ports import claimed_port

    with claimed_port("127.0.0.1", None) as port:
        command = [*web_command("127.0.0.1", port, workers=PROCESSES)[:-1], application]
        environment = working_environment() | {
            "PYTHONPATH": str(ROOT),
            "KRAAMKRING_FHIR_REQUESTS_PER_MINUTE": "0",
        }
        server = subprocess.Popen(command, env=environment, cwd=ROOT)
        try:
            _awaited(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()  # it ends what it was asked first
            server.wait(300)


def _awaited(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address + "/", timeout=5).close()  # noqa: S310 (our own)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not begin")


def _asked(address: str, lines: list[str], token: str, seconds: int = SECONDS) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--timeout",
            "30s",
            "-s",
            str(ROOT / "benchmarks" / "ask.lua"),
            address,
            "--",
            file.name,
            "2026",
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=os.environ | {"FHIR_TOKEN": token}
        )
    said = json.loads(done.stdout.strip().splitlines()[-1])
    if said["refused"] or said["broken"]:
        print(f"  {lines[0][:60]}: {said['refused']} refused, {said['broken']} broken", file=sys.stderr)
    answer: dict[str, Any] = {"per_second": round(said["requests"] / said["seconds"], 1)}
    answer |= {name: said[name] for name in ("p50_ms", "p95_ms", "refused", "broken")}
    return answer | {"kilobytes_each": round(said["bytes"] / max(said["requests"], 1) / 1024, 1)}


if __name__ == "__main__":
    main()
