"""The pages of who plans: who sees them, what they do, and what they say."""

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.planning.stop import Steps
from kraamkring.flows.ask_what_if import answer
from kraamkring.flows.birth_pool import find_roster
from kraamkring.flows.maternity_hotel import offer_of_hotel
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.plan_week import plan_now
from kraamkring.packs.planning import hotel_practice
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PlaceOfCare
from kraamkring.rooms.planner.models import (
    Absence,
    CareDay,
    CareNeed,
    CareRequest,
    Competence,
    Contract,
    Duty,
    HotelQuestion,
    KeptApart,
    PoolMember,
    PoolRun,
    Question,
    Run,
    Shift,
    Shortening,
)
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning
from tests.flows.test_birth_pool import pool as pool_of
from tests.flows.test_shared_pool import neighbour
from tests.planner import DAY, House, confirmed, house, planned, published

from .test_pathway_page import words as read
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def at(people: Cast) -> House:
    return house(people.an, NOW)


def page_of(at: House, family: str, day: object = TODAY) -> str:
    request = CareRequest.objects.get(episode=at.families[family])
    return f"/planning/days/{request.pk}/{day}/"


def test_only_who_plans_is_let_in_and_what_is_of_others_is_not_there(at: House, people: Cast) -> None:
    carer = at.carers["yara"]
    hers = (page_of(at, "Leen"), f"/planning/carers/{carer.pk}/")
    pages = (
        "/planning/",
        "/planning/pool/",
        "/planning/changes/",
        "/planning/scarcity/",
        "/planning/carers/",
        *hers,
    )
    elsewhere = account("anne", "planner", people.practice)
    for page in pages:
        assert Client().get(page)["Location"].startswith("/account/login/")
        assert signed_in(people.an).get(page).status_code == 403
        assert signed_in(at.planner).get(page).status_code == 200
    for page in hers:
        assert signed_in(elsewhere).get(page).status_code == 404
        assert signed_in(elsewhere).get(page.replace(str(carer.pk), str(NOBODY))).status_code == 404
    assert signed_in(at.planner).get(f"/planning/days/{NOBODY}/{TODAY}/").status_code == 404
    assert signed_in(at.planner).get(page_of(at, "Leen", "yesterday")).status_code == 404
    assert signed_in(people.an).post("/planning/run/", {"id": new_id(NOW)}).status_code == 403


def test_a_week_shows_hours_and_postcodes_and_nothing_of_the_record(at: House) -> None:
    assert "9000" in signed_in(at.planner).get("/planning/").content.decode()  # of whom nobody comes to yet
    planned(at, NOW)
    answer = signed_in(at.planner).get("/planning/")
    body = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    seen = read(body)
    assert "Leen" in seen
    street = PlaceOfCare.objects.first().street  # type: ignore[union-attr]
    assert street not in body
    assert "3400" not in body  # what the child weighs
    assert "vaginal" not in body.lower()
    event = AuditEvent.objects.filter(what__startswith="planning:").latest("id")
    assert (event.purpose, event.actor) == ("planning", at.planner)


def test_a_plan_is_asked_found_agreed_and_promised(at: House) -> None:
    client, id = signed_in(at.planner), new_id(NOW)
    form = {"id": id, "first": TODAY, "days": "7", "seconds": "5"}
    assert client.post("/planning/run/", form)["Location"] == f"/planning/?from={TODAY}&days=7"
    assert client.post("/planning/run/", form).status_code == 302
    run = Run.objects.get()
    assert "A plan is being searched for." in read(client.get("/planning/").content.decode())
    again = plan_now(run_id=run.pk, now=NOW, timed=lambda _seconds: Steps(500))
    proposal = Shift.objects.filter(state="proposed").order_by("day").first()
    assert proposal is not None
    assert (
        client.post("/planning/changes/", {"act": "accept", "shift": [proposal.pk, "x"]}).status_code == 302
    )
    assert Shift.objects.filter(state="accepted").count() == 1
    client.get("/planning/changes/")  # what was said about the first is read
    none = client.post("/planning/changes/", {"act": "accept"}, follow=True).content.decode()
    assert "Nothing was ticked." in read(none)
    assert "It is agreed." not in read(none)
    assert Shift.objects.filter(state="accepted").count() == 1
    assert client.post("/planning/changes/", {"act": "confirm", "all": "yes"}).status_code == 302
    assert Shift.objects.filter(state="published").count() == again.proposals
    assert "Nothing is proposed" in read(client.get("/planning/changes/").content.decode())
    bad = client.post("/planning/run/", form | {"id": new_id(NOW), "first": TODAY - DAY})
    assert bad.status_code == 422
    assert "these days are over" in read(bad.content.decode()).lower()


