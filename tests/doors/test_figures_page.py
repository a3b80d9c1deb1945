"""The quality board: who is let in, what stands where no lake does, and figures as the lake gives them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from django.conf import LazySettings
from django.test import Client

from kraamkring.packs.indicators import indicator
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.registry.counted import FILE, keep_counted, kept_counted
from tests.cast import account, cast
from tests.flows.test_extract import KEY, a_family, extracted

from .test_governance_pages import page, read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db
ONE = "/figures/kce-first-visit/"


@pytest.mark.parametrize("address", ["/figures/", ONE])
def test_who_cares_or_governs_sees_figures_and_each_look_is_kept(address: str) -> None:
    people, greet = cast(), account("greet", "governor")
    assert Client().get(address)["Location"].startswith("/account/login/")
    for other in ("maternity_carer", "planner", "social_worker", "privacy_officer"):
        assert signed_in(account(other, other, people.practice)).get(address).status_code == 403
    for who in (people.an, greet):
        assert "Nothing is counted yet" in read(page(who, address))
        assert AuditEvent.objects.filter(actor=who, what="figures", purpose="comparison").count() == 1


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
    assert "90.0 82.5 per 100" in read(page(people.an, "/figures/"))
    assert "2026-09 82.5 74.4 – 90.6" in read(page(greet, ONE))  # 3 * sqrt(0.825 * 0.175 / 200) = 0.0806


def kept(folder: Path, hers: str, organisations: list[tuple[str, int, int]]) -> None:
    """A lake that was counted: organisations with hits and how many, and their months."""
    whole = [sum(each[at] for each in organisations) for at in (1, 2)]
    rows = [[[name], "", 100 * hit / of, float(hit), float(of)] for name, hit, of in organisations]
    every = [[], "", 100 * whole[0] / whole[1], *map(float, whole)]
    months = [[[f"2026-{month:02}"], "", 80.0, 80.0, 100.0] for month in range(1, 10)]
    by = {"organisation": {"kce-first-visit": [every, *rows]}, "month": {"kce-first-visit": [every, *months]}}
    (folder / FILE).write_text(json.dumps({"format": "kraamkring.figures/1", "by": by}), encoding="utf-8")


@pytest.mark.parametrize(
    ("hits", "sentence"),
    [
        (160, "within the limits"),  # 160 of 200 beside 80 % of all
        (135, "below the outer limits"),
        (147, "below the inner limits"),
        (185, "above the outer limits"),
        (3, ""),
    ],
)
def test_a_funnel_says_whether_hers_can_be_chance(
    tmp_path: Path, settings: LazySettings, hits: int, sentence: str
) -> None:
    people = cast()
    own = str(people.an.organisation_id)
    mine = [(own, hits, 200)] if sentence else []
    kept(tmp_path, own, [("other-1", 800, 1000), ("other-2", 400, 500), *mine])
    settings.LAKE = str(tmp_path)
    html = page(people.an, ONE)
    assert "Beside other organisations" in read(html)
    assert html.count('class="place"') == 2
    assert html.count('class="home"') == len(mine)
    assert sentence in read(html)
    assert "Your organisation lies" not in read(html) or mine
    assert "other-1" not in html, "the others have no name"


def test_a_figure_on_paper_says_what_the_page_says(tmp_path: Path, settings: LazySettings) -> None:
    people = cast()
    kept(tmp_path, "", [(str(people.an.organisation_id), 160, 200), ("other", 800, 1000)])
    settings.LAKE = str(tmp_path)
    for language in ("nl", "fr", "de", "en"):
        answer = signed_in(people.an).get(f"{ONE}paper/", headers={"accept-language": language})
        assert answer["Content-Type"] == "application/pdf"
        paper = pypdfium2.PdfDocument(answer.content)
        text = " ".join("".join(each.get_textpage().get_text_range() for each in paper).split())
        assert indicator("kce-first-visit").definition in text
        assert "2026-09" in text
    assert "Your organisation" in text
    assert (
        signed_in(account("carer", "maternity_carer", people.practice)).get(f"{ONE}paper/").status_code == 403
    )


def test_a_figure_opens_into_the_families_of_who_asks(tmp_path: Path, settings: LazySettings) -> None:
    people, greet = cast(), account("greet", "governor")
    episode = a_family(people.an)
    extracted(tmp_path, greet, datetime(2026, 11, 23, tzinfo=UTC))
    settings.LAKE, settings.LAKE_KEY = str(tmp_path), KEY
    assert "You see no family of this month" in read(page(greet, f"{ONE}families/"))
    html = page(people.an, f"{ONE}families/?month=2026-10")
    assert "1 count, 0 are left out." in read(html)
    assert f"/families/{episode.pk}/" in html  # type: ignore[attr-defined]
    assert "counts, in the numerator" in read(html)
    assert signed_in(people.an).get(f"{ONE}families/?month=2001-10").status_code == 404
    assert signed_in(people.an).get("/figures/none-of-ours/families/").status_code == 404
    settings.LAKE_KEY = ""
    assert "Tell whoever runs it" in read(page(people.an, f"{ONE}families/"))
