"""The queue itself, in Chromium: the network drops, doubles, delays and reorders, and nothing is lost or doubled."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from kraamkring.rooms.devices.models import Device, Received
from kraamkring.rooms.record.models import Entry
from tests.cast import cast
from tests.clock import MORNING, this_morning
from tests.doors.test_offline_pages import born_here
from tests.examples import sample

from .handset import handset

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("offline"),
]

MOST = 30  # trials in one browser; the model telephones do the thousand

# What is kept cannot be opened twice, as after a battery that died; then it can.
DISK_NOT_READY = """{
  const open = IDBFactory.prototype.open;
  let refused = 0;
  IDBFactory.prototype.open = function (...what) {
    if (refused++ >= 2) return open.apply(this, what);
    const asked = { error: new DOMException("not yet", "UnknownError") };
    setTimeout(() => asked.onerror());
    return asked;
  };
}"""

# Runs in the page: so many trials of so many writes, over a network that does what `random` says. Gives, for each item,
# its number and what the telephone believes of it at the end.
TRIAL = """async ({ seed, writes, family }) => {
  const queue = await import("/static/staff/offline/queue.js");
  const { sync } = await import("/static/staff/offline/sync.js");
  let state = seed;
  const random = () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const real = globalThis.fetch, late = [];
  let bad = true;
  globalThis.fetch = async (address, options = {}) => {
    if (!bad || options.method !== "POST") return real(address, options);
    const { signal, ...kept } = options, again = () => real(address, kept);
    const fate = random();
    if (fate < 0.2) throw new TypeError("lost on the way");
    if (fate < 0.4) { await again(); throw new TypeError("the answer was lost"); }
    if (fate < 0.55) { await again(); return again(); }
    if (fate < 0.7) { late.push(again); throw new TypeError("late"); }
    if (late.length && fate < 0.85) await late.splice(Math.floor(random() * late.length), 1)[0]();
    return again();
  };
  const owner = await vault.current();
  for (let number = 0; number < writes; number++) {
    const who = random() < 0.8 ? ["mother"] : ["newborn-7"];
    const body = { fields: { who, kind: ["phone"] } };
    const kind = random() < 0.9 ? "visit" : "telepathy";
    const adding = [queue.add(owner, { family, kind, body, about: `${number}` })];
    if (random() < 0.3) adding.push(queue.add(owner, { family, kind, body, about: `${number}, beside` }));
    if (random() < 0.6) adding.push(sync({ wait: random() < 0.5 }));
    await Promise.all(adding);
  }
  for (const each of late) await each();
  bad = false;
  globalThis.fetch = real;
  for (let round = 0; round < 5 && await queue.countUnsent(owner.user); round++) await sync({ wait: true });
  return (await queue.all(owner)).map(({ id, sequence, state, why }) => ({ id, sequence, state, why }));
}"""


def test_the_queue_of_the_page_loses_and_doubles_nothing(
    browser: Any, live_server: Any, tmp_path: Path, settings: Any
) -> None:
    settings.CLOCK = MORNING
    people = cast()
    family = born_here(people.an, this_morning())
    trials, seeds = min(sample(50), MOST), Random(6)
    with handset(browser, tmp_path / "phone", live_server.url) as phone:
        page = phone.turn_on()
        phone.sign_in(people.an)
        page.add_init_script(DISK_NOT_READY)
        phone.opens("/visits/device/")
        phone.takes_along("/visits/device/")
        for _trial in range(trials):
            told = {"seed": seeds.randrange(2**31), "writes": 8, "family": str(family.pk)}
            items = page.evaluate(TRIAL, told)
    rows = {str(row.pk): row for row in Received.objects.all()}
    assert set(rows) == {item["id"] for item in items}
    assert [item["sequence"] for item in items] == list(range(1, len(items) + 1))
    for item in items:
        assert (item["sequence"], item["state"]) == (rows[item["id"]].sequence, rows[item["id"]].outcome), (
            told
        )
        assert bool(item["why"]) == (item["state"] != "accepted")
    accepted = {item["id"] for item in items if item["state"] == "accepted"}
    assert {str(each.pk) for each in Entry.objects.filter(kind="contacts")} == accepted
    assert Device.objects.get().up_to == len(items)
    assert len({item["state"] for item in items}) > 1, "nothing was proved"