def test_a_day_is_decided_by_hand_and_the_rules_are_told(at: House) -> None:
    client, page, zoe = signed_in(at.planner), page_of(at, "Leen"), at.carers["zoe"]
    seen = read(client.get(page).content.decode())
    assert "Nobody comes yet." in seen
    assert "minutes of travel" in seen
    choice = {"id": new_id(NOW), "carer": zoe.pk, "pinned": "on"}
    assert client.post(page, choice)["Location"] == page
    assert client.post(page, choice)["Location"] == page
    shift = Shift.objects.get()
    assert (shift.carer, shift.state, shift.pinned) == (zoe, "accepted", True)
    for act, pinned in (("unpin", False), ("pin", True)):
        assert client.post(page, {"act": act}).status_code == 302
        shift.refresh_from_db()
        assert shift.pinned is pinned
    Absence.objects.create(
        id=new_id(NOW), carer=at.carers["yara"], kind="leave", first_day=TODAY, last_day=TODAY, written_by=at.planner,
        written_at=NOW,
    )  # fmt: skip
    refused = client.post(page, {"id": new_id(NOW), "carer": at.carers["yara"].pk})
    assert refused.status_code == 422
    assert "Yara does not work on" in read(refused.content.decode())
    seen = read(client.get(page).content.decode())
    assert "1 carer: does not work on that day" in seen
    assert "A person chose Zoe for this day." in seen
    assert client.post(page, {"id": new_id(NOW), "carer": ""}).status_code == 422
    assert client.post(page, {"act": "drop"}).status_code == 302
    assert "taken back" in read(client.get(page).content.decode())


def test_travel_is_not_counted_to_where_nobody_knows(at: House, people: Cast) -> None:
    episode = at.families["Leen"]
    away = Address(street="Kouter 1", postcode="0001", town="Nergens")
    keep_place_of_care(episode_id=episode.pk, address=away, by=people.an, now=NOW, id=new_id(NOW))
    seen = read(signed_in(at.planner).get(page_of(at, "Leen")).content.decode())
    assert "Where this family lives is not known, so travel is not counted." in seen
    assert "minutes of travel" not in seen


def test_a_carer_is_noted_ill_and_the_changes_are_shown_before_anybody_is_told(at: House) -> None:
    published(at, NOW)
    client = signed_in(at.planner)
    ill = Shift.objects.filter(state="published", day=TODAY).select_related("carer").first()
    assert ill is not None
    page = f"/planning/carers/{ill.carer_id}/"
    away = {"id": new_id(NOW), "act": "away", "kind": "sick", "first_day": TODAY, "last_day": TODAY}
    assert client.post(page, away)["Location"] == "/planning/changes/"
    assert client.post(page, away)["Location"] == "/planning/changes/"
    run = Run.objects.get(done_at=None)
    plan_now(run_id=run.pk, now=NOW, timed=lambda _seconds: Steps(500))
    seen = read(client.get("/planning/changes/").content.decode())
    assert f"Instead of {ill.carer.name}:" in seen  # type: ignore[union-attr]
    assert f"because {ill.carer.name} is ill" in seen  # type: ignore[union-attr]
    confirmed(at, NOW)
    absence = Absence.objects.get()
    assert client.post(page, {"act": "back", "absence": absence.pk})["Location"] == page
    assert "Nothing is noted." in read(client.get(page).content.decode())


def test_a_refusal_is_noted_on_both_pages_and_a_question_is_answered(at: House, people: Cast) -> None:
    published(at, NOW)
    today = Shift.objects.filter(state="published", day=TODAY, episode=at.families["Leen"]).get()
    client, page = signed_in(at.planner), page_of(at, "Leen")
    asked = {"id": new_id(NOW), "act": "if", "carer": "nobody"}
    assert client.post(page, asked)["Location"] == page
    assert client.post(page, asked)["Location"] == page
    assert "It is being worked out." in read(client.get(page).content.decode())
    answer(question_id=Question.objects.get().pk, now=NOW)
    assert "Nothing: the family gets its full hours" in read(client.get(page).content.decode())
    apart = {"id": new_id(NOW), "act": "apart", "carer": today.carer_id, "whose": "carer"}
    assert client.post(page, apart | {"carer": NOBODY}).status_code == 422
    assert client.post(page, apart)["Location"] == page
    assert client.post(page, apart)["Location"] == page
    name = today.carer.name  # type: ignore[union-attr]
    assert f"{name} does not want to go to this family." in read(client.get(page).content.decode())
    row, hers = KeptApart.objects.get(), f"/families/{at.families['Leen'].pk}/maternity-care/"
    assert name in read(signed_in(people.an).get(hers).content.decode())
    assert signed_in(people.an).post(hers, {"act": "again", "row": row.pk})["Location"] == hers
    assert "Nobody said so." in read(client.get(page).content.decode())
    family = {"id": new_id(NOW), "act": "refuse", "carer": today.carer_id}
    assert signed_in(people.an).post(hers, family)["Location"] == hers
    assert f"The family does not want {name}." in read(client.get(page).content.decode())
    assert Run.objects.filter(done_at=None).count() == 2  # one for each refusal
    assert signed_in(people.an).post(hers, family | {"id": new_id(NOW), "carer": NOBODY}).status_code == 422


