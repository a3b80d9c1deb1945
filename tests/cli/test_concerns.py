"""`kraamkring concerns` as a stranger uses it."""

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from kraamkring.config.command_line import main

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs" / "examples" / "concerns").glob("*.json"))


def schema(name: str) -> dict[str, object]:
    return json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_comes_out_as_the_schema_says(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jsonschema.validate(json.loads(example.read_bytes()), schema("answers"))
    assert main(["concerns", str(example)]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    jsonschema.validate(found, schema("concerns"))
    assert (err, found["reviewed"], found["shielded"]) == ("", False, True)
    for each in (*found["concerns"], *found["offers"], *found["to_ask"]):
        for why in each["why"]:
            assert set(why["parent"]) == set(why["professional"]) == {"nl", "fr", "de", "en"}
            assert why["source"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (b"", "this is not JSON"),
        (b"{}", "region: this is missing"),
        (b'{"region": "be-vla"}', "region: there is no such region here"),
        (b'{"region": "nl", "answer": {}}', "Perhaps answers is meant"),
        (b'{"region": "nl", "answers": {"taal": "yes"}}', "answers.taal: there is no such name here"),
        (b'{"region": "nl", "answers": {"langage": "yes"}}', "Perhaps language is meant"),
        (b'{"region": "nl", "answers": {"money": "maybe"}}', "answers.money"),
        (b'{"region": "nl", "answers": {"money": true}}', "answers.money"),
        (
            b'{"region": "nl", "answers": {"money": {"answer": "no", "moment": "bookng"}}}',
            "Perhaps booking is meant",
        ),
        (
            b'{"region": "nl", "answers": {"money": "no", "money": "yes"}}',
            "money: this field stands there twice",
        ),
        (b'{"region": "nl", "answers": []}', "answers: this must be an object"),
        (b'{"region": "nl", "offers": {"buddy": "accepted"}}', "offers.buddy: there is no such name here"),
        (b'{"region": "nl", "gestation": "20"}', "gestation: this is not a gestation"),
        (b'{"region": "nl", "gestation": "20+3", "postpartum_day": 1}', "Give one of the two"),
        (b'{"region": "nl", "postpartum_day": -1}', "postpartum_day: this is too low"),
        (b'{"region": "nl", "postpartum_day": 99999}', "postpartum_day: this is too high"),
    ],
)
def test_bad_input_is_one_clear_sentence(
    given: bytes, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert main(["concerns", "-"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert err.count("\n") == 1
