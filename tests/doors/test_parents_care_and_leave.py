"""What maternity care is and costs, and the leave around a birth: reckoned by a known rule, else said to be unknown."""

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from kraamkring.core.entitlements.partner import partner_leave
from kraamkring.core.facts import Birth, Discharge, DueDate, Preferences
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.families import care_by_region, care_in, partner_leave_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import account, joined

from .test_parents_pages import Home, get, home, lost, main  # noqa: F401 (fixtures)
from .test_staff_pages import book, signed_in

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# --- the words and rules


def test_every_region_says_something_or_that_nothing_was_found() -> None:
    assert set(care_by_region()) == {"be-vlg", "be-bru", "be-wal", "be-dg", "nl"}
    assert care_in("be-dg").point == ()
    assert care_in("elsewhere").said("what") is None
    assert all(point.sources for care in care_by_region().values() for point in care.point)


@pytest.mark.parametrize(
    ("country", "born", "lost_child", "days"),
    [
        ("nl", date(2026, 8, 31), False, [date(2026, 9, 28), date(2027, 2, 28)]),
        ("nl", date(2026, 8, 31), True, [date(2026, 9, 28)]),
        ("be", date(2026, 10, 5), False, [date(2027, 2, 4)]),
        ("be", date(2026, 10, 31), False, [date(2027, 2, 27)]),
        ("be", date(2026, 10, 5), True, []),
    ],
)
def test_until_when_the_other_parent_takes_leave(
    country: str, born: date, lost_child: bool, days: list[date]
) -> None:
    taken = partner_leave(partner_leave_of(country), born, "employee", child_lost=lost_child)
    assert [each.last for each in taken] == days


def test_the_self_employed_have_birth_leave_in_belgium_and_none_in_the_netherlands() -> None:
    for country, many in (("be", 1), ("nl", 0)):
        taken = partner_leave(partner_leave_of(country), date(2026, 8, 1), "self-employed", child_lost=False)
        assert len(list(taken)) == many


# --- help at home


def dutch(home: Home, **facts: object) -> PregnancyEpisode:  # noqa: F811
    """The family of Nora in the Netherlands."""
    episode = book(home.people.an, home.now, given_name="Nora", region="nl", **facts)
    joined(episode, account("nora", "mother"), home.people.an, at=home.now)
    return episode


def test_in_flanders_no_hours_are_promised_and_the_price_is_by_income(home: Home) -> None:  # noqa: F811
    said = main(get(home.leen, "/my/care/"))
    assert "No rule says how many hours you get" in said
    assert "30.17 hours on average" in said
    assert "49" not in said
    assert "depends on the income of your family" in said


def test_in_the_netherlands_the_hours_follow_from_the_record_with_every_reason(home: Home) -> None:  # noqa: F811
    born = Birth(
        newborn="newborn-1", born_at=home.now - 60 * HOUR, outcome="live", place="hospital", mode="vaginal"
    )
    episode = dutch(home, births=(born,), preferences=Preferences(feeding="breast"))
    leaving = Discharge(who=("mother", "newborn-1"), at=home.now - 36 * HOUR)
    record_fact(episode_id=episode.pk, value=leaving, by=home.people.an, now=home.now)
    nora = _user("nora")
    said = main(get(nora, "/my/care/"))
    assert "43" in said
    assert "49 h, minus 6 h for one hospital day = 43 h" in said
    assert "You pay a part yourself for each hour" in said
    assert "2026" in said.partition("What it costs")[2]  # of this year no amount is known
    assert "In 2025 it was 5.40 euro an hour" in said
    for language, total in (("tr", "43 saat"), ("ar", "ساعة")):
        told = signed_in(nora, language).get("/my/care/").content.decode()
        assert f'lang="{language}"' in told
        assert 'lang="en" dir="ltr"' not in told  # a sentence that nobody translated
        assert total in main(told)


def test_where_no_source_says_anything_that_is_said(home: Home) -> None:  # noqa: F811
    episode = book(home.people.an, home.now, given_name="Gerda", region="be-dg")
    joined(episode, account("gerda", "mother"), home.people.an, at=home.now)
    said = main(get(_user("gerda"), "/my/care/"))
    assert "We found no source that says which help at home there is" in said
    assert "We found no source for the price" in said


