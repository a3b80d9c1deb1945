"""`kraamkring exchange client` as a stranger uses it: whatever is wrong is one sentence, and nothing is registered."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from kraamkring.config.commands import exchanging
from kraamkring.rooms.exchange.models import Program
from tests.cast import cast
from tests.cli.asking import typed

pytestmark = pytest.mark.django_db
GOOD = {
    "--name": "Growth",
    "--for": "an@example.org",
    "--scope": "user/*.rs",
    "--redirect": "https://growth.example/back",
}


@pytest.fixture(autouse=True)
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command looks into the database of the test, where An is."""
    monkeypatch.setattr(exchanging, "database_in_use", nullcontext)
    monkeypatch.setattr(exchanging, "complain_of_unmigrated", lambda: None)
    GOOD["--for"] = cast().an.email


def client(**other: str) -> tuple[int, str, str]:
    """What it printed and complained of, and its exit code."""
    said = GOOD | {f"--{name}": value for name, value in other.items()}
    done = typed("exchange", "client", *(word for pair in said.items() for word in pair))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def keys_in(folder: Path, text: str) -> str:
    (folder / "keys.json").write_text(text, "utf-8")
    return str(folder / "keys.json")


def test_a_program_is_registered_and_a_secret_said_once(tmp_path: Path) -> None:
    code, out, err = client(kind="confidential")
    assert (code, err, [line.split()[0] for line in out.splitlines()]) == (
        0,
        "",
        ["client_id", "client_secret"],
    )
    ours = ECKey.generate_key("P-384").as_dict(private=False)
    code, out, err = client(
        kind="backend", scope="system/*.rs", jwks=keys_in(tmp_path, json.dumps({"keys": [ours]}))
    )
    assert (code, err, out.split()[0]) == (0, "", "client_id")
    assert Program.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"redirect": "http://growth.example/back"}, "no safe way back"),
        ({"redirect": "growth"}, "no safe way back"),
        ({"for": "nobody@example.org"}, "no account"),
        ({"scope": "everything"}, "this scope is not understood"),
        ({"name": " "}, "no name"),
        ({"name": "x" * 5_000}, "too long"),
        ({"kind": "server"}, "invalid choice"),
        ({"kind": "backend"}, "no public key"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_registered(wrong: dict[str, str], says: str) -> None:
    code, out, err = client(**wrong)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert says in err
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "cannot be read as JSON"),
        ("", "cannot be read as JSON"),
        ("[" * 100_000, "cannot be read as JSON"),
        ("[]", "no JWKS"),
        ("{}", "no public key"),
        ('{"keys": 5}', "no public key"),
        ('{"keys": [{"kty": "EC"}]}', "no public key"),
        ('{"keys": [{"kty": "oct", "k": "eA"}]}', "no public key"),
    ],
    ids=["missing", "empty", "nested", "list", "object", "number", "half a key", "secret"],
)
def test_a_file_of_keys_that_is_none_is_one_sentence(tmp_path: Path, text: str | None, says: str) -> None:
    file = str(tmp_path / "none.json") if text is None else keys_in(tmp_path, text)
    code, out, err = client(kind="backend", scope="system/*.rs", jwks=file)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert says in err
    assert not Program.objects.exists()
