"""Families to whom something happens that a newcomer should see. Three keep their names everywhere: Amina, Lotte, Inge.

Their dates follow the day on which the demo began. What is still open on that day is left to who sits at the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from kraamkring.core.facts import Contact
from kraamkring.core.kernel.moments import BRUSSELS, local_day

from .acts import DAY, HOUR, MINUTE, Act, Family, local
from .births import TERM, Delivery
from .course import Course
from .people import HOME, Carer, Woman, carers, seat
from .small_care import small_care

ALARMS_WAIT = frozenset({"amina", "silent", "spot"})  # nobody has looked at these yet
TOO_LATE = "De eerste afspraak thuis lukt pas na het weekend; zij weet wie zij kan bellen."
SHE_WANTS_HOME = "Zij wil vanavond naar huis; de coördinator zoekt morgen een vroedvrouw."
WITH_INTERPRETER = "Gesprekken met een tolk erbij; de zus vertaalt niet wat over haar zelf gaat."
MOVING = "Het gezin verhuist naar Namen. Camille neemt daar over; Mieke blijft bereikbaar tot zij gekomen is."
NAMUR = "be-wal"
JAUNDICE = "Het kind wordt opnieuw opgenomen; de moeder blijft erbij."
ON_LEAVE = "met verlof tot na de bevalling"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One of them. born: days after the beginning of the demo, and the hour of that local day; nights: in hospital."""

    name: str
    mother: Woman
    tell: Callable[[Family, datetime], list[Act]]
    born: int
    hour: int = 6
    late: int = 0  # days after the due date
    children: int = 1
    at_home: bool = False
    nights: int = 3
    home_hour: int = 11
    lead: str = "mieke"
    wants: Mapping[str, Any] = field(default_factory=dict)


def families(where: str, seed: int, began: datetime) -> dict[Family, list[Act]]:
    """Each of them with what happens."""
    who = {
        carer.email.partition("@")[0]: carer
        for carer in carers(where, seed)
        if carer.name.endswith("Voorbeeld")
    }
    told = {}
    for story in STORIES:
        family = _family(story, where, who, local_day(began, BRUSSELS))
        told[family] = story.tell(family, began)
    return told


def _family(story: Story, where: str, who: Mapping[str, Carer], today: date) -> Family:
    born_on = today + story.born * DAY
    if story.name == "friday":
        born_on = today - ((today.weekday() - 5) % 7 + 2) * DAY  # the Thursday before the last Friday evening
    born_at = tuple(_at(born_on, story.hour, 11 * number) for number in range(story.children))
    place = seat(where)
    delivery = Delivery(
        name=story.name,
        born_at=born_at,
        municipality=place,
        gestation_days=TERM + story.late,
        mode="vaginal",
        at_home=story.at_home,
        nights=0 if story.at_home else story.nights,
        went_home_at=None if story.at_home else _at(born_on + story.nights * DAY, story.home_hour),
    )
    given = story.mother.given_name.lower()
    return Family(
        key=f"{where}/story/{story.name}",
        mother=story.mother,
        birth_date=born_on - timedelta(days=29 * 365 + 7 * len(given)),
        booked_on=delivery.due_on - 210 * DAY,
        delivery=delivery,
        helps={
            "lead": who[story.lead],
            "midwife": who["bea"] if story.name == "silent" else who["mieke"],
            "gynaecologist": who["griet"],
            "ward_doctor": who["griet"],
            "ward_midwife": who["wies"],
            "paediatrician": who["karel"],
            "gp": who["joris"],
            "youth_health": who["kaat"],
            "maternity_carer": who["yara"],
        },
        wants={"stay": "short" if story.nights <= 2 else "classic", "feeding": "breast"} | dict(story.wants),
        mother_signs_in=f"{given}@{HOME}",
        story=story.name,
    )


def _at(day: date, hour: int, minutes: int = 0) -> datetime:
    return (local(day, hour) + timedelta(minutes=minutes)).astimezone(BRUSSELS)


def held(family: Family, began: datetime) -> list[Act]:
    """Everything goes as it should."""
    course = Course(family)
    course.whole()
    return course.acts()


