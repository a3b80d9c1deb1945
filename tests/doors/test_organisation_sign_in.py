"""An organisation's own sign-in, against a real OpenID provider in this process: it opens accounts of its own people
that exist, and no others."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kraamkring.config.complaint import Complaint
from kraamkring.config.organisation_sign_in import VARIABLE, own_sign_ins, places_of
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.audit.models import AuditEvent

pytestmark = pytest.mark.filterwarnings("ignore:.*(authlib|httpx|get_jwt_config).*")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "a long sentence is a password"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Discovery, keys, codes with PKCE, signed tokens: what a hospital's provider does, without its passwords."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def hospital(db: None) -> Organisation:
    return open_organisation(name="AZ Voorbeeld", kind="hospital", region="be-vlg", now=NOW)


@pytest.fixture
def amina(hospital: Organisation) -> User:
    return account("amina@az.example", hospital)


def account(email: str, organisation: Organisation | None) -> User:
    return give_account(
        email=email, name="Amina", profession="midwife", organisation=organisation, now=NOW, language="en",
        password=PASSWORD,
    )  # fmt: skip


@pytest.fixture
def agreed(settings: Any, provider: str, hospital: Organisation) -> dict[str, Any]:
    """As the file says it; a test may change it."""
    app: dict[str, Any] = {
        "provider_id": "az-voorbeeld",
        "name": "AZ Voorbeeld",
        "client_id": "kraamkring",
        "secret": "a secret of tests",
        "settings": {
            "server_url": provider,
            "organisation": str(hospital.pk),
            "matched_by": "email",
            "required": False,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return app["settings"]


def known(provider: str, subject: str, email: str, *, verified: bool = True) -> str:
    """Somebody whom the provider knows."""
    claims = {"email": email, "email_verified": verified, "name": "Amina"}
    assert requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).status_code == 204
    return subject


def through(client: Client, subject: str, *, connect: bool = False) -> Any:
    """From our button to the provider, where she says who she is, and back."""
    process = "?process=connect" if connect else ""
    on = client.post(f"/account/oidc/az-voorbeeld/login/{process}")
    assert on.status_code == 302, on.content.decode()
    asked = parse_qs(urlsplit(on["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = requests.post(on["Location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def is_in(client: Client) -> bool:
    return client.get("/today/").status_code == 200


def test_the_first_time_she_is_met_by_her_verified_address_then_by_her_subject(
    provider: str, agreed: Any, amina: User
) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "AZ Voorbeeld" in client.get("/account/login/").content.decode()
    assert through(client, known(provider, "s-1", "Amina@az.example"))["Location"] == "/today/"
    assert is_in(client)
    assert AuditEvent.objects.filter(actor=amina, what="signed_in:socialaccount").count() == 1
    known(provider, "s-1", "married@az.example")
    again = Client()
    through(again, "s-1")
    assert is_in(again)
    assert SocialAccount.objects.get(user=amina).uid == "s-1"
    amina.refresh_from_db()
    assert (amina.email, amina.check_password(PASSWORD)) == ("amina@az.example", True)


@pytest.mark.parametrize(
    ("subject", "email", "verified"),
    [
        ("s-2", "nobody@az.example", True),
        ("s-3", "amina@az.example", False),
        ("s-4", "stranger@else.example", True),
    ],
)
def test_whom_it_does_not_let_in(
    provider: str, agreed: Any, amina: User, subject: str, email: str, verified: bool
) -> None:
    """No account, an address that is not verified, an account of others: one answer, no new account."""
    elsewhere = open_organisation(name="Elders", kind="practice", region="be-vlg", now=NOW)
    account("stranger@else.example", elsewhere)
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = through(client, known(provider, subject, email, verified=verified))
    assert answer.status_code == 403
    assert "You are not signed in" in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == 2
    assert not SocialAccount.objects.exists()


def test_an_address_that_was_given_to_somebody_else_does_not_open_her_account(
    provider: str, agreed: Any, amina: User
) -> None:
    through(Client(), known(provider, "s-5", "amina@az.example"))
    successor = Client()
    assert through(successor, known(provider, "s-6", "amina@az.example")).status_code == 403
    assert not is_in(successor)


def test_an_account_that_was_closed_stays_closed(provider: str, agreed: Any, amina: User) -> None:
    through(Client(), known(provider, "s-7", "amina@az.example"))
    User.objects.update(is_active=False)
    client = Client()
    assert through(client, "s-7").status_code == 403
    assert not is_in(client)


def test_by_subject_alone_she_joins_it_herself_first(provider: str, agreed: Any, amina: User) -> None:
    agreed["matched_by"] = "subject"
    known(provider, "s-8", "amina@az.example")
    assert through(Client(), "s-8").status_code == 403
    desk = Client(HTTP_ACCEPT_LANGUAGE="en")
    desk.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    desk.post("/account/reauthenticate/", {"password": PASSWORD})
    through(desk, "s-8", connect=True)
    assert "Take it apart" in desk.get("/account/organisation/").content.decode()
    later = Client()
    through(later, "s-8")
    assert is_in(later)


def test_an_organisation_may_leave_no_other_way_in(provider: str, agreed: Any, amina: User) -> None:
    agreed["required"] = True
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post("/account/login/", {"login": amina.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "by its own sign-in" in answer.content.decode()
    assert not is_in(client)
    wrong = Client().post("/account/login/", {"login": amina.email, "password": "wrong"})
    assert "by its own sign-in" not in wrong.content.decode()
    through(client, known(provider, "s-9", "amina@az.example"))
    assert is_in(client)


def test_a_forged_answer_lets_nobody_in(provider: str, agreed: Any, amina: User) -> None:
    """A state that this browser never had, and a code that the provider never gave."""
    client = Client()
    client.post("/account/oidc/az-voorbeeld/login/")
    state = client.session["socialaccount_states"]
    forged = [
        f"code=made-up&state={next(iter(state))}",
        "code=made-up&state=somebody-elses",
        "error=access_denied",
    ]
    for query in forged:
        assert client.get(f"/account/oidc/az-voorbeeld/login/callback/?{query}").status_code in (302, 403)
        assert not is_in(client)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    provider: str, agreed: Any, amina: User
) -> None:
    """Its tokens name another issuer than the file does: the file says whom we believe."""
    agreed["server_url"] = f"{provider}/.well-known/openid-configuration"
    client = Client()
    assert through(client, known(provider, "s-11", "amina@az.example")).status_code == 403
    assert not is_in(client)


def test_a_provider_that_points_elsewhere_is_not_followed(provider: str, agreed: Any, amina: User) -> None:
    moved = ThreadingHTTPServer(("127.0.0.1", 0), type("Moved", (Pointing,), {"to": provider}))
    Thread(target=moved.serve_forever, daemon=True).start()
    agreed["server_url"] = f"http://127.0.0.1:{moved.server_port}"
    try:
        answer = Client(HTTP_ACCEPT_LANGUAGE="en").post("/account/oidc/az-voorbeeld/login/")
        assert answer.status_code == 503
        assert "You are not signed in" in answer.content.decode()
    finally:
        moved.shutdown()
        moved.server_close()


class Pointing(BaseHTTPRequestHandler):
    """Says that everything is somewhere else."""

    to = ""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.to + self.path)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Nothing."""


