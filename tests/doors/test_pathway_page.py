"""The public page `/`: anonymous, without a session, without the database.

No test here asks for the database: pytest-django refuses any query, so each of them shows that the page asks none.
"""

import random
import re
from html import unescape

import pytest
from django.test import Client

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.doors.pathway.forms import FactsForm, in_our_words

from .families import A_DAY_LATER, HOME_AFTER_36_HOURS, PREGNANT, STILLBIRTH, TWINS

LANGUAGES = ("nl", "fr", "de", "en")
OWN_SCRIPT = r'(?! (?:defer|type="module") src="/static/(?:ui|staff/offline)/[\w.-]+"></script>)'
DANGEROUS = re.compile(rf"<script{OWN_SCRIPT}|\sstyle=|\son[a-z]+=|javascript:|<style", re.IGNORECASE)


def page(facts: dict[str, str] | None = None, language: str = "en") -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    answer = client.get("/") if facts is None else client.post("/", facts)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    """What is read, without pictures and tags; no-break spaces as spaces."""
    html = re.sub(r"<svg.*?</svg>|<head>.*?</head>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " "))


def errors(html: str) -> list[tuple[str, str]]:
    """The links of the error summary: where to, and what they say."""
    summary = html.partition('id="errors"')[2].partition("</section>")[0]
    return [(target, unescape(text)) for target, text in re.findall(r'href="#(\w+)">(.*?)</a>', summary)]


def entry(html: str, key: str) -> str:
    """One activity of the list."""
    return html.partition(f'<li id="{key}"')[2].partition("</li>")[0]


# --- anonymous


def test_anyone_may_open_it_and_nothing_is_set_but_the_token() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert set(answer.cookies) == {"csrftoken"}


def test_no_answer_is_kept_by_browser_or_cache() -> None:
    assert "no-store" in Client().post("/", A_DAY_LATER)["Cache-Control"]


def test_a_form_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/", A_DAY_LATER).status_code == 403


def test_only_get_and_post() -> None:
    assert Client().delete("/").status_code == 405


def test_nothing_typed_stands_in_an_address() -> None:
    html = page(A_DAY_LATER)
    assert all(
        "2026" not in link and "3300" not in link for link in re.findall(r'(?:href|action|src)="(.*?)"', html)
    )
    assert 'method="post"' in html


@pytest.mark.parametrize("facts", [None, A_DAY_LATER, TWINS, STILLBIRTH, {"due_on": "x"}], ids=str)
def test_a_strict_policy_and_nothing_inline(facts: dict[str, str] | None) -> None:
    client = Client()
    answer = client.get("/") if facts is None else client.post("/", facts)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not DANGEROUS.search(answer.content.decode())


def test_no_name_is_asked() -> None:
    asked = set(re.findall(r'<(?:input|select)[^>]*name="(\w+)"', page()))
    assert not {name for name in asked if "name" in name or "number" in name}


# --- the line


def test_first_visit_at_risk_then_a_gap() -> None:
    key = "first-home-visit-mother-homecoming-1"
    before, after = entry(page(HOME_AFTER_36_HOURS), key), entry(page(A_DAY_LATER), key)
    assert "is-at-risk" in before
    assert "At risk" in before
    assert "is-gap" in after
    assert "Gap" in after


def test_an_activity_says_who_when_why_and_on_whose_word() -> None:
    told = words(entry(page(A_DAY_LATER), "first-home-visit-mother-homecoming-1"))
    for part in (
        "Fri 16-10-2026 18:00 to Sat 17-10-2026 18:00",
        "mother",
        "midwife (or general practitioner)",
        "required",
        "KCE Report 232As",
        "verified in the source",
        "not reviewed by a clinician",
    ):
        assert part in told


def test_an_agreed_visit_is_arranged() -> None:
    agreed = HOME_AFTER_36_HOURS | {"visit": "agreed", "visit_on": "2026-10-17", "visit_time": "15:00"}
    assert "is-arranged" in entry(page(agreed), "first-home-visit-mother-homecoming-1")


def test_before_the_birth_days_rest_on_the_due_date() -> None:
    html = page(PREGNANT | {"now_on": "2026-08-10", "now_time": "10:00"})
    assert "30+5" in words(html)
    assert "rest on the due date" in words(entry(html, "doctor-check-newborn-1-birth-1"))
    assert "soft" in html


def test_each_twin_has_a_line_of_its_own() -> None:
    html = page(TWINS)
    assert "is-done" in entry(html, "blood-spot-newborn-1-birth-1")
    assert "is-gap" in entry(html, "blood-spot-newborn-2-birth-1")
    assert "Blood spot screening · child 2" in words(html)


def test_a_refused_blood_spot_is_not_a_gap() -> None:
    refused = A_DAY_LATER | {"spot_1": "refused", "spot_1_on": "2026-10-17", "spot_1_time": "09:00"}
    html = page(refused)
    assert "Refused on" in words(entry(html, "blood-spot-newborn-1-birth-1"))
    assert 'id="blood-spot-refusal-newborn-1-blood_spot_refused-1"' in html


def test_a_tick_says_done_without_inventing_a_moment() -> None:
    html = page(A_DAY_LATER | {"done": "first-home-visit/mother/homecoming/1"})
    found = entry(html, "first-home-visit-mother-homecoming-1")
    assert "is-done" in found
    assert "You said that it was done in time." in found
    assert "checked" in found


def test_a_tick_for_nothing_changes_nothing() -> None:
    tidy = re.compile(r'value="[\w-]{64}"')
    assert tidy.sub("", page(A_DAY_LATER | {"done": "no-such/thing"})) == tidy.sub("", page(A_DAY_LATER))


def test_a_birth_at_home_needs_no_homecoming() -> None:
    at_home = {key: value for key, value in A_DAY_LATER.items() if not key.startswith("home")}
    html = page(at_home | {"place": "home"})
    assert "is-gap" in entry(html, "first-visit-after-home-birth-mother-birth-1")


def test_dates_without_rules_say_so() -> None:
    html = page({"due_on": "1999-10-14", "booked_on": "1999-03-02"})
    assert "There are no rules for these dates." in html


# --- after a loss


def test_after_a_loss_the_page_is_quiet() -> None:
    html = page(STILLBIRTH)
    read = words(html.partition("<main")[2].partition('id="change"')[0])
    assert '<body class="quiet">' in html
    assert "A talk after the loss" in read
    for word in (
        "congratulations",
        "Blood spot",
        "Hearing test",
        "Kind en Gezin",
        "Done",
        "No longer needed",
    ):
        assert word not in read
    assert 'class="line"' not in html
    assert 'class="circle"' not in html


def test_of_twins_the_living_child_keeps_its_care() -> None:
    html = page(
        TWINS | {"outcome_1": "stillborn", "weight_1": "", "spot_1": "", "spot_1_on": "", "spot_1_time": ""}
    )
    assert '<body class="quiet">' in html
    assert "is-gap" in entry(html, "blood-spot-newborn-2-birth-1")
    assert 'id="blood-spot-newborn-1-birth-1"' not in html


# --- what is wrong


@pytest.mark.parametrize(
    ("change", "target", "part"),
    [
        ({"due_on": ""}, "id_due_on", "Give the due date."),
        ({"due_on": "31-02-2026"}, "id_due_on", "This is not a date."),
        ({"due_on": "0206-10-14"}, "id_due_on", "This year cannot be meant."),
        ({"due_on": "2028-10-14"}, "id_due_on", "does not lie in the pregnancy"),
        ({"booked_on": ""}, "id_booked_on", "Give the date of the first contact."),
        ({"born_1_on": "2026-02-01"}, "id_born_1_on", "This birth does not fit"),
        ({"born_1_time": ""}, "id_born_1_time", "Birth: give the time too."),
        ({"born_1_time": "25:99"}, "id_born_1_time", "This is not a time."),
        ({"born_1_on": ""}, "id_born_1_on", "give the date too"),
        ({"outcome_1": ""}, "id_outcome_1", "born alive"),
        ({"place": ""}, "id_place", "where the birth was"),
        ({"mode": ""}, "id_mode", "how the birth was"),
        ({"weight_1": "33"}, "id_weight_1", "from 100 to 8000"),
        ({"weight_1": "heavy"}, "id_weight_1", "This is not a birth weight."),
        ({"home_on": "2026-10-14"}, "id_home_on", "Going home comes after"),
        ({"home": ""}, "id_home", "say what happened"),
        ({"visit": "done"}, "id_visit_on", "give the date and time"),
        (
            {"spot_1": "done", "spot_1_on": "2026-10-14", "spot_1_time": "10:00"},
            "id_spot_1_on",
            "before the birth",
        ),
        ({"weight_2": "2500"}, "id_born_2_on", "Give the birth of child 2 too."),
        (
            {"born_3_on": "2026-10-15", "born_3_time": "06:20", "outcome_3": "live"},
            "id_born_1_on",
            "Begin with child 1.",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_each_mistake_is_named_at_the_top_and_beside_its_field(
    change: dict[str, str], target: str, part: str
) -> None:
    html = page(A_DAY_LATER | change)
    named = errors(html)
    assert [where for where, _ in named] == [target]
    assert part in named[0][1]
    assert f'id="{target}"' in html
    assert f'id="{target}-error"' in html
    assert "<title>Error: " in html


def test_what_was_typed_is_kept() -> None:
    html = page(A_DAY_LATER | {"mode": "", "weight_1": "33"})
    assert 'value="33"' in html
    assert 'value="2026-10-15"' in html
    assert 'value="06:00"' in html


def test_a_time_that_the_clock_skipped() -> None:
    spring = {
        "due_on": "2026-03-30",
        "booked_on": "2025-09-01",
        "born_1_on": "2026-03-29",
        "born_1_time": "02:30",
    }
    without_home = {key: value for key, value in A_DAY_LATER.items() if not key.startswith("home")}
    assert errors(page(without_home | spring)) == [
        (
            "id_born_1_time",
            "Birth: the clock skipped this time that night. Give a time before 02:00 or from 03:00.",
        )
    ]


def test_a_time_that_the_clock_showed_twice_is_asked_and_then_taken() -> None:
    autumn = A_DAY_LATER | {
        "born_1_on": "2026-10-25",
        "born_1_time": "02:30",
        "home": "",
        "home_on": "",
        "home_time": "",
    }
    html = page(autumn | {"now_on": "2026-10-26"})
    assert [where for where, _ in errors(html)] == ["id_born_1_fold_0"]
    assert 'type="radio"' in html
    stays = [words(page(autumn | {"born_1_fold": fold})) for fold in "01"]
    assert "Tue 27-10-2026 01:30" in stays[0]  # 48 h after 00:30 UTC
    assert "Tue 27-10-2026 02:30" in stays[1]  # 48 h after 01:30 UTC


def test_what_core_refuses_is_said_in_our_words_whatever_it_is() -> None:
    assert in_our_words(ImpossibleFact("", "something new"))[0] == "due_on"
    assert in_our_words(ImpossibleFact("births[1].born_at", "x"))[0] == "born_2_on"


def test_whatever_is_typed_one_page_comes_back() -> None:
    """Answers drawn at random (seeded), sensible and not: never an error of the server."""
    draw = random.Random(7)
    fields = FactsForm().fields
    for _ in range(80):
        answers = {}
        for name in fields:
            odd = ["", "x", "9999-12-31", "0001-01-01", "2200-12-31", "02:30", "99999999999999999999", "\x00"]
            usual = ["2026-10-14", "2026-10-25", "06:00", "on", "live", "stillborn", "home", "done", "agreed"]
            answers[name] = draw.choice(draw.choice([odd, usual]))
        assert "<h1>" in page(A_DAY_LATER | dict(draw.sample(sorted(answers.items()), 6)))


# --- languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [None, A_DAY_LATER, TWINS, STILLBIRTH, {"due_on": "x"}], ids=str)
def test_every_language_renders(language: str, facts: dict[str, str] | None) -> None:
    html = page(facts, language)
    assert f'<html lang="{language}"' in html
    assert "%(" not in html


def test_a_language_is_remembered_in_a_cookie_and_the_answer_stays() -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post("/", A_DAY_LATER | {"language": "fr", "looked": "1"})
    assert answer.cookies["language"].value == "fr"
    assert answer["Content-Language"] == "fr"
    assert "Les soins qui sont dus" in answer.content.decode()
    assert '<html lang="fr"' in client.get("/").content.decode()


def test_a_language_chosen_before_the_first_look_keeps_what_was_typed_and_judges_nothing() -> None:
    html = page({"language": "nl", "due_on": "2026-10-14"})
    assert 'value="2026-10-14"' in html
    assert 'id="errors"' not in html


def test_a_language_that_is_not_there_is_passed_over() -> None:
    assert '<html lang="en"' in page({"language": "tlh"})
