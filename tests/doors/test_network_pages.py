"""The pages of the network, of consent, of invitations and emergencies: anonymous, not allowed, allowed."""

import re
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.access import MODULES
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.break_glass import MOST_SEARCHES
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.coordinate import choose_coordinator
from kraamkring.flows.give_consent import give_consent
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.models import BreakGlass, Consent, Coordination, Membership, MembershipStep
from kraamkring.rooms.network.queries import coordinator_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from tests.cast import Cast, account, cast, invited, joined
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def leen(people: Cast, now: datetime) -> PregnancyEpisode:
    return book(people.an, now)


@pytest.fixture
def gp(db: None) -> User:
    return account("george", "gp")


def pages_of(family: UUID, member: UUID) -> list[str]:
    network = f"/families/{family}/network/"
    return [
        network,
        f"{network}invite/",
        f"{network}intensity/",
        f"{network}{member}/remove/",
        f"{network}{member}/leave/",
        f"{network}{member}/coordinate/",
        f"/families/{family}/consent/",
        *(f"/families/{family}/consent/{module}/" for module in MODULES),
    ]


WRITING = ("invite/", "intensity/", "remove/", "coordinate/", *(f"consent/{module}/" for module in MODULES))
OTHERS = ["/invitations/", "/emergency/"]


def text(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


def send(user: User, address: str, /, **said: object) -> object:
    return signed_in(user).post(address, {"id": new_id(this_morning()), **said})


def stripped(answer: object) -> str:
    token = re.compile(r'value="[\w-]{64}"|[\w-]{36}')
    return token.sub("", answer.content.decode())  # type: ignore[attr-defined]


# --- anonymous, not allowed


@pytest.mark.parametrize("address", [*pages_of(NOBODY, NOBODY), *OTHERS])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={address}"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("which", range(len(pages_of(NOBODY, NOBODY))))
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    leen: PregnancyEpisode, people: Cast, gp: User, which: int
) -> None:
    member = joined(leen, gp, people.an, at=leen.registered_at)
    client = signed_in(people.stranger)
    foreign, unknown = (client.get(pages_of(*ids)[which]) for ids in ((leen.pk, member.pk), (NOBODY, NOBODY)))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert stripped(foreign) == stripped(unknown)


@pytest.mark.parametrize("address", ["/invitations/{}/", "/invitations/coordinate/{}/"])
def test_another_s_question_and_an_unknown_one_are_the_same_answer(
    leen: PregnancyEpisode, people: Cast, gp: User, address: str
) -> None:
    at = leen.registered_at
    member = joined(leen, gp, people.an, at=at)
    proposal = choose_coordinator(membership_id=member.pk, by=people.an, now=at).proposal
    theirs = proposal.pk if "coordinate" in address else member.pk
    client = signed_in(people.stranger)
    foreign, unknown = (client.post(address.format(pk), {"answer": "accept"}) for pk in (theirs, NOBODY))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert stripped(foreign) == stripped(unknown)
    assert client.get(address.format(theirs)).status_code == 405


def test_who_only_reads_the_network_is_told_so_on_the_pages_that_write(
    leen: PregnancyEpisode, people: Cast, gp: User
) -> None:
    carer = account("griet", "maternity_carer")
    joined(leen, carer, people.an, at=leen.registered_at)
    member = joined(leen, gp, people.an, at=leen.registered_at)
    for address in pages_of(leen.pk, member.pk):
        answer = signed_in(carer).get(address)
        if address.endswith(WRITING):
            assert answer.status_code == 403, address
            assert "role does not write in this part" in answer.content.decode()
        elif not address.endswith("leave/"):
            assert answer.status_code == 200, address
    shown = text(carer, f"/families/{leen.pk}/network/")
    assert "Remove" not in shown
    assert "Invite somebody" not in shown


def test_whom_the_mother_refuses_is_told_so(leen: PregnancyEpisode, people: Cast, gp: User) -> None:
    joined(leen, gp, people.an, at=leen.registered_at)
    give_consent(episode_id=leen.pk, module="network", given=False, user=gp, by=people.an, now=this_morning())
    answer = signed_in(gp).get(f"/families/{leen.pk}/network/")
    assert answer.status_code == 403
    assert "he has not agreed that you see this part" in answer.content.decode()


