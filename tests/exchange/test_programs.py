"""A program asks a person for a key, and gets one that opens what she opens and no more (SMART on FHIR 2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.exchange.programs import register
from kraamkring.rooms.exchange.models import Grant, Program
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, booked
from tests.clock import this_morning

from .asking import BACK, MOST, ask, brought, keys, let_in, reads, said_yes, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.clock.this_morning"


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def test_she_says_yes_and_the_program_reads_what_she_may_read(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    asked = ask(growth)
    page = signed_in(people.an).get("/oauth/authorize", asked)
    assert page.status_code == 200
    assert "Growth" in page.content.decode()
    assert "https://growth.example" in page["Content-Security-Policy"].split("form-action")[1].split(";")[0]
    back = said_yes(people.an, asked)
    assert back["state"] == "s-1"
    key = brought(growth, back["code"])
    assert (key["token_type"], key["scope"], key["expires_in"]) == ("Bearer", "user/*.rs", 3600)
    assert "refresh_token" not in key
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 200


def test_what_she_may_not_read_it_may_not_either(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    key = let_in(people.stranger, growth)
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 404


def test_she_says_no_and_it_is_told_so(people: Cast, growth: Program) -> None:
    assert said_yes(people.an, ask(growth), answer="no")["error"] == "access_denied"
    assert not Grant.objects.exists()


def test_nobody_signed_in_signs_in_first_and_parents_let_no_program_in(people: Cast, growth: Program) -> None:
    assert Client().get("/oauth/authorize", ask(growth)).status_code == 302
    people.an.profession = "mother"
    people.an.save()
    assert signed_in(people.an).get("/oauth/authorize", ask(growth)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": f"{BACK}/more"},
        {"client_id": str(new_id(LATER))},
        {"client_id": "x"},
        {"aud": "https://elsewhere.example/fhir"},
    ],
)
def test_what_is_not_the_programs_own_way_back_leads_nowhere(
    people: Cast, growth: Program, wrong: dict[str, str]
) -> None:
    answer = signed_in(people.an).get("/oauth/authorize", ask(growth) | wrong)
    assert (answer.status_code, answer.has_header("Location")) == (400, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge": ""},
        {"code_challenge": "x" * 129},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
        {"nonce": "n" * 201},
        {"nonce": "\0"},
    ],
)
def test_without_a_challenge_by_s256_nobody_is_asked(
    people: Cast, growth: Program, wrong: dict[str, str]
) -> None:
    answer = signed_in(people.an).get("/oauth/authorize", ask(growth) | wrong)
    assert answer.status_code == 303
    assert "error=invalid_request" in answer["Location"]


def test_a_code_needs_its_verifier_its_way_back_and_its_program(people: Cast, growth: Program) -> None:
    other = register(
        name="Other", kind="public", scope=MOST, by=people.an, now=LATER, redirect_uris=[BACK]
    ).program
    code = said_yes(people.an, ask(growth))["code"]
    assert brought(growth, code, 400, code_verifier="x" * 43)["error"] == "invalid_grant"
    assert brought(growth, code, 400, redirect_uri="https://evil.example/")["error"] == "invalid_grant"
    assert brought(other, code, 400)["error"] == "invalid_grant"
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    assert keys(growth, 400, **form)["error"] == "invalid_request"
    assert brought(growth, code)["access_token"]


def test_a_code_that_comes_twice_ends_all_that_came_of_it(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    code = said_yes(people.an, ask(growth))["code"]
    key = brought(growth, code)["access_token"]
    assert reads(key, f"Patient/{leen.mother_id}") == 200
    brought(growth, code, 400)
    assert reads(key, f"Patient/{leen.mother_id}") == 401


def test_a_code_runs_out_and_so_does_a_key(people: Cast, growth: Program, settings: Any) -> None:
    code = said_yes(people.an, ask(growth))["code"]
    key = let_in(people.an, growth)["access_token"]
    settings.CLOCK = "tests.exchange.test_programs.an_hour_later"
    assert brought(growth, code, 400)["error"] == "invalid_grant"
    assert reads(key, "Patient") == 401


def an_hour_later() -> Any:
    return this_morning() + timedelta(hours=1)


def test_a_double_click_is_one_yes_and_its_last_code_works(people: Cast, growth: Program) -> None:
    id = str(new_id(this_morning()))
    first = said_yes(people.an, ask(growth), id=id)["code"]
    second = said_yes(people.an, ask(growth), id=id)["code"]
    assert Grant.objects.count() == 1
    brought(growth, first, 400)
    assert brought(growth, second)["access_token"]


def test_a_scope_is_narrowed_to_what_the_program_may_ask(people: Cast, leen: PregnancyEpisode) -> None:
    program = register(
        name="Small", kind="public", scope="user/Patient.rs", by=people.an, now=LATER, redirect_uris=[BACK]
    ).program
    key = let_in(people.an, program, "user/*.cruds openid offline_access")
    assert key["scope"] == "user/Patient.rs"
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 200
    assert reads(key["access_token"], f"EpisodeOfCare/{leen.pk}") == 404


def test_a_key_about_one_patient_opens_her_family_and_no_other(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    other = booked(people.an).episode
    found = signed_in(people.an).post(
        f"/oauth/authorize?{'&'.join(f'{n}={v}' for n, v in ask(growth, scope='patient/*.rs').items())}",
        {"fragment": "leen", "search": "1"},
    )
    assert str(leen.mother_id) in found.content.decode()
    key = let_in(people.an, growth, "patient/*.rs launch/patient", patient=str(leen.mother_id))
    assert key["patient"] == str(leen.mother_id)
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 200
    assert reads(key["access_token"], f"Patient/{other.mother_id}") == 404
    assert reads(key["access_token"], f"EpisodeOfCare/{other.pk}") == 404
    searched = Client(headers={"Authorization": f"Bearer {key['access_token']}"}).get("/fhir/Patient").json()
    assert [each["resource"]["id"] for each in searched["entry"]] == [str(leen.mother_id)]


def test_a_patient_is_chosen_among_hers_or_nothing_is_given(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    asked = ask(growth, scope="patient/*.rs")
    address = f"/oauth/authorize?{'&'.join(f'{name}={value}' for name, value in asked.items())}"
    form = {"id": str(new_id(this_morning())), "answer": "yes"}
    assert signed_in(people.an).post(address, form).status_code == 422
    for someone in (leen.mother_id, new_id(LATER)):
        answer = signed_in(people.stranger).post(address, form | {"patient": str(someone)})
        assert answer.status_code == 404
    assert not Grant.objects.exists()


def test_a_key_is_renewed_once_and_a_second_time_ends_all(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    first = let_in(people.an, growth, "user/*.rs offline_access")
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = keys(growth, **form)
    assert reads(second["access_token"], f"Patient/{leen.mother_id}") == 200
    assert second["refresh_token"] != first["refresh_token"]
    wider = form | {"refresh_token": second["refresh_token"], "scope": "user/*.cruds"}
    assert keys(growth, 400, **wider)["error"] == "invalid_scope"
    assert keys(growth, 400, **form)["error"] == "invalid_grant"
    assert reads(second["access_token"], f"Patient/{leen.mother_id}") == 401
    assert (
        keys(growth, 400, **(form | {"refresh_token": second["refresh_token"]}))["error"] == "invalid_grant"
    )


def test_it_is_told_who_she_is_signed(people: Cast, growth: Program) -> None:
    key = brought(
        growth, said_yes(people.an, ask(growth, scope="openid fhirUser user/*.rs", nonce="n-1"))["code"]
    )
    ours = KeySet.import_key_set(Client().get("/oauth/keys").json())
    said = jwt.decode(key["id_token"], ours, algorithms=["ES256"]).claims
    assert (said["iss"], said["aud"], said["nonce"]) == ("http://testserver", [str(growth.pk)], "n-1")
    assert said["fhirUser"] == f"http://testserver/fhir/Practitioner/{people.an.pk}"
    assert "d" not in Client().get("/oauth/keys").json()["keys"][0]


def test_where_to_ask_is_said(people: Cast) -> None:
    said = Client().get("/fhir/.well-known/smart-configuration").json()
    assert said["token_endpoint"] == "http://testserver/oauth/token"
    assert said["code_challenge_methods_supported"] == ["S256"]
    openid = Client().get("/.well-known/openid-configuration").json()
    assert openid["jwks_uri"] == "http://testserver/oauth/keys"
    asked = Client().options("/oauth/token", headers={"Origin": "https://growth.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")


def test_a_page_of_another_address_may_read_with_its_key_and_is_told_what_it_asks_first(people: Cast) -> None:
    for path in ("/fhir/metadata", "/fhir/Patient", "/fhir/"):
        beforehand = Client().options(path, headers={"Origin": "https://growth.example"})
        assert (beforehand.status_code, beforehand["Access-Control-Allow-Origin"]) == (204, "*")
        assert "authorization" in beforehand["Access-Control-Allow-Headers"]
    refused = Client().get("/fhir/Patient", headers={"Origin": "https://growth.example"})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, "*")
    assert "Access-Control-Allow-Credentials" not in refused


def test_without_a_key_of_ours_nobody_is_told_who_she_is(
    people: Cast, growth: Program, settings: Any
) -> None:
    settings.SIGNING_KEY = ""
    assert "issuer" not in Client().get("/fhir/.well-known/smart-configuration").json()
    assert "id_token" not in let_in(people.an, growth, "openid user/*.rs")


def test_she_sees_her_programs_and_ends_one(people: Cast, leen: PregnancyEpisode, growth: Program) -> None:
    key = let_in(people.an, growth, "user/*.rs offline_access")
    assert "Growth" in signed_in(people.an).get("/me/programs/").content.decode()
    assert "Growth" not in signed_in(people.stranger).get("/me/programs/").content.decode()
    grant = Grant.objects.get()
    assert signed_in(people.stranger).post(f"/me/programs/{grant.pk}/end/").status_code == 404
    assert signed_in(people.stranger).post(f"/me/programs/{new_id(LATER)}/end/").status_code == 404
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 200
    for _twice in range(2):
        assert signed_in(people.an).post(f"/me/programs/{grant.pk}/end/").status_code == 302
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 401
    form = {"grant_type": "refresh_token", "refresh_token": key["refresh_token"]}
    assert keys(growth, 400, **form)["error"] == "invalid_grant"
