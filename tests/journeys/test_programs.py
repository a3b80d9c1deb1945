"""A program that runs in a browser at another address asks a person for a key, and reads with it what she may read."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.exchange.programs import register
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.models import Program
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.browser import follow
from tests.clock import MORNING, this_morning
from tests.exchange.asking import CHALLENGE, VERIFIER
from tests.exchange.others import installed
from tests.journeys.test_families import Axe, sign_in
from tests.journeys.test_outbox import looked_at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ASKS = """async ({ server, form }) => {
  const code = new URL(location.href).searchParams.get("code");
  const body = new URLSearchParams({ ...form, code });
  const given = await (await fetch(`${server}/oauth/token`, { method: "POST", body })).json();
  const headers = { Authorization: `Bearer ${given.access_token}` };
  const answer = await fetch(`${server}/fhir/Patient`, { headers });
  const seen = (await answer.json()).entry.map(({ resource }) => resource.id);
  const read = await fetch(`${server}/fhir/Patient/${given.patient}`, { headers });
  const without = await fetch(`${server}/fhir/Patient`);
  return { patient: given.patient, seen, etag: read.headers.get("ETag"), without: without.status };
}"""


THEIRS = "<!DOCTYPE html><title>Growth</title><script src='/fhir-client.js'></script><p></p>"
LAUNCHES = """(asked) => FHIR.oauth2.authorize(asked)"""
READY = """async () => {
  const client = await FHIR.oauth2.ready();
  const me = await client.patient.read();
  const all = await client.request("Observation?patient=" + client.patient.id, { pageLimit: 0, flat: true });
  return { id: client.patient.id, given: me.name[0].given, user: client.user.fhirUser, observations: all.length };
}"""


class Elsewhere(BaseHTTPRequestHandler):
    """The pages of the program, with the client library of others."""

    def do_GET(self) -> None:
        script = self.path == "/fhir-client.js"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        self.end_headers()
        library = installed() / "node_modules/fhirclient/build/fhir-client.min.js" if script else None
        self.wfile.write(library.read_bytes() if library else THEIRS.encode())

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@pytest.fixture
def back() -> Iterator[str]:
    """Where the program lives, at an address that is not ours."""
    with ThreadingHTTPServer(("localhost", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/back"
        server.shutdown()


@pytest.fixture
def mieke(transactional_db: None) -> tuple[str, str]:
    """The demo: her e-mail address and password; three families."""
    ((_who, email, password),) = seed_practice(this_morning())
    User.objects.update(language="en")
    return email, password


def growth(scope: str, back: str) -> Program:
    """The program, which Mieke answers for."""
    by = User.objects.get(email="mieke@demo.example")
    return register(
        name="Growth", kind="public", scope=scope, now=this_morning(), by=by, redirect_uris=[back]
    ).program


def let_in_about_amina(page: Page, back: str, look: Callable[[], None] = lambda: None) -> None:
    """She says about whom, and yes."""
    page.get_by_label("Name of the mother or the child").fill("Amina")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("mother and children, and no other")).to_be_visible()
    look()
    page.get_by_role("button", name="Let it in").click()
    page.wait_for_url(lambda address: address.startswith(back))


def test_a_program_is_let_in_about_one_family_reads_it_and_is_ended(
    page: Page, mieke: tuple[str, str], axe: Axe, live_server: Any, settings: Any, back: str
) -> None:
    """Given a program elsewhere, when she chooses Amina and says yes, then it reads Amina; and she ends it."""
    settings.CLOCK = MORNING
    now = this_morning()
    program = growth("user/*.rs patient/*.rs launch/patient", back)
    asked = {
        "response_type": "code", "client_id": str(program.pk), "redirect_uri": back,
        "scope": "patient/*.rs launch/patient",
        "state": str(new_id(now)), "aud": f"{live_server.url}/fhir", "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }  # fmt: skip
    sign_in(page, mieke, f"/oauth/authorize?{urlencode(asked)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("May Growth ask in your name?")
    looked_at(page, "program-asks", axe)
    let_in_about_amina(page, back, lambda: looked_at(page, "program-asks-about-one", axe))
    form = {
        "grant_type": "authorization_code", "client_id": str(program.pk), "redirect_uri": back,
        "code_verifier": VERIFIER,
    }  # fmt: skip
    found = page.evaluate(ASKS, {"server": live_server.url, "form": form})
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    family = amina.subjects.filter(person__isnull=False).values_list("person_id", flat=True)
    assert found["patient"] == str(amina.mother_id)
    assert sorted(found["seen"]) == sorted(map(str, family))
    assert (found["etag"], found["without"]) == ('W/"1"', 401)
    page.goto(f"{live_server.url}/me/devices/")
    follow(page.get_by_role("link", name="Your programs"))
    looked_at(page, "programs", axe)
    page.get_by_role("button", name="End").first.click()
    expect(page.get_by_text("Growth")).to_have_count(0)


def test_the_client_library_of_others_comes_in_by_itself(
    page: Page, mieke: tuple[str, str], live_server: Any, settings: Any, back: str
) -> None:
    """Given a program made with fhirclient.js, when Mieke lets it in about Amina, then the library has done all else:
    it found the addresses, proved itself, brought the key, knows the family and who let it in, and reads."""
    settings.CLOCK = MORNING
    installed()
    scope = "patient/*.rs launch/patient openid fhirUser"
    program = growth(scope, back)
    page.goto(back.replace("/back", "/launch"))
    asked = {
        "iss": f"{live_server.url}/fhir", "client_id": str(program.pk), "scope": scope, "redirect_uri": back,
        "completeInTarget": True,
    }  # fmt: skip
    with page.expect_navigation():
        page.evaluate(LAUNCHES, asked)
    sign_in(page, mieke, page.url)
    let_in_about_amina(page, back)
    found = page.evaluate(READY)
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    assert (found["id"], found["given"]) == (str(amina.mother_id), ["Amina"])
    assert found["user"].startswith("Practitioner/")


def test_a_program_is_opened_from_the_page_of_a_family(
    page: Page, mieke: tuple[str, str], axe: Axe, live_server: Any, settings: Any, back: str
) -> None:
    """Given a program made with fhirclient.js that has a launch page, when Mieke opens it from Amina's page and says
    yes, then it reads Amina: nobody searched her again."""
    settings.CLOCK = MORNING
    installed()
    program = register(
        name="Growth", kind="public", scope="patient/*.rs launch openid fhirUser", now=this_morning(),
        by=User.objects.get(email="mieke@demo.example"), redirect_uris=[back],
        launch_uri=back.replace("/back", "/launch"),
    ).program  # fmt: skip
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    sign_in(page, mieke, f"/families/{amina.pk}/")
    follow(page.get_by_role("link", name="Open in another program"))
    looked_at(page, "programs-of-a-family", axe)
    page.get_by_role("button", name="Open").first.click()
    page.wait_for_url(lambda address: "/launch?iss=" in address)
    asked = {
        "client_id": str(program.pk),
        "scope": "patient/*.rs launch openid fhirUser",
        "redirect_uri": back,
    }
    with page.expect_navigation():
        page.evaluate(LAUNCHES, asked | {"completeInTarget": True})
    expect(page.get_by_role("heading", level=1)).to_have_text("May Growth ask in your name?")
    expect(page.get_by_text("Amina")).to_be_visible()
    expect(page.get_by_label("Name of the mother or the child")).to_have_count(0)
    looked_at(page, "program-opened-asks", axe)
    page.get_by_role("button", name="Let it in").click()
    page.wait_for_url(lambda address: address.startswith(back))
    found = page.evaluate(READY)
    assert (found["id"], found["given"]) == (str(amina.mother_id), ["Amina"])