def test_her_partner_reads_what_it_is_and_not_what_follows_from_her_record(home: Home) -> None:  # noqa: F811
    assert "We cannot work that out here" in _care_of_partner(home)


def _care_of_partner(home: Home) -> str:  # noqa: F811
    episode = dutch(home)
    joined(episode, home.pol, home.people.an, role="partner", at=home.now)
    return main(get(home.pol, f"/my/{episode.pk}/care/"))


def test_after_a_loss_only_what_is_there_for_her_stands_there(lost: Home) -> None:  # noqa: F811
    said = main(get(lost.leen, "/my/care/"))
    assert "after a loss where you live" in said
    assert "What it costs" not in said
    episode = dutch(lost, births=(_stillborn(lost),))
    said = main(get(_user("nora"), f"/my/{episode.pk}/care/"))
    assert "Maternity care is for you too after a loss" in said
    assert "How many hours" not in said


# --- leave


def test_her_leave_is_counted_from_her_own_dates_and_nothing_is_written(home: Home) -> None:  # noqa: F811
    before = Entry.objects.count()
    html = get(home.leen, "/my/leave/")
    said = main(html)
    assert "Rest after the birth · 9 weeks" in said
    assert "20 days, of choice" in said
    assert "What you choose here is not kept" in said
    assert Entry.objects.count() == before
    assert AuditEvent.objects.filter(actor=home.leen, what="promises:leave").exists()
    cells = re.findall(r'<td class="leave-(\w+)">', html)
    assert cells.count("after") == 63


def test_another_work_gives_other_days_and_one_we_do_not_know_says_so(home: Home) -> None:  # noqa: F811
    client = signed_in(home.leen, "en")
    own = {"work": "self-employed", "weeks_before": "", "partner": "nobody"}
    said = main(client.post("/my/leave/", own).content.decode())
    assert "Weeks that you may take" in said or "Rest after the birth" in said
    assert "20 days, of choice" not in said
    said = main(client.post("/my/leave/", own | {"work": "other"}).content.decode())
    assert "For your work we know no rules" in said


def test_so_many_weeks_before_is_refused_at_the_field(home: Home) -> None:  # noqa: F811
    sent = {"work": "employee", "weeks_before": "10", "partner": "employee"}
    answer = signed_in(home.leen, "en").post("/my/leave/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "You cannot stop so long before the birth" in html
    assert 'href="#id_weeks_before"' in html


def test_she_takes_her_days_into_her_calendar(home: Home) -> None:  # noqa: F811
    sent = {"work": "employee", "weeks_before": "", "partner": "employee", "send": "calendar"}
    answer = signed_in(home.leen, "en").post("/my/leave/", sent)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "Leen" not in answer["Content-Disposition"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    after = next(event for event in events if event["SUMMARY"] == "Rest after the birth")
    assert (after["DTEND"].dt - after["DTSTART"].dt).days == 63
    assert b"Leen" not in answer.content


def test_while_she_is_pregnant_it_is_said_that_the_days_will_move(home: Home) -> None:  # noqa: F811
    day = home.now.date()
    due = DueDate(due_on=day + 90 * DAY, set_on=day - 60 * DAY)
    dutch(home, due_dates=(due,), booked_on=due.set_on)
    said = main(get(_user("nora"), "/my/leave/"))
    assert "They move when your child is born earlier or later" in said
    assert "Additional birth leave" in said


def test_after_a_loss_the_leave_that_stays_is_told_without_cheer(lost: Home) -> None:  # noqa: F811
    said = main(get(lost.leen, "/my/leave/"))
    assert "Leave for you" in said
    assert "Rest after the birth" in said
    assert "20 days" not in said
    assert "We know no rule for this" in said
    episode = dutch(lost, births=(_stillborn(lost),))
    said = main(get(_user("nora"), f"/my/{episode.pk}/leave/"))
    assert "Birth leave" in said
    assert "Additional birth leave" not in said


def test_her_partner_does_not_read_her_dates(home: Home) -> None:  # noqa: F811
    said = main(get(home.pol, home.address("leave/")))
    assert "The days cannot be worked out here" in said


def _stillborn(home: Home) -> Birth:  # noqa: F811
    return Birth(
        newborn="newborn-1",
        born_at=home.now - 60 * HOUR,
        outcome="stillborn",
        place="hospital",
        mode="vaginal",
    )


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
