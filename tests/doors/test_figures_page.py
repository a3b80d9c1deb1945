"""The quality board: who is let in, what stands where no lake does, and figures as the lake gives them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.registry.counted import FILE, keep_counted, kept_counted
from tests.cast import account, cast
from tests.flows.test_extract import a_family, extracted

from .test_governance_pages import page, read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db
ONE = "/figures/kce-first-visit/"


@pytest.mark.parametrize("address", ["/figures/", ONE])
def test_only_who_governs_sees_figures_and_each_look_is_kept(address: str) -> None:
    people, greet = cast(), account("greet", "governor")
    assert Client().get(address)["Location"].startswith("/account/login/")
    for other in (people.an, people.stranger):
        assert signed_in(other).get(address).status_code == 403
    assert "Nothing is counted yet" in read(page(greet, address))
    assert AuditEvent.objects.filter(actor=greet, what="figures", purpose="quality").count() == 1


def test_one_family_is_never_a_figure(tmp_path: Path, settings: LazySettings) -> None:
    people, greet = cast(), account("greet", "governor")
    a_family(people.an)
    extracted(tmp_path, greet, datetime(2026, 11, 23, tzinfo=UTC))
    keep_counted(tmp_path)
    settings.LAKE = str(tmp_path)

    assert "Small numbers are hidden" in read(page(greet, "/figures/"))
    assert "2026-" in read(page(greet, ONE))
    kept = kept_counted(tmp_path)
    assert kept is not None
    assert {each.numerator for each in kept["month"]["kce-first-visit"]} == {None}
    assert signed_in(greet).get("/figures/none-of-ours/").status_code == 404


def test_figures_of_many_are_shown_beside_all(tmp_path: Path, settings: LazySettings) -> None:
    people, greet = cast(), account("greet", "governor")
    own = str(people.an.organisation_id)
    by = {
        "organisation": {"kce-first-visit": [[[], "", 82.5, 165.0, 200.0], [[own], "", 90.0, 45.0, 50.0]]},
        "month": {"kce-first-visit": [[["2026-09"], "", 82.5, 165.0, 200.0]]},
    }
    (tmp_path / FILE).write_text(json.dumps({"format": "kraamkring.figures/1", "by": by}), encoding="utf-8")
    settings.LAKE = str(tmp_path)
    text = read(page(greet, "/figures/"))
    assert "82.5 per 100" in text
    assert "90.0" not in text, "she is of no organisation"
    greet.organisation = people.an.organisation
    greet.save()
    assert "90.0 82.5 per 100" in read(page(greet, "/figures/"))
    assert "2026-09 82.5 74.4 – 90.6" in read(page(greet, ONE))  # 3 * sqrt(0.825 * 0.175 / 200) = 0.0806