def test_a_roster_of_births_is_asked_for_shown_by_the_hour_and_promised(at: House) -> None:
    client, page, yara = signed_in(at.planner), "/planning/pool/", at.carers["yara"]
    form = {"id": new_id(NOW), "first": TODAY, "share": "25", "more_a_week": "3", "seconds": "5"}
    assert "No carer can be on call yet." in read(client.get(page).content.decode())
    assert client.post(page, form).status_code == 422
    terms = {"act": "terms", "id": new_id(NOW), "hours_a_fortnight": "96", "nights": "any", "weekends": "any"}
    assert client.post(f"/planning/carers/{yara.pk}/", terms).status_code == 302
    assert client.post(page, form)["Location"] == page
    assert client.post(page, form)["Location"] == page
    assert "A roster is being searched for." in read(client.get(page).content.decode())
    find_roster(run_id=PoolRun.objects.get().pk, now=NOW, timed=lambda _seconds: Steps(2000))
    seen = read(client.get(page).content.decode())
    assert "with a carer within the hour" in seen
    assert "The worst hours" in seen
    assert "With what is promised only" in seen
    assert "Leen" not in seen
    assert client.post(page, {"act": "promise"})["Location"] == page
    assert Duty.objects.filter(state="promised", carer=yara).exists()
    promised = read(client.get(page).content.decode())
    assert "1 carer was told." in promised
    assert "hole" not in promised
    gone = terms | {"id": new_id(NOW), "hours_a_fortnight": "0"}
    assert client.post(f"/planning/carers/{yara.pk}/", gone).status_code == 302
    assert "hole: she cannot be there" in read(client.get(page).content.decode())


def test_a_contract_and_a_competence_are_kept_and_what_is_missing_is_said(at: House) -> None:
    client, page = signed_in(at.planner), f"/planning/carers/{at.carers['zoe'].pk}/"
    contract = {
        "act": "contract", "id": new_id(NOW), "kind": "freelance", "hours_a_week": "20", "first_day": TODAY,
        "postcode": "9000", "areas": "90, 91",
    }  # fmt: skip
    assert client.post(page, contract)["Location"] == page
    last = Contract.objects.get(carer=at.carers["zoe"], number=2)
    assert (last.hours_a_week, last.areas) == (20, ["90", "91"])
    unknown = client.post(page, contract | {"id": new_id(NOW), "postcode": "0000"})
    assert unknown.status_code == 422
    assert "this postcode is not known" in read(unknown.content.decode()).lower()
    can = {"act": "competence", "id": new_id(NOW), "skill": "language:tr", "since": TODAY, "evidence": " "}
    assert client.post(page, can).status_code == 422
    assert client.post(page, can | {"evidence": "she grew up with it"}).status_code == 302
    assert Competence.objects.get().skill == "language:tr"
    assert "speaks Turkish" in read(client.get("/planning/carers/").content.decode())


def test_a_family_asks_and_asks_no_more(at: House, people: Cast) -> None:
    family = at.families["Leen"].pk
    page, client = f"/families/{family}/maternity-care/", signed_in(people.an)
    assert Client().get(page)["Location"].startswith("/account/login/")
    assert signed_in(people.stranger).get(page).status_code == 404
    assert page in client.get(f"/families/{family}/plan/").content.decode(), "its plan leads there"
    assert "Kraamzorg De Brug is asked" in read(client.get(page).content.decode())
    form = {
        "id": new_id(NOW), "organisation": at.organisation.pk, "hours": "40", "days": "8", "skills": ["lactation"],
        "goes_first": "on",
    }  # fmt: skip
    assert client.post(page, form).status_code == 302
    assert client.post(page, form).status_code == 302
    need = CareNeed.objects.filter(episode=family).latest("number")
    assert (need.number, need.hours, need.skills, need.goes_first) == (2, 40, ["lactation"], True)
    assert "goes first" in read(signed_in(at.planner).get("/planning/").content.decode())
    assert client.post(page, {"act": "stop"}).status_code == 302
    assert "Leen" not in read(signed_in(at.planner).get("/planning/").content.decode())


