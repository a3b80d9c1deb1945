"""`kraamkring id` as a stranger uses it."""

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from kraamkring.config.command_line import main

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "id.schema.json"
Said = pytest.CaptureFixture[str]


def test_a_right_number(capsys: Said) -> None:
    assert main(["id", "ssin", "93.05.18-223.61"]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (found["valid"], found["normalised"], found["says"], err) == (True, "93051822361", None, "")


def test_a_wrong_number_is_answered_and_refused_without_being_repeated(capsys: Said) -> None:
    assert main(["id", "ssin", "79121137740"]) == 2
    out, err = capsys.readouterr()
    found = json.loads(out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (found["valid"], found["accepted"], found["fault"]) == (False, False, "check digits")
    assert "79121137740" not in err
    assert err.count("\n") == 1


def test_on_import_it_is_kept_with_a_warning(capsys: Said) -> None:
    assert main(["id", "cbe", "0425222333", "--import"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["accepted"], err) == (True, "")


def test_a_number_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"999910413\n")))
    assert main(["id", "bsn", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["valid"]


def test_birth_and_sex_are_said_only_if_asked(capsys: Said) -> None:
    main(["id", "ssin", "93051822361", "--details"])
    assert json.loads(capsys.readouterr().out)["says"] == {
        "system": "ssin",
        "born": "1993-05-18",
        "sex": "male",
    }


@pytest.mark.parametrize(
    "number",
    ["", " ", "x", "9" * 65, "9" * 5000, "٩٣٠٥١٨٢٢٣٦١", "²²²²²²²²²²²", "\x00", "-1", "9305182236\u0661"],
)
@pytest.mark.parametrize("kind", ["ssin", "bis", "nihdi", "cbe", "bsn", "agb", "big"])
def test_what_is_no_number_is_refused_in_one_sentence(kind: str, number: str, capsys: Said) -> None:
    assert main(["id", kind, "--", number]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["fault"] in ("form", "check digits")
    assert err.count("\n") == 1
    assert not number.strip() or number not in err or len(number) == 1


def test_a_kind_that_does_not_exist(capsys: Said) -> None:
    with pytest.raises(SystemExit) as left:
        main(["id", "passport", "1"])
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
