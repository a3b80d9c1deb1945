"""Two organisations share births: asked, accepted, one roster, and each promises its own carers."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.birth_pool import agree_terms, ask_roster, find_roster, promise_roster, see_pool
from kraamkring.flows.carers import agree_contract, note_away
from kraamkring.flows.pool_board import Hours
from kraamkring.flows.shared_pool import MOST_MEMBERS, answer_to_share, ask_to_share, stop_sharing
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.planner.models import Duty, PoolMember, PoolRun
from tests.cast import BOOKED, Cast, account
from tests.planner import CONTRACT_FROM, DAY, House, untimed

from .test_birth_pool import NOW, TODAY, pool

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def neighbour(name: str = "Kraamzorg Leie", planner: str = "pia", carer: str = "kaat") -> House:
    """Another organisation of the region, with one carer of 96 hours on call, in 9040."""
    house = open_organisation(name=name, kind="maternity_care", region="be-vlg", now=BOOKED)
    who, her = account(planner, "planner", house), account(carer, "maternity_carer", house)
    agree_contract(
        carer_id=her.pk, kind="employed", hours_a_week=32, first_day=CONTRACT_FROM, last_day=None, postcode="9040",
        areas=(), by=who, now=BOOKED, id=new_id(BOOKED),
    )  # fmt: skip
    agree_terms(
        carer_id=her.pk, hours_a_fortnight=96, nights="any", weekends="any", by=who, now=NOW, id=new_id(NOW)
    )
    return House(house, who, {carer: her}, {})


def asked(by: User, whom: Organisation, id: UUID | None = None) -> PoolMember:
    return ask_to_share(organisation_id=whom.pk, by=by, now=NOW, id=id or new_id(NOW))


def shared(at: House, other: House) -> PoolMember:
    """Both share births."""
    member = asked(at.planner, other.organisation)
    answer_to_share(member_id=member.pk, yes=True, by=other.planner, now=NOW)
    return member


def roster(by: User) -> PoolRun:
    run = ask_roster(
        by=by, now=LATER, id=new_id(LATER), first_day=TODAY, share=100, more_a_week=6, steps=4000
    )
    find_roster(run_id=run.pk, now=LATER, timed=untimed)
    return PoolRun.objects.get(pk=run.pk)


def on_call(of: Organisation, state: str) -> int:
    return Duty.objects.filter(organisation=of, state=state, from_at__gt=LATER).count()


def news_of(user: User) -> int:
    return Message.objects.filter(template="pool_news", address=user.email).count()


def test_one_roster_for_both_and_each_promises_its_own(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    shared(at, other)
    run = roster(at.planner)
    assert run.pool_id is not None
    assert run.carers == 4
    kaat = other.carers["kaat"]
    hers = Duty.objects.filter(carer=kaat)
    assert hers
    assert {each.organisation_id for each in hers} == {other.organisation.pk}
    assert {each.organisation_id for each in Duty.objects.exclude(carer=kaat)} == {at.organisation.pk}
    assert [each.pk for each in see_pool(by=other.planner, now=LATER).duties] == [
        each.pk for each in see_pool(by=at.planner, now=LATER).duties
    ]

    theirs = on_call(other.organisation, "proposed")
    promise_roster(by=at.planner, now=LATER)
    assert on_call(at.organisation, "promised") > 0
    assert on_call(at.organisation, "proposed") == 0
    assert (on_call(other.organisation, "promised"), on_call(other.organisation, "proposed")) == (0, theirs)
    assert not Message.objects.filter(template="roster_changed", address=kaat.email).exists()
    promise_roster(by=other.planner, now=LATER)
    assert (on_call(other.organisation, "promised"), on_call(other.organisation, "proposed")) == (theirs, 0)
    assert {each.promised_by_id for each in Duty.objects.filter(carer=kaat, state="promised")} == {
        other.planner.pk
    }


def test_births_of_all_families_count_and_none_of_them_is_shown(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    shared(at, other)
    run = roster(other.planner)  # who has no family of her own
    assert run.hours is not None
    births = sum(each[0] for each in run.hours)
    assert 7 < births < 13.5  # Mila of the other house, and six a week
    seen = see_pool(by=other.planner, now=LATER)
    assert {each.carer.name for each in seen.terms} == {"Yara", "Zoe", "Nina", "Kaat"}
    assert {each.organisation_id for each in seen.own} == {other.organisation.pk}


def test_it_is_asked_answered_and_told(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    member = asked(at.planner, other.organisation)
    assert asked(at.planner, other.organisation, member.pk).pk == member.pk
    with pytest.raises(Refusal, match="asked already"):
        asked(at.planner, other.organisation)
    assert see_pool(by=at.planner, now=NOW).sharing.pool_id is None  # not before it said yes
    assert [each.pk for each in see_pool(by=other.planner, now=NOW).sharing.asked] == [member.pk]
    assert news_of(other.planner) == 1
    for _again in range(2):
        answer_to_share(member_id=member.pk, yes=True, by=other.planner, now=NOW)
    assert news_of(at.planner) == 1
    assert {each.name for each in see_pool(by=other.planner, now=NOW).sharing.houses} == {
        at.organisation.name, other.organisation.name,
    }  # fmt: skip
    for _again in range(2):
        stop_sharing(by=other.planner, now=LATER)
    assert news_of(at.planner) == 2
    row = PoolMember.objects.get(pk=member.pk)
    assert (row.accepted_by, row.left_by) == (other.planner, other.planner)
    again = asked(at.planner, other.organisation)
    answer_to_share(member_id=again.pk, yes=False, by=other.planner, now=LATER)
    assert see_pool(by=at.planner, now=LATER).sharing.pool_id is None


def test_who_leaves_sees_its_own_alone_and_the_figures_hold_no_more(people: Cast) -> None:
    at, other, third = pool(people.an), neighbour(), neighbour("Kraamzorg Schelde", "paul", "lies")
    shared(at, other)
    member = asked(at.planner, third.organisation)
    answer_to_share(member_id=member.pk, yes=True, by=third.planner, now=NOW)
    roster(at.planner)
    promise_roster(by=other.planner, now=LATER)
    promised = on_call(other.organisation, "promised")
    assert not see_pool(by=at.planner, now=LATER).sharing.stale
    stop_sharing(by=other.planner, now=LATER + timedelta(minutes=1))
    seen = see_pool(by=at.planner, now=LATER)
    assert seen.sharing.stale
    assert other.organisation.pk not in {each.organisation_id for each in seen.duties}
    left = see_pool(by=other.planner, now=LATER)
    assert {each.organisation_id for each in left.duties} == {other.organisation.pk}
    assert left.run is None, "the figures of the others are not its any more"
    assert on_call(other.organisation, "promised") == promised


def test_nobody_else_may_ask_answer_or_see(people: Cast) -> None:
    at, other, third = pool(people.an), neighbour(), neighbour("Kraamzorg Schelde", "paul", "lies")
    member = asked(at.planner, other.organisation)
    for wrong in (at.organisation, people.practice):  # itself, and one of another kind
        with pytest.raises(NotThere):
            asked(at.planner, wrong)
    for by in (at.planner, third.planner):
        with pytest.raises(NotThere):
            answer_to_share(member_id=member.pk, yes=True, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        asked(people.an, other.organisation)
    answer_to_share(member_id=member.pk, yes=True, by=other.planner, now=NOW)
    more = asked(third.planner, other.organisation)
    with pytest.raises(Refusal, match="you share births with others"):
        answer_to_share(member_id=more.pk, yes=True, by=other.planner, now=NOW)
    assert {each.carer.name for each in see_pool(by=third.planner, now=NOW).terms} == {"Lies"}
    PoolMember.objects.bulk_create(
        PoolMember(
            id=new_id(NOW), pool=member.pool, invited_by=at.planner, invited_at=NOW,
            organisation=open_organisation(name=f"K{n}", kind="maternity_care", region="be-vlg", now=BOOKED),
        )
        for n in range(MOST_MEMBERS - 2)
    )  # fmt: skip
    with pytest.raises(Refusal, match="so many cannot share births"):
        asked(at.planner, open_organisation(name="Z", kind="maternity_care", region="be-vlg", now=BOOKED))


def test_the_table_refuses_a_promise_by_somebody_of_another_organisation(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    shared(at, other)
    roster(at.planner)
    hers = Duty.objects.filter(organisation=other.organisation, from_at__gt=LATER)
    with pytest.raises(ProgrammingError, match="promised by her own organisation"), transaction.atomic():
        hers.update(state="promised", promised_by=at.planner, promised_at=LATER)
    promise_roster(by=other.planner, now=LATER)
    with pytest.raises(ProgrammingError, match="promised by her own organisation"), transaction.atomic():
        hers.update(state="withdrawn", withdrawn_by=at.planner, withdrawn_at=LATER)
    assert set(hers.values_list("state", flat=True)) == {"promised"}


def test_the_board_tells_what_is_promised_from_what_is_only_proposed(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    shared(at, other)
    run = roster(at.planner)
    assert run.hours is not None
    seen = see_pool(by=at.planner, now=LATER).board
    assert [each[1] for each in seen.hours] == [each[1] for each in run.hours]
    assert [each[2] for each in seen.hours] == pytest.approx([each[2] for each in run.hours], abs=0.001)
    assert {each[1] for each in seen.promised} == {0}
    promise_roster(by=at.planner, now=LATER)
    half = see_pool(by=other.planner, now=LATER).board
    assert 0 < sum(each[1] for each in half.promised) < sum(each[1] for each in half.hours)
    assert missed(half.promised) > missed(half.hours)


def test_a_carer_who_leaves_the_pool_or_is_away_is_a_hole_on_every_board(people: Cast) -> None:
    at, other = pool(people.an), neighbour()
    shared(at, other)
    roster(at.planner)
    for by in (at.planner, other.planner):
        promise_roster(by=by, now=LATER)
    before = see_pool(by=at.planner, now=LATER)
    kaat, yara = other.carers["kaat"], at.carers["yara"]
    agree_terms(
        carer_id=kaat.pk, hours_a_fortnight=0, nights="any", weekends="any", by=other.planner, now=LATER,
        id=new_id(LATER),
    )  # fmt: skip
    note_away(
        carer_id=yara.pk, kind="sick", first_day=TODAY, last_day=TODAY + 20 * DAY, by=at.planner, now=LATER,
        id=new_id(LATER), steps=10,
    )  # fmt: skip
    after = see_pool(by=at.planner, now=LATER)
    assert [each.pk for each in after.duties] == [each.pk for each in before.duties], (
        "what was promised stays"
    )
    holes = {each.pk for each in after.duties if each.carer_id in (kaat.pk, yara.pk)}
    assert after.board.holes == holes
    assert not before.board.holes
    assert missed(after.board.hours) > missed(before.board.hours)


def missed(hours: Hours) -> float:
    return sum(births * (1 - reached) for births, _on_call, reached in hours)