def amina(family: Family, began: datetime) -> list[Act]:
    """Home last evening after 36 hours, and nobody has come: what is missing stays missing until somebody acts."""
    course = Course(family)
    course.pregnancy()
    course.birth()
    small_care(course)
    course.add(course.home_at, "go_home", "home", course.ward, reason=SHE_WANTS_HOME)
    return course.acts()


def friday(family: Family, began: datetime) -> list[Act]:
    """Thirty-six hours, home on a Friday evening; the first visit is on Monday, and the ward says why."""
    course = Course(family)
    course.first_visit = local(local_day(course.home_at, BRUSSELS) + 3 * DAY, 9, 30)
    course.home_reason = TOO_LATE
    course.whole()
    return course.acts()


def spot(family: Family, began: datetime) -> list[Act]:
    """Home after two nights; the midwife came, and nobody took the heel prick."""
    course = Course(family)
    course.pricks = False
    course.whole()
    return course.acts()


def stillbirth(family: Family, began: datetime) -> list[Act]:
    """The child was not alive at birth. She is seen at home, and told about it all by one person."""
    course, by = Course(family), family.helps["lead"].email
    course.pregnancy()
    course.birth(("stillborn",))
    course.step(course.born_at + 2 * HOUR, "loss_told", by=course.ward, role="ward_midwife")
    course.step(
        course.born_at + 4 * DAY, "act_registered", by=course.ward, role="ward_midwife", who=family.newborns
    )
    course.add(course.home_at, "go_home", "home", course.ward, reason="Zij wil naar huis; Mieke komt morgen.")
    home = local_day(course.home_at, BRUSSELS)
    days = [local(home + day * DAY, 10) for day in (1, 2, 3, 4, 7)]
    for number, at in enumerate(days):
        course.appoint(
            course.home_at - HOUR, f"visit-{number}", "home_visit", at, "midwife", by, who=("mother",)
        )
        seen = Contact(
            kind="home_visit",
            at=at,
            by="midwife",
            who=("mother",),
            appointment=str(family.part(f"visit-{number}")),
        )
        course.add(at + 50 * MINUTE, "record", f"visited-{number}", by, value=seen)
    talk = Contact(kind="bereavement_talk", at=days[0] + 15 * MINUTE, by="midwife", who=("mother",))
    course.add(days[0] + 55 * MINUTE, "record", "talk", by, value=talk)
    return course.acts()


def move(family: Family, began: datetime) -> list[Act]:
    """She moved to Namur: her days are dated anew by the protocol there, and a midwife there coordinates."""
    course, by, camille = Course(family), family.helps["lead"].email, f"camille@{HOME}"
    course.whole()
    today = local_day(began, BRUSSELS)
    at = course.hour(today - 24 * DAY)
    course.add(at, "move", "moves", by, to=NAMUR, on=today - 4 * DAY)
    course.add(at + 4 * MINUTE, "say", "moving", by, topic="other", text=MOVING)
    course.add(at + 9 * MINUTE, "invite", "midwife-there", by, role="midwife", who=camille)
    course.add(at + 5 * HOUR, "accept", "midwife-there-accepts", camille, role="midwife-there")
    course.add(at + 2 * DAY, "ask", "asks", by, role="midwife-there", seen="coordinates")
    course.add(at + 3 * DAY, "take_on", "takes-on", camille, asked="asks")
    answer = "Merci ! J’ai bien reçu l’invitation de Camille."
    course.add(at + 3 * DAY + HOUR, "comment", "thanks", family.mother_signs_in, about="moving", text=answer)
    return [_by_camille(act, at + 4 * DAY, by) for act in course.acts()]


def _by_camille(act: Act, since: datetime, before: str) -> Act:
    """What the midwife here would have done later is done by the one there."""
    if act.at < since or act.by != before:
        return act
    hers = act.do == "appoint" and not act.what["whom"]
    what = {**act.what, "member": "midwife-there"} if hers else act.what
    return act._replace(by=f"camille@{HOME}", what=what)