def test_too_few_hours_are_shared_by_an_order_and_a_mother_reads_why(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", hours=20)
    leen = account("leen", "mother")
    joined(at.families["Leen"], leen, people.an, at=NOW)
    client, form = signed_in(at.planner), {"id": new_id(NOW), "order": "shield_first"}
    seen = read(client.get("/planning/scarcity/").content.decode())
    assert "families need 64 h, and carers have 40 h" in seen
    assert client.post("/planning/scarcity/", form)["Location"] == "/planning/scarcity/"
    assert client.post("/planning/scarcity/", form).status_code == 302
    given = list(Shortening.objects.order_by("pk"))
    assert [each.indicated_hours for each in given] == [32, 32]
    assert sum(each.hours for each in given) == 40
    assert sum(CareDay.objects.filter(expected=False).values_list("hours", flat=True)) == 40
    told = Message.objects.filter(template="care_shortened")
    assert told.count() == 1  # the one mother who signs in
    page = read(signed_in(leen).get(f"/my/{at.families['Leen'].pk}/care/").content.decode())
    assert "in place of 32" in page
    assert "There are too few carers at the moment." in page
    unknown = client.post("/planning/scarcity/", {"id": new_id(NOW), "order": "mine"})
    assert unknown.status_code == 422


def test_what_a_hotel_would_mean_is_asked_on_the_page_and_told_as_an_offer(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara", hours=20)
    published(at, NOW)
    client = signed_in(at.planner)
    form = {
        "act": "hotel", "id": new_id(NOW), "place": "Rest", "first": f"{TODAY:%d-%m-%Y}", "days": "7", "beds": "1",
        "hours_a_day": "6", "families": [str(at.families["Leen"].pk)],
    }  # fmt: skip
    nobody = client.post("/planning/scarcity/", form | {"families": []})
    assert nobody.status_code == 422
    assert "Tick the families that may be asked." in read(nobody.content.decode())
    assert client.post("/planning/scarcity/", form | {"families": [str(NOBODY)]}).status_code == 422
    assert client.post("/planning/scarcity/", form)["Location"] == "/planning/scarcity/"
    assert client.post("/planning/scarcity/", form).status_code == 302
    assert "It is being worked out" in read(client.get("/planning/scarcity/").content.decode())
    offer_of_hotel(question_id=HotelQuestion.objects.get().pk, now=NOW)
    seen = read(client.get("/planning/scarcity/").content.decode())
    assert "What Rest would mean" in seen
    assert "Nothing changes by itself: ask the family" in seen
    usual = hotel_practice()
    taken = f"every {usual.families_a_carer} beds, and stays of {usual.longest_stay_days} days at most"
    assert seen.count(taken) == 2  # beside the answer, and before asking
    assert "1 bed:" in seen
    assert "1 beds" not in seen


def test_births_are_shared_on_the_page_and_a_wrong_word_is_refused(people: Cast) -> None:
    at, other = pool_of(people.an), neighbour()
    ours, theirs = signed_in(at.planner), signed_in(other.planner)
    form = {"act": "share", "id": new_id(NOW), "house": str(other.organisation.pk)}
    assert ours.post("/planning/pool/", form | {"house": ""}).status_code == 422
    assert ours.post("/planning/pool/", form)["Location"] == "/planning/pool/"
    assert ours.post("/planning/pool/", form).status_code == 302  # sent again
    assert PoolMember.objects.filter(organisation=other.organisation).count() == 1
    twice = ours.post("/planning/pool/", form | {"id": new_id(NOW)})
    assert twice.status_code == 422
    assert "It was asked already." in read(twice.content.decode())
    assert "asked, no answer yet" in read(ours.get("/planning/pool/").content.decode())
    member = PoolMember.objects.get(organisation=other.organisation)
    for wrong, status in (({"member": "x"}, 404), ({"member": new_id(NOW)}, 404)):
        assert theirs.post("/planning/pool/", {"act": "share-yes"} | wrong).status_code == status
    assert ours.post("/planning/pool/", {"act": "share-yes", "member": member.pk}).status_code == 404
    assert theirs.post("/planning/pool/", {"act": "share-yes", "member": member.pk}).status_code == 302
    assert "Kraamzorg De Brug, Kraamzorg Leie" in read(theirs.get("/planning/pool/").content.decode())
    assert theirs.post("/planning/pool/", {"act": "leave"}).status_code == 302
    assert "Kraamzorg De Brug, Kraamzorg Leie" not in read(theirs.get("/planning/pool/").content.decode())