def test_an_emergency_is_not_for_everyone(people: Cast) -> None:
    carer = account("griet", "maternity_carer")
    for answer in (signed_in(carer).get("/emergency/"), send(carer, "/emergency/", number="1", reason="x")):
        assert answer.status_code == 403
    assert not AuditEvent.objects.filter(what="emergency:search").exists()


# --- a member sees nothing before accepting, and nothing after leaving


def test_before_accepting_and_after_leaving_nothing_is_there(
    leen: PregnancyEpisode, people: Cast, gp: User, now: datetime
) -> None:
    membership = invited(leen, gp, people.an, at=now)
    addresses = [f"/families/{leen.pk}/", *pages_of(leen.pk, membership.pk)]

    def nothing() -> None:
        client = signed_in(gp)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert "Leen" not in text(gp, "/families/")
        found = client.post("/search/", {"fragment": "Leen", "q": "Leen", "words": "Leen"})
        assert str(leen.pk) not in found.content.decode()

    nothing()
    asked = text(gp, "/invitations/")
    assert "An, midwife, Praktijk De Linde" in asked
    assert "general practitioner" in asked
    assert "Leen" not in asked
    assert "Voorbeeld" not in asked
    answer = signed_in(gp).post(f"/invitations/{membership.pk}/", {"answer": "accept"})
    assert (answer.status_code, answer["Location"]) == (302, f"/families/{leen.pk}/network/")
    assert "Leen" in text(gp, "/families/")
    assert "George" in text(gp, f"/families/{leen.pk}/network/")
    leave_network(membership_id=membership.pk, by=gp, now=this_morning())
    nothing()
    assert "Nothing waits for your answer." in text(gp, "/invitations/")


# --- allowed


def test_somebody_with_an_account_is_invited_by_her_address(
    leen: PregnancyEpisode, people: Cast, gp: User
) -> None:
    address = f"/families/{leen.pk}/network/invite/"
    assert "In which role?" in text(people.an, address)
    made = new_id(this_morning())
    said = {"id": made, "address": "george@example.org", "modules": ["plan", "network"]}
    for _twice in range(2):
        answer = signed_in(people.an).post(f"{address}?role=gp", said)
        assert (answer.status_code, answer["Location"]) == (302, f"/families/{leen.pk}/network/")
    (member,) = Membership.objects.all()
    assert (member.pk, member.user, member.role, member.modules) == (made, gp, "gp", ["network", "plan"])
    shown = text(people.an, f"/families/{leen.pk}/network/")
    assert "George" in shown
    assert "Invited" in shown