def test_an_organisation_that_is_not_there(agreed: Any) -> None:
    assert Client().post("/account/oidc/elsewhere/login/").status_code == 404


def test_her_address_counts_as_verified_from_then_on(provider: str, agreed: Any, amina: User) -> None:
    through(Client(), known(provider, "s-10", "amina@az.example"))
    assert EmailAddress.objects.get(user=amina).verified


# --- the file


def written(folder: Path, **otherwise: str) -> Path:
    rows = {
        "key": '"az"', "organisation": f'"{new_id(NOW)}"', "name": '"AZ"', "issuer": '"https://login.az.example/r"',
        "client_id": '"kraamkring"', "secret_env": '"AZ_SECRET"',
    } | otherwise  # fmt: skip
    file = folder / "organisations.toml"
    file.write_text(
        "[[organisation]]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items() if value)
    )
    return file


def test_the_file_is_read_with_its_secret_from_elsewhere(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, required="true", sends_to='["https://ids.example"]')))
    monkeypatch.setenv("AZ_SECRET", "very secret")
    (found,) = own_sign_ins("production")
    assert (found.app()["secret"], found.app()["settings"]["required"]) == ("very secret", True)
    assert places_of([found]) == ["https://login.az.example", "https://ids.example"]


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"issuer": '"http://login.az.example"'}, "https"),
        ({"organisation": '"az"'}, "organisation"),
        ({"surprise": "1"}, "surprise"),
        ({"secret_env": ""}, "one of them"),
        ({"secret_env": '"NOT_THERE"'}, "empty"),
    ],
)
def test_a_file_that_cannot_be_right_stops_the_start(
    tmp_path: Path, monkeypatch: Any, otherwise: dict[str, str], why: str
) -> None:
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, **otherwise)))
    monkeypatch.setenv("AZ_SECRET", "very secret")
    with pytest.raises(Complaint, match=why):
        [each.app() for each in own_sign_ins("production")]


def test_without_a_file_there_is_none(monkeypatch: Any) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert own_sign_ins("production") == []
