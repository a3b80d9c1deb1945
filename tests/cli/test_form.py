"""`kraamkring form` as a stranger uses it: a form, what it lacks, or one sentence."""

from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

import pytest

from kraamkring.config.commands import registering
from tests.cast import cast
from tests.cli.asking import typed
from tests.flows.ward import Ward, give_birth, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    monkeypatch.setattr(registering, "database_in_use", nullcontext)
    monkeypatch.setattr(registering, "complain_of_unmigrated", lambda: None)
    found = ward(cast())
    give_birth(found)
    return found


def test_a_form_is_written_whole_and_what_it_lacks_is_said(here: Ward, tmp_path: Path) -> None:
    file = tmp_path / "form.xml"
    done = typed("form", "ebirth", str(here.episode.pk), "--as", here.an.email, "-o", str(file))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"newborn-1.apgarscore1: this is not known yet. Fill it in on the form.\n" in done.stderr
    assert "ebirth-baby-medicalform" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_register_of_readmissions_is_written_in_our_own_document(here: Ward) -> None:
    done = typed("form", "readmission", str(here.episode.pk), "--as", here.an.email)
    assert done.returncode == 1
    assert b'<form id="readmission" complete="false">' in done.stdout
    assert b"mother.homemoment: this is not known yet. Write it in the record.\n" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("birth", "{id}", "--as", "an@example.org"), b"there is no such form"),
        (("ebirth", "one", "--as", "an@example.org"), b"this is no id"),
        (("ebirth", "{id}"), b"nobody is named"),
        (("ebirth", "{id}", "--as", "nobody@example.org"), b"no account"),
        (("ebirth", str(uuid4()), "--as", "an@example.org"), b"no such pregnancy for you"),
        (("ebirth", "{id}", "--as", "stranger@example.org"), b"no such pregnancy for you"),
    ],
)
def test_what_is_wrong_is_one_sentence(here: Ward, words: tuple[str, ...], says: bytes) -> None:
    done = typed("form", *(word.format(id=here.episode.pk) for word in words))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1), done.stderr
    assert says in done.stderr
