"""The tour and the inbox of a demo: readable there, and nowhere else are there such pages."""

import os
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from kraamkring.rooms.messages.channels.email.transport import Catcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two letters and a text message, and a file that is none of them."""
    for number, subject in enumerate(("Een afspraak", "<b>Nieuws</b>")):
        mail = EmailMessage()
        mail["Message-ID"], mail["To"], mail["Subject"] = f"<{uuid4()}@x>", "amina@demo.example", subject
        mail.set_content("Er is iets te lezen: http://localhost/families/")
        Catcher(tmp_path).hand_in(mail)
        newest = max(tmp_path.glob("*.eml"), key=lambda file: file.stat().st_ctime_ns)
        os.utime(newest, (1000 + number, 1000 + number))
    (tmp_path / f"{uuid4()}.txt").write_text("+32470123456\nDringend: kijk in Kraamkring.\n", "utf-8")
    (tmp_path / "secrets.json").write_text("{}", "utf-8")
    return tmp_path


def test_in_a_demo_everything_caught_is_listed_newest_first_and_can_be_read(folder: Path) -> None:
    with override_settings(STAGE="demo", MESSAGE_CATCHER=folder):
        page = Client().get("/inbox/")
        said = page.content.decode()
        assert said.index("+32470123456") < said.index("&lt;b&gt;Nieuws") < said.index("Een afspraak")
        assert "secrets.json" not in said
        assert "no-store" in page["Cache-Control"]
        letters = sorted(folder.glob("*.eml"))
        assert "Er is iets te lezen" in Client().get(f"/inbox/{letters[0].name}/").content.decode()


@pytest.mark.parametrize("name", ["secrets.json", "nothing.eml", "..%2Fsecrets.json"])
def test_nothing_else_of_the_folder_can_be_read(folder: Path, name: str) -> None:
    with override_settings(STAGE="demo", MESSAGE_CATCHER=folder):
        assert Client().get(f"/inbox/{name}/").status_code == 404


@pytest.mark.parametrize("stage", ["production", "test"])
def test_elsewhere_there_is_no_such_page(folder: Path, stage: str) -> None:
    letter = next(folder.glob("*.eml")).name
    with override_settings(STAGE=stage, MESSAGE_CATCHER=folder):
        assert Client().get("/inbox/").status_code == 404
        assert Client().get(f"/inbox/{letter}/").status_code == 404
    with override_settings(STAGE="demo", MESSAGE_CATCHER=None):
        assert Client().get("/inbox/").status_code == 404


def test_the_tour_stands_in_a_demo_and_every_page_leads_there() -> None:
    with override_settings(STAGE="demo"):
        said = Client().get("/tour/").content.decode()
        assert "mieke@demo.example" in said
        assert 'href="/tour/"' in Client().get("/cards/").content.decode()


@pytest.mark.parametrize("stage", ["production", "test"])
def test_elsewhere_no_tour_shows_a_sign_in(stage: str) -> None:
    with override_settings(STAGE=stage):
        assert Client().get("/tour/").status_code == 404
        assert "/tour/" not in Client().get("/cards/").content.decode()