def test_psychosocial_is_offered_to_those_roles_only_that_see_it(
    leen: PregnancyEpisode, people: Cast
) -> None:
    for role, offered in (
        ("gp", True),
        ("social_worker", True),
        ("maternity_carer", False),
        ("buddy", False),
    ):
        html = signed_in(people.an).get(f"/families/{leen.pk}/network/invite/?role={role}").content.decode()
        assert ('value="psychosocial" ' in html) == offered
    whole = {"name": "Bo", "modules": ["plan", "network"]}
    send(people.an, f"/families/{leen.pk}/network/invite/?role=buddy", **whole)
    assert Membership.objects.get().modules is None  # everything of the role: its default, also later


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Give a name, or the e-mail address"),
        ({"name": "Dr. Claes", "address": "Dorpsstraat 1"}, "no e-mail address and no telephone number"),
        ({"name": "Dr. Claes", "number": "18749705477"}, "number"),
        ({"address": "bea@example.org"}, "cannot be a member in this role"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(
    leen: PregnancyEpisode, people: Cast, said: dict[str, str], why: str
) -> None:
    answer = send(people.an, f"/families/{leen.pk}/network/invite/?role=gp", modules="plan", **said)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert why in words(html)
    assert all(f'value="{typed}"' in html for typed in said.values())
    assert not Membership.objects.exists()


def test_what_somebody_without_an_account_says_is_noted(leen: PregnancyEpisode, people: Cast) -> None:
    send(people.an, f"/families/{leen.pk}/network/invite/?role=gp", name="Dr. Claes", modules=["plan"])
    member = Membership.objects.get()
    assert "She said yes" in text(people.an, f"/families/{leen.pk}/network/")
    for _twice in range(2):
        answer = signed_in(people.an).post(f"/invitations/{member.pk}/", {"answer": "accept"})
        assert answer.status_code == 302
    assert MembershipStep.objects.get().what == "accepted"
    answer = signed_in(people.an).post(f"/invitations/{member.pk}/", {"answer": "perhaps"})
    assert answer.status_code == 422


def test_a_member_is_removed_with_a_reason_and_leaves_herself(
    leen: PregnancyEpisode, people: Cast, gp: User, now: datetime
) -> None:
    member, own = joined(leen, gp, people.an, at=now), joined(leen, people.colleague, people.an, at=now)
    network = f"/families/{leen.pk}/network/"
    made = new_id(now)
    for _twice in range(2):
        answer = send(people.an, f"{network}{member.pk}/remove/", id=made, reason="moved away")
        assert answer.status_code == 302
    assert "moved away" in text(people.an, network)
    assert signed_in(people.an).get(f"{network}{own.pk}/leave/").status_code == 404
    answer = send(people.colleague, f"{network}{own.pk}/leave/", reason="")
    assert (answer.status_code, answer["Location"]) == (302, "/families/")
    assert sorted(MembershipStep.objects.exclude(what="accepted").values_list("what", flat=True)) == [
        "left", "removed",
    ]  # fmt: skip


def test_a_coordinator_is_asked_answers_and_says_how_much_it_takes(
    leen: PregnancyEpisode, people: Cast, gp: User, now: datetime
) -> None:
    member = joined(leen, gp, people.an, at=now)
    network = f"/families/{leen.pk}/network/"
    assert "Nobody coordinates now" in text(people.an, network)
    answer = send(people.an, f"{network}{member.pk}/coordinate/", seen="", intensity="light")
    assert answer.status_code == 302
    assert coordinator_of(leen) is None
    assert "George is asked to coordinate" in text(people.an, network)
    asked = text(gp, "/invitations/")
    assert "You are asked to coordinate" in asked
    proposal = re.search(
        r"/invitations/coordinate/([\w-]{36})/", signed_in(gp).get("/invitations/").content.decode()
    )
    answer = signed_in(gp).post(f"/invitations/coordinate/{proposal[1]}/", {"answer": "accept"})
    assert (answer.status_code, answer["Location"]) == (302, network)
    task = coordinator_of(leen)
    assert (task.membership, task.intensity) == (member, "light")

    old = send(people.an, f"{network}{member.pk}/coordinate/", seen="", intensity="light")  # an old page
    assert old.status_code == 422
    answer = send(people.an, f"{network}intensity/", seen=task.pk, intensity="intensive")
    assert answer.status_code == 422
    assert "She who coordinates says how much it takes" in words(answer.content.decode())
    answer = send(gp, f"{network}intensity/", seen=task.pk, intensity="intensive")
    assert answer.status_code == 302
    assert coordinator_of(leen).intensity == "intensive"
    assert "intensive" in text(people.an, network)


def test_who_chooses_herself_coordinates_at_once(leen: PregnancyEpisode, people: Cast, now: datetime) -> None:
    own = joined(leen, people.an, people.an, at=now)
    made = new_id(now)
    for _twice in range(2):
        send(people.an, f"/families/{leen.pk}/network/{own.pk}/coordinate/", id=made, intensity="usual")
    assert Coordination.objects.get().pk == made


def test_what_follows_is_shown_before_her_word_is_written(
    leen: PregnancyEpisode, people: Cast, gp: User, now: datetime
) -> None:
    joined(leen, gp, people.an, at=now)
    address = f"/families/{leen.pk}/consent/psychosocial/"
    said = {"id": new_id(now), "whom": "role:gp", "given": "no", "said_by": "representative"}
    answer = signed_in(people.an).post(address, said)
    assert answer.status_code == 200
    shown = words(answer.content.decode())
    assert "George : reads now, does not see it from then on" in shown.replace("George:", "George :")
    assert "Every general practitioner: she refuses (the word of who represents her)" in shown
    assert not Consent.objects.exists()
    for _twice in range(2):
        answer = signed_in(people.an).post(address, said | {"sure": "on"})
        assert (answer.status_code, answer["Location"]) == (302, f"/families/{leen.pk}/consent/")
    consent = Consent.objects.get()
    assert (consent.role, consent.given, consent.said_by) == ("gp", False, "representative")
    shown = text(people.an, f"/families/{leen.pk}/consent/")
    assert "general practitioner: refused" in shown.replace("general practitioner :", "general practitioner:")
    assert "the word of who represents her, written down by An" in shown


def test_a_word_that_could_not_be_taken_back_is_refused(leen: PregnancyEpisode, people: Cast) -> None:
    said = {"whom": "everybody", "given": "no", "said_by": "mother", "sure": "on"}
    answer = send(people.an, f"/families/{leen.pk}/consent/network/", **said)
    assert answer.status_code == 422
    assert "could not be written back by you" in answer.content.decode()
    assert not Consent.objects.exists()
    assert signed_in(people.an).get(f"/families/{leen.pk}/consent/everything/").status_code == 404


# --- an emergency


@pytest.fixture
def hers(leen: PregnancyEpisode) -> dict[str, str]:
    Person.objects.filter(pk=leen.mother_id).update(birth_date=date(1993, 4, 2))
    return {"family_name": "Voorbeeld", "birth_date": "1993-04-02", "reason": "unconscious"}


def test_an_emergency_opens_the_record_with_a_banner_on_its_pages(
    leen: PregnancyEpisode, people: Cast, hers: dict[str, str]
) -> None:
    made = new_id(this_morning())
    for _twice in range(2):
        answer = send(people.stranger, "/emergency/", id=made, **hers)
        assert (answer.status_code, answer["Location"]) == (302, f"/families/{leen.pk}/")
    assert BreakGlass.objects.get().reason == "unconscious"
    for page in ("", "network/", "consent/"):
        assert "You opened this record in an emergency" in text(
            people.stranger, f"/families/{leen.pk}/{page}"
        )
        assert "in an emergency , until" not in text(people.an, f"/families/{leen.pk}/{page}")
    assert "Stranger, midwife" in text(people.an, f"/families/{leen.pk}/network/")


@pytest.mark.parametrize(
    "other", [{"family_name": "Voorbeel"}, {"birth_date": "1993-04-03"}, {"number": "93040212345"}]
)
def test_everything_but_she_exactly_is_the_same_answer(
    leen: PregnancyEpisode, people: Cast, hers: dict[str, str], other: dict[str, str]
) -> None:
    nobody = send(people.stranger, "/emergency/", family_name="Niemand", birth_date="1990-01-01", reason="x")
    answer = send(people.stranger, "/emergency/", **(hers | other))
    for each in (nobody, answer):
        assert each.status_code == 422
        assert "Nothing was found that is exactly this." in each.content.decode()
    assert not BreakGlass.objects.exists()


def test_an_emergency_needs_a_reason_and_somebody_to_look_for(
    leen: PregnancyEpisode, people: Cast, hers: dict[str, str]
) -> None:
    for said in (hers | {"reason": " "}, {"reason": "x"}, {"family_name": "Voorbeeld", "reason": "x"}):
        assert send(people.stranger, "/emergency/", **said).status_code == 422
    assert not AuditEvent.objects.filter(what="emergency:search").exists()


def test_nobody_tries_and_tries(leen: PregnancyEpisode, people: Cast, hers: dict[str, str]) -> None:
    for _again in range(MOST_SEARCHES):
        send(people.stranger, "/emergency/", number=str(uuid4().int)[:11], reason="x")
    answer = send(people.stranger, "/emergency/", **hers)
    assert answer.status_code == 422
    assert "You have searched too often" in answer.content.decode()


# --- looks and queries


def test_every_look_leaves_a_row(leen: PregnancyEpisode, people: Cast) -> None:
    for address in (f"/families/{leen.pk}/network/", f"/families/{leen.pk}/consent/", "/invitations/"):
        text(people.an, address)
    seen = AuditEvent.objects.filter(actor=people.an, action="read").order_by("at", "id")
    assert list(seen.values_list("what", flat=True)) == ["network", "consents", "who_sees", "invitations:0"]


def test_the_queries_do_not_grow_with_the_network(
    leen: PregnancyEpisode, people: Cast, now: datetime
) -> None:
    client = signed_in(people.an)
    client.get("/me/")  # what the first page of a sign-in asks about the device is not the network's

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = (f"/families/{leen.pk}/network/", f"/families/{leen.pk}/consent/")
    joined(leen, account("gp0", "gp"), people.an, at=now)
    few = [counted(address) for address in addresses]
    for number in range(1, 8):
        doctor = account(f"gp{number}", "gp")
        joined(leen, doctor, people.an, at=now)
        give_consent(episode_id=leen.pk, module="plan", given=False, user=doctor, by=people.an, now=now)
    assert [counted(address) for address in addresses] == few
    assert max(few) <= 40