class Readmitted(Course):
    """A child that is taken back into hospital on the third evening at home, and goes home again two days later."""

    back_days, home_again_days = 5, 7  # after the birth

    def visits(self) -> list[datetime]:
        """One the day after going home, one the day after coming home again, and one to close."""
        born = self.family.born_on
        again = local(born + (self.home_again_days + 1) * DAY, 10)
        return [self.first_visit, again, local(born + 10 * DAY, 10, 30)]

    def readmission(self) -> None:
        """The mother stays with the child."""
        born, ward = self.family.born_on, self.ward
        who = ("mother", *self.family.newborns)
        back, home = local(born + self.back_days * DAY, 20), local(born + self.home_again_days * DAY, 15)
        self.add(back, "come_back", "back-in-hospital", ward, who=who)
        self.add(back + 10 * MINUTE, "say", "why-back", ward, topic="other", text=JAUNDICE)
        self.add(home, "go_home", "home-again", ward, reason="")


def readmitted(family: Family, began: datetime) -> list[Act]:
    """The child had to go back; somebody comes within a day of going home again."""
    course = Readmitted(family)
    course.whole()
    course.readmission()
    return course.acts()


def without_dutch(family: Family, began: datetime) -> list[Act]:
    """She speaks Tigrinya: an interpreter is noted, and what she wants to be seen by whom is asked and written down."""
    course, by = Course(family), family.helps["lead"].email
    course.whole()
    at = course.booked_at + 9 * DAY
    course.add(at, "say", "interpreter", by, topic="language", text=WITH_INTERPRETER)
    course.add(at + 5 * MINUTE, "consent", "shielded", by, module="psychosocial", given=False, role="gp")
    return course.acts()


def on_leave(family: Family, began: datetime) -> list[Act]:
    """Her coordinator goes on leave: a colleague is asked, answers after three days, and coordinates."""
    course, by = Course(family), family.helps["lead"].email
    course.whole()
    at = course.hour(local_day(began, BRUSSELS) - 9 * DAY)
    bea = f"bea@{HOME}"
    course.add(at, "invite", "colleague", by, role="midwife", who=bea)
    course.add(at + 3 * HOUR, "accept", "colleague-accepts", bea, role="colleague")
    course.add(at + 4 * HOUR, "ask", "asks", by, role="colleague", seen="coordinates")
    course.add(at + 3 * DAY, "take_on", "takes-on", bea, asked="asks")
    course.add(at + 3 * DAY + HOUR, "say", "leave", bea, topic="other", text=f"Mieke is {ON_LEAVE}.")
    return course.acts()


def silent(family: Family, began: datetime) -> list[Act]:
    """The midwife for the days at home was asked months ago, and never answered."""
    course = Course(family)
    course.whole()
    return [act for act in course.acts() if act.by != family.helps["midwife"].email]


def _woman(given: str, family: str = "Voorbeeld", language: str = "nl", interpreter: bool = False) -> Woman:
    return Woman(given, family, language, interpreter)


STORIES = (
    Story(
        name="amina", mother=_woman("Amina", language="fr"), tell=amina, born=-2, late=1, nights=1, home_hour=18,
        wants={"maternity_care": True},
    ),
    Story(name="lotte", mother=_woman("Lotte"), tell=held, born=51, late=-14, children=2, hour=10, nights=4),
    Story(
        name="inge", mother=_woman("Inge"), tell=held, born=-6, hour=4, late=-2, at_home=True,
        wants={"maternity_care": False, "place_of_birth": "home"},
    ),
    Story(name="twins", mother=_woman("Noor", "Wouters"), tell=held, born=-12, late=-17, children=2, nights=4),
    Story(name="stillbirth", mother=_woman("Hanne", "Claes"), tell=stillbirth, born=-9, late=-30, nights=2),
    Story(name="move", mother=_woman("Manon", "Dubois", "fr"), tell=move, born=60),
    Story(name="spot", mother=_woman("Elif", "Demir", "tr"), tell=spot, born=-5, nights=2),
    Story(
        name="friday", mother=_woman("Sarah", "Maes"), tell=friday, born=0, nights=1, home_hour=18,
        wants={"maternity_care": True},
    ),
    Story(name="no-dutch", mother=_woman("Selam", "Haile", "ti", interpreter=True), tell=without_dutch, born=-8),
    Story(name="leave", mother=_woman("Julie", "Peeters"), tell=on_leave, born=25, wants={"maternity_care": True}),
    Story(
        name="readmission", mother=_woman("Lien", "Aerts"), tell=readmitted, born=-8, late=-3, nights=3,
        wants={"maternity_care": True},
    ),
    Story(name="silent", mother=_woman("Fien", "Coppens"), tell=silent, born=24, lead="griet"),
)  # fmt: skip
