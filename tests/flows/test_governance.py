"""Who governs sees the cards and tries out an edition: numbers for her, names only of families that are hers."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.kernel.errors import BadCard, NotAllowed, NotThere
from kraamkring.flows.see_cards import see_card, see_cards, see_changes
from kraamkring.flows.try_edition import TriedOut, try_card, try_day
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Activity
from tests.cast import LATER, Cast, account, booked, born

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
VLG = "be-vlg"
CARD = """
activity = "six-week-check"
for = "mother"
event = "birth"
role = "gynaecologist"
by = ["gp"]
done_by = { contact = "gynaecological_check" }
[title]
en = "Check at six weeks"
nl = "Controle na zes weken"
fr = "Contrôle à six semaines"
de = "Kontrolle nach sechs Wochen"
[why]
en = "After six weeks."
nl = "Na zes weken."
fr = "Après six semaines."
de = "Nach sechs Wochen."
[[edition]]
valid_from = 2014-10-21
certainty = "reading"
note = "Ours."
sources = [{ id = "kce-232as", where = "3.3.2", says = "After six weeks." }]
[[edition.promise]]
window = { unit = "local days", after = "birth", earliest = 35, target = 42, latest = LATEST }
lead_hours = 336
[sign]
checked_by = "not reviewed"
next_review = 2027-05-22
changes = ["2026-11-22: proposed"]
"""


@pytest.fixture
def governor(people: Cast) -> User:
    return account("greet", "governor")


def try_latest(latest: int, by: User, **more: object) -> TriedOut:
    text = CARD.replace("LATEST", str(latest))
    return try_card(pack=VLG, text=text, after=None, by=by, now=LATER, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("profession", ["midwife", "gp", "planner", "mother", ""])
def test_only_who_governs_sees_the_cards(people: Cast, profession: str) -> None:
    other = account("other", profession or "nobody")
    for look in (
        lambda: see_cards(pack=VLG, day=date(2026, 10, 5), by=other, now=LATER),
        lambda: see_card(pack=VLG, activity="blood-spot", day=date(2026, 10, 5), by=other, now=LATER),
        lambda: see_changes(pack=VLG, first=date(2023, 1, 1), last=date(2026, 1, 1), by=other, now=LATER),
        lambda: try_latest(57, other),
        lambda: try_day(pack=VLG, day=date(2024, 1, 1), after=None, by=other, now=LATER),
        lambda: see_cards(pack="be-moon", day=date(2026, 10, 5), by=other, now=LATER),
    ):
        with pytest.raises(NotAllowed):
            look()
    assert not AuditEvent.objects.filter(actor=other, purpose="governance").exists()


def test_what_is_looked_at_is_noted_and_what_is_not_there_is_said(governor: User) -> None:
    seen = see_cards(pack=VLG, day=date(2026, 10, 5), by=governor, now=LATER)
    assert [each.card for each in seen.cards] == list(protocol(VLG).cards)
    with pytest.raises(NotThere):
        see_card(pack=VLG, activity="moon", day=date(2026, 10, 5), by=governor, now=LATER)
    with pytest.raises(NotThere):
        see_cards(pack="be-moon", day=date(2026, 10, 5), by=governor, now=LATER)
    assert list(AuditEvent.objects.filter(purpose="governance").values_list("what", flat=True)) == [
        "cards:be-vlg"
    ]


def test_a_window_that_moves_touches_each_family_once_and_writes_nothing(
    people: Cast, governor: User
) -> None:
    for _ in range(3):
        booked(people.an)
    before = list(Activity.objects.order_by("pk").values())
    tried = try_latest(57, governor)
    assert (tried.looked_at, tried.changed, tried.unreadable, tried.next_after) == (3, 3, 0, None)
    (effect,) = tried.effects
    assert (effect.card.activity, effect.families, dict(effect.how)) == ("six-week-check", 3, {"moves": 3})
    assert [change.activity for change in tried.changes] == ["six-week-check"]
    assert list(Activity.objects.order_by("pk").values()) == before
    assert try_latest(56, governor).changed == 0
    assert protocol(VLG).cards == try_latest(57, governor).protocol.cards


def test_a_governor_is_told_no_name_and_a_midwife_who_governs_those_that_are_hers(
    people: Cast, governor: User
) -> None:
    mine = booked(people.an).episode
    booked(people.stranger)
    assert try_latest(57, governor).hers == ()
    User.objects.filter(pk=people.an.pk).update(profession="administrator")
    people.an.refresh_from_db()
    tried = try_latest(57, people.an)
    assert tried.changed == 2
    assert {episode.pk for episode, _mother in tried.hers} <= {mine.pk}


def test_a_card_that_rewrites_days_that_are_over_says_so(people: Cast, governor: User) -> None:
    booked(people.an, births=(born(),))
    now = LATER + 60 * DAY
    text = CARD.replace("LATEST", "56")
    assert try_card(pack=VLG, text=text, after=None, by=governor, now=now).effects == ()
    text = CARD.replace("LATEST", "43")
    (effect,) = try_card(pack=VLG, text=text, after=None, by=governor, now=now).effects
    assert (effect.closed, effect.gaps) == (1, 0)
    soon = LATER + 50 * DAY
    (effect,) = try_card(pack=VLG, text=text, after=None, by=governor, now=soon).effects
    assert effect.gaps == 1


def test_editions_that_begin_on_a_day_are_held_against_those_before(people: Cast, governor: User) -> None:
    booked(people.an)
    tried = try_day(pack=VLG, day=date(2024, 1, 1), after=None, by=governor, now=LATER)
    assert "blood-spot" in {change.activity for change in tried.changes}
    assert dict(next(e for e in tried.effects if e.card.activity == "blood-spot").how) == {"moves": 1}
    later = try_day(pack=VLG, day=date(2099, 1, 1), after=None, by=governor, now=LATER)
    assert (later.changed, later.changes) == (0, ())


def test_families_elsewhere_do_not_change(people: Cast, governor: User) -> None:
    booked(people.an, region="be-wal")
    assert try_latest(57, governor).changed == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "activity"),
        ("activity = ", "TOML"),
        ("x = " + "[" * 5000, "proposal"),
        (CARD.replace("LATEST", '"soon"'), "latest"),
        (CARD.replace("LATEST", "1"), "earliest"),
        (CARD.replace("LATEST", "56").replace("kce-232as", "moon"), "moon"),
        (CARD.replace("LATEST", "56") + "\nextra = 1", "extra"),
        (CARD.replace("LATEST", "56").replace("[title]", "[x]"), "title"),
        (CARD.replace("LATEST", "56").replace('en = "Check at six weeks"', "en = 3"), "title|3"),
        ("x" * 70_000, "longer"),
    ],
    ids=[
        "empty",
        "no TOML",
        "nested",
        "a word",
        "too early",
        "no source",
        "unknown",
        "no title",
        "3",
        "long",
    ],
)
def test_what_is_no_whole_card_is_refused_with_one_sentence(governor: User, text: str, said: str) -> None:
    with pytest.raises(BadCard, match=said):
        try_card(pack=VLG, text=text, after=None, by=governor, now=LATER)


def test_a_look_is_bounded_and_the_next_one_goes_on(
    people: Cast, governor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kraamkring.flows.try_edition.MOST", 3)
    monkeypatch.setattr("kraamkring.flows.try_edition.AT_ONCE", 2)
    for _ in range(5):
        booked(people.an)
    first = try_latest(57, governor)
    assert (first.looked_at, first.changed) == (3, 3)
    assert first.next_after
    text = CARD.replace("LATEST", "57")
    second = try_card(pack=VLG, text=text, after=first.next_after, by=governor, now=LATER)
    assert (second.looked_at, second.next_after) == (2, None)


def test_the_same_number_of_queries_however_many_families(people: Cast, governor: User) -> None:
    def queries(at: datetime = LATER) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            try_card(pack=VLG, text=CARD.replace("LATEST", "57"), after=None, by=governor, now=at)
        return len(seen)

    booked(people.an)
    few = queries()
    for _ in range(6):
        booked(people.an)
    assert queries() == few
