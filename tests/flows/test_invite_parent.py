"""A mother gets the way to an account of her own: a link, a code, once; and nobody else can use it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import invite_to_network, remove_member
from kraamkring.flows.invite_parent import (
    Given,
    Parent,
    end_parent_link,
    invite_parent,
    see_parents,
    send_link,
)
from kraamkring.flows.welcome import check_code, make_own, see_welcome, send_code
from kraamkring.rooms.accounts.models import AccountInvitation, User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.channels import GiveUp, Outgoing
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import own_pregnancies
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, booked, cast

pytestmark = pytest.mark.django_db

LEEN = Parent("mother", "Leen Voorbeeld", "Leen@home.example", "0470 12 34 56")
PASSWORD = "a long sentence is a password"
SOON = LATER + timedelta(minutes=1)


class Caught:
    """A post office that keeps what it was given; `broken`: one that refuses."""

    def __init__(self, *, broken: bool = False) -> None:
        self.taken: list[Outgoing] = []
        self.broken = broken

    def send(self, message: Outgoing) -> str:
        if self.broken:
            raise GiveUp("smtp 550")
        self.taken.append(message)
        return ""


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def family(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def given(family: PregnancyEpisode, by: User, parent: Parent = LEEN, now: datetime = LATER) -> Given:
    return invite_parent(episode_id=family.pk, parent=parent, by=by, now=now, id=new_id(now))


def secret(link: Given) -> str:
    assert link.made is not None
    return link.made.secret


def texted(link: Given, now: datetime = SOON) -> str:
    """The code that arrives on her telephone."""
    post = Caught()
    send_code(secret=secret(link), transports={"sms": post}, now=now)  # type: ignore[dict-item]
    (message,) = post.taken
    assert message.address == "+32470123456"
    return next(
        word.strip(".") for word in message.short.split() if word.strip(".").isdigit() and len(word) > 5
    )


def test_she_makes_it_her_own_with_the_code_of_her_telephone_and_reads_her_record(
    family: PregnancyEpisode, people: Cast
) -> None:
    link = given(family, people.an)
    her = make_own(secret=secret(link), code=texted(link), password=PASSWORD, now=SOON)
    assert (her.email, her.profession, her.is_active) == ("leen@home.example", "mother", True)
    assert her.check_password(PASSWORD)
    assert list(own_pregnancies(her, SOON)) == [family]
    said = AuditEvent.objects.filter(what__startswith="account:").order_by("at").values_list("what", "actor")
    assert list(said) == [("account:invited", people.an.pk), ("account:made_own", her.pk)]


def test_until_then_nobody_can_use_the_account_and_she_sees_nothing(
    family: PregnancyEpisode, people: Cast
) -> None:
    given(family, people.an)
    her = User.objects.get(email="leen@home.example")
    assert (her.is_active, her.has_usable_password()) == (False, False)
    assert not own_pregnancies(her, SOON)
    ((seen,),) = (see_parents(episode_id=family.pk, by=people.an, now=SOON)[1],)
    assert seen.state == "waiting"


def test_it_works_once(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    code = texted(link)
    make_own(secret=secret(link), code=code, password=PASSWORD, now=SOON)
    with pytest.raises(NotThere):
        make_own(secret=secret(link), code=code, password="another long sentence", now=SOON)


@pytest.mark.parametrize("what", ["unknown", "ended", "expired", "removed", "a newer one"])
def test_a_link_that_no_longer_holds_is_as_one_that_never_was(
    family: PregnancyEpisode, people: Cast, what: str
) -> None:
    link, now = given(family, people.an), SOON
    key = secret(link)
    if what == "unknown":
        key = "x" * 43
    elif what == "ended":
        end_parent_link(
            episode_id=family.pk, user_id=User.objects.get(profession="mother").pk, by=people.an, now=now
        )
    elif what == "expired":
        now = LATER + timedelta(days=7)
    elif what == "removed":
        remove_member(membership_id=Membership.objects.get(role="mother").pk, by=people.an, now=now)
    else:
        given(family, people.an, now=now)
    with pytest.raises(NotThere, match="no longer works"):
        see_welcome(secret=key, now=now)
    with pytest.raises(NotThere, match="no longer works"):
        make_own(secret=key, code="123456", password=PASSWORD, now=now)


def test_five_wrong_codes_close_it(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    code = texted(link)
    wrong = "000000"
    for _each in range(5):
        with pytest.raises(Refusal, match="not the code"):
            make_own(secret=secret(link), code=wrong, password=PASSWORD, now=SOON)
    with pytest.raises(NotThere):
        make_own(secret=secret(link), code=code, password=PASSWORD, now=SOON)


def test_a_code_works_for_ten_minutes_and_a_newer_one_ends_it(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    first = texted(link)
    second = texted(link)
    assert not check_code(secret=secret(link), code=first, now=SOON) or first == second
    assert check_code(secret=secret(link), code=second, now=SOON + timedelta(minutes=9))
    assert not check_code(secret=secret(link), code=second, now=SOON + timedelta(minutes=10))


def test_no_more_than_five_text_messages(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    for _each in range(5):
        texted(link)
    with pytest.raises(Refusal, match="no more codes"):
        texted(link)


def test_a_code_without_asking_for_one_is_wrong(family: PregnancyEpisode, people: Cast) -> None:
    assert not check_code(secret=secret(given(family, people.an)), code="", now=SOON)


def test_without_a_telephone_the_midwife_says_the_code(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an, LEEN._replace(phone=""))
    assert link.made is not None
    assert len(link.made.code) == 8
    assert see_welcome(secret=secret(link), now=SOON).spoken
    with pytest.raises(Refusal, match="word of mouth"):
        texted(link)
    said = f"{link.made.code[:4].lower()} {link.made.code[4:]}"
    assert make_own(secret=secret(link), code=said, password=None, now=SOON).is_active


def test_neither_the_link_nor_the_code_stands_anywhere(family: PregnancyEpisode, people: Cast) -> None:
    link, post = given(family, people.an), Caught()
    assert send_link(given=link, transports={"email": post}, now=LATER)  # type: ignore[dict-item]
    assert link.address in post.taken[0].body
    code = texted(link)
    assert not Message.objects.filter(template__startswith="welcome").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM accounts_accountinvitation i")
        kept = cursor.fetchone()[0]
    assert secret(link) not in kept
    assert code not in kept


def test_what_the_post_refuses_is_said(family: PregnancyEpisode, people: Cast) -> None:
    link, post = given(family, people.an), Caught(broken=True)
    assert not send_link(given=link, transports={"email": post}, now=LATER)  # type: ignore[dict-item]
    with pytest.raises(Refusal, match="could not be sent"):
        send_code(secret=secret(link), transports={"sms": post}, now=SOON)  # type: ignore[dict-item]


def test_a_weak_password_uses_nothing_up(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    code = texted(link)
    with pytest.raises(Refusal, match="at least 12"):
        make_own(secret=secret(link), code=code, password="short", now=SOON)
    assert make_own(secret=secret(link), code=code, password=PASSWORD, now=SOON).is_active


def test_sent_twice_is_made_once_and_shown_once(family: PregnancyEpisode, people: Cast) -> None:
    id = new_id(LATER)
    first = invite_parent(episode_id=family.pk, parent=LEEN, by=people.an, now=LATER, id=id)
    again = invite_parent(episode_id=family.pk, parent=LEEN, by=people.an, now=SOON, id=id)
    assert again.made is None
    assert see_welcome(secret=secret(first), now=SOON).phone == "56"
    assert AccountInvitation.objects.count() == Membership.objects.filter(role="mother").count() == 1


def test_a_mistyped_address_is_put_right(family: PregnancyEpisode, people: Cast) -> None:
    wrong = given(family, people.an, LEEN._replace(email="lean@home.example"))
    right = given(family, people.an, now=SOON)
    with pytest.raises(NotThere):
        see_welcome(secret=secret(wrong), now=SOON)
    make_own(secret=secret(right), code=texted(right), password=PASSWORD, now=SOON)
    ((seen,),) = (see_parents(episode_id=family.pk, by=people.an, now=SOON)[1],)
    assert (seen.membership.user.email, seen.state) == ("leen@home.example", "in")


def test_who_was_known_by_her_number_only_gets_an_account(family: PregnancyEpisode, people: Cast) -> None:
    known = Invited(role="mother", name="Leen", address="0470 12 34 56")
    invite_to_network(episode_id=family.pk, invited=known, by=people.an, now=LATER)
    link = given(family, people.an, now=SOON)
    make_own(secret=secret(link), code=texted(link), password=PASSWORD, now=SOON)
    assert list(own_pregnancies(User.objects.get(profession="mother"), SOON)) == [family]


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        ({"email": "leen"}, "email"), ({"phone": "12"}, "phone"), ({"name": " "}, "name"), ({"role": "gp"}, "role"),
        ({"email": "bea@example.org"}, "email"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    family: PregnancyEpisode, people: Cast, spoiled: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        given(family, people.an, LEEN._replace(**spoiled))
    assert refused.value.field == field
    assert User.objects.count() == 3


def test_an_account_that_was_her_own_is_never_given_again(family: PregnancyEpisode, people: Cast) -> None:
    link = given(family, people.an)
    make_own(secret=secret(link), code=texted(link), password=PASSWORD, now=SOON)
    other = booked(people.an).episode
    for active in (True, False):
        User.objects.filter(profession="mother").update(is_active=active)
        with pytest.raises(Refusal, match="has an account"):
            given(other, people.an, now=SOON)


def test_a_stranger_finds_nothing_and_cannot_end_anything(family: PregnancyEpisode, people: Cast) -> None:
    given(family, people.an)
    her = User.objects.get(profession="mother")
    with pytest.raises(NotThere):
        given(family, people.stranger)
    with pytest.raises(NotThere):
        see_parents(episode_id=family.pk, by=people.stranger, now=SOON)
    with pytest.raises(NotThere):
        end_parent_link(episode_id=family.pk, user_id=her.pk, by=people.stranger, now=SOON)
    elsewhere = booked(people.an).episode
    assert not end_parent_link(episode_id=elsewhere.pk, user_id=her.pk, by=people.an, now=SOON)
